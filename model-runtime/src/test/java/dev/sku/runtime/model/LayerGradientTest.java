package dev.sku.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The hand-written backward of a layer against autograd of a plain definition of it.
///
/// Tolerance: float32 sums over 64 tokens in another order differ by a few 1e-6 of the largest gradient of a tensor; 3e-5 leaves
/// room, and any wrong term is off by whole percents. A tensor whose true gradient is zero (OPT's k_proj.bias: softmax
/// ignores a shift) is nothing but rounding, so a tensor counts as no smaller than a hundredth of the layer's largest gradient.
class LayerGradientTest {
    private static final double TOLERANCE = 3e-5;
    private static final double SMALLEST = 1e-2;
    private static final int WIDTH = 32;
    private static final int RANK = 3;
    private static final double SCALE = 0.7;

    @ParameterizedTest
    @CsvSource({
        "opt, true, true, false", "opt, false, true, false",
        "opt, true, false, false", "opt, true, true, true",
        "opt, false, false, true", "post, true, true, false",
        "post, false, true, true", "post, true, false, true",
        "llama, true, true, false", "llama, false, true, false",
        "llama, true, false, false", "llama, true, true, true",
        "gqa, true, true, false", "gqa, false, true, true",
        "gqa, true, false, true", "gqa, true, true, true",
    })
    void equalsAutograds(String family, boolean stacked, boolean cpuAttention, boolean adapted) {
        try (Case c = new Case(config(family), stacked, cpuAttention, adapted)) {
            c.assertGradientsEqual();
        }
    }

    private static ModelConfig config(String family) {
        int kvHeads = family.equals("gqa") ? 2 : 4;
        ModelConfig.Dimensions dimensions =
                new ModelConfig.Dimensions(16, WIDTH, 1, 4, kvHeads, WIDTH / 4, 64);
        ModelConfig.SpecialTokens tokens = new ModelConfig.SpecialTokens(null, List.of(2), 1);
        return switch (family) {
            case "opt" -> new OptConfig(dimensions, tokens, true, 48, WIDTH, true, true, 0);
            case "post" -> new OptConfig(dimensions, tokens, true, 48, WIDTH, false, false, 0);
            default ->
                    new LlamaConfig(
                            dimensions, tokens, false, 48, 1e-6, 10_000, new RopeScaling.Default());
        };
    }

    private static final class Case implements AutoCloseable {
        private final Scope scope = new Scope();
        private final SplittableRandom random = new SplittableRandom(11);
        private final TorchScript script;
        private final PackedRows rows;
        private final List<Value> weights = new ArrayList<>();
        private final List<Value> adapters = new ArrayList<>();
        private final Value tables;
        private final boolean adapted;

        Case(ModelConfig config, boolean stacked, boolean cpuAttention, boolean adapted) {
            this.adapted = adapted;
            Architecture architecture = Architecture.of(config);
            Map<String, Object> constants = new HashMap<>(architecture.constants());
            constants.put("cpu_attention", cpuAttention);
            script =
                    TorchScript.load(
                            LayerGradientTest.class,
                            List.of(
                                    "tensors.torchscript",
                                    "integers.torchscript",
                                    Products.script(cpuAttention),
                                    "linear.torchscript",
                                    "halves.torchscript",
                                    "attention.torchscript",
                                    "losses.torchscript",
                                    architecture.script(),
                                    "plain.torchscript",
                                    "plain." + architecture.script()),
                            constants);
            tables = architecture.tables(scope);
            // 64 tokens are a whole block for fast products, 61 are not.
            rows = rows(stacked ? 23 : 20);
            Map<String, List<Long>> shapes = config.tensorShapes();
            for (Slot slot : architecture.layer(0, stacked)) {
                List<List<Long>> parts =
                        slot.names().stream()
                                .map(name -> Objects.requireNonNull(shapes.get(name)))
                                .toList();
                long out = parts.stream().mapToLong(List::getFirst).sum();
                weights.add(
                        parts.getFirst().size() == 1
                                ? noise(0.5, out)
                                : noise(0.25, out, parts.getFirst().getLast()));
            }
            if (adapted) {
                for (AdapterGroup group : architecture.adapterGroups()) {
                    int parts = group.projections().size();
                    adapters.add(noise(0.3, (long) parts * RANK, group.inputWidth()));
                    group.projections()
                            .forEach(p -> adapters.add(noise(0.3, p.outputWidth(), RANK)));
                }
            }
        }

        /// A prefix with three answers, a plain row, and a row with two masked pads behind it.
        private static PackedRows rows(int plain) {
            PackedRows.Builder builder = new PackedRows.Builder();
            builder.group(List.of(row(5, 9), row(5, 12), row(5, 7)));
            builder.row(new long[plain]);
            builder.padded(new long[6], 8, 1, i -> i);
            return builder.build();
        }

        /// Rows that differ right after the prefix.
        private static long[] row(int prefix, int answer) {
            long[] ids = new long[prefix + answer];
            java.util.Arrays.fill(ids, prefix, ids.length, answer);
            return ids;
        }

        /// Who sees whom, from the segments' meaning: rows of booleans as 0 and 1.
        private Value visible() {
            int t = rows.tokens();
            float[] sees = new float[t * t];
            long[] segments = rows.segments();
            int at = 0;
            for (int i = 0; i < segments.length; ) {
                int prefix = (int) segments[i];
                int begin = at;
                at = see(sees, t, begin, at, prefix, begin);
                for (int j = 0; j < segments[i + 1]; j++) {
                    int length = (int) segments[i + 2 + j];
                    for (int own = 0; own < Math.abs(length); own++) {
                        for (int k = begin; k < begin + prefix; k++) {
                            sees[(at + own) * t + k] = 1;
                        }
                    }
                    at = length < 0 ? at + 1 : see(sees, t, at, at, length, at);
                }
                i += 2 + (int) segments[i + 1];
            }
            return script.call(scope, "to_type", scope.tensor(sees, t, t), 11);
        }

        private static int see(float[] sees, int t, int from, int at, int length, int first) {
            for (int own = 0; own < length; own++) {
                for (int k = first; k <= from + own; k++) {
                    sees[(at + own) * t + k] = 1;
                }
            }
            return at + length;
        }

        void assertGradientsEqual() {
            Value x = noise(1, rows.tokens(), WIDTH);
            Value dy = noise(1, rows.tokens(), WIDTH);
            Value w = scope.list(weights);
            Value l = scope.list(adapters);
            Value positions = scope.tensor(rows.positions(), rows.positions().length);
            Value segments = scope.ints(rows.segments());
            List<Value> wanted =
                    scope.elements(
                            script.call(
                                    scope,
                                    "plain_gradients",
                                    dy,
                                    x,
                                    w,
                                    l,
                                    SCALE,
                                    positions,
                                    tables,
                                    visible()));
            List<Value> trained = adapted ? adapters : weights;
            List<Value> buffers = trained.stream().map(this::noiseLike).toList();
            Value none = scope.list(List.of());
            Value weightBuffers = adapted ? none : scope.list(buffers);
            Value adapterBuffers = adapted ? scope.list(buffers) : none;
            int first = adapted ? 1 + weights.size() : 1;
            List<float[]> gradients =
                    wanted.subList(first, first + trained.size()).stream()
                            .map(Value::floats)
                            .toList();
            double largest = gradients.stream().mapToDouble(Case::largest).max().orElseThrow();
            for (int times = 1; times <= 2; times++) {
                // The first pass overwrites what the buffers hold, the second adds the same again.
                Value saved =
                        script.call(
                                scope,
                                "fwd",
                                x,
                                w,
                                l,
                                SCALE,
                                new double[] {0, 0},
                                segments,
                                positions,
                                tables,
                                true);
                Value dx =
                        script.call(
                                scope,
                                "bwd",
                                dy,
                                saved,
                                w,
                                l,
                                SCALE,
                                new double[] {0, 0},
                                segments,
                                positions,
                                tables,
                                weightBuffers,
                                adapterBuffers,
                                true,
                                times > 1);
                float[] wantedDx = wanted.getFirst().floats();
                assertClose("x", dx.floats(), wantedDx, 1, largest(wantedDx));
                for (int i = 0; i < buffers.size(); i++) {
                    float[] g = gradients.get(i);
                    double size = Math.max(largest(g), SMALLEST * largest);
                    assertClose("tensor " + i, buffers.get(i).floats(), g, times, size);
                }
            }
        }

        private static void assertClose(
                String what, float[] found, float[] wanted, int times, double size) {
            double worst = 0;
            for (int i = 0; i < wanted.length; i++) {
                worst = Math.max(worst, Math.abs(found[i] - (double) times * wanted[i]));
            }
            assertThat(worst / (times * size)).as(what).isLessThan(TOLERANCE);
        }

        private static double largest(float[] values) {
            double largest = 0;
            for (float v : values) {
                largest = Math.max(largest, Math.abs(v));
            }
            return largest;
        }

        private Value noiseLike(Value tensor) {
            return noise(1, tensor.shape());
        }

        private Value noise(double deviation, long... shape) {
            long n = 1;
            for (long d : shape) {
                n *= d;
            }
            float[] values = new float[(int) n];
            for (int i = 0; i < n; i++) {
                values[i] = (float) (deviation * random.nextGaussian());
            }
            return scope.tensor(values, shape);
        }

        @Override
        public void close() {
            scope.close();
        }
    }
}
