package dev.sku.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.Precision;
import dev.sku.protocol.Preservation;
import dev.sku.protocol.Profile;
import dev.sku.protocol.Projections;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Trained;
import dev.sku.runtime.data.DataFiles;
import dev.sku.runtime.data.PromptTemplate;
import dev.sku.runtime.data.TextTemplate;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.data.TokenRow;
import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.testing.Parity;
import dev.sku.runtime.testing.SampleRun;
import dev.sku.runtime.unlearn.AcquisitionStep;
import dev.sku.runtime.unlearn.GuidedDistortion;
import dev.sku.runtime.unlearn.PreservationDivergence;
import dev.sku.runtime.unlearn.RandomDisassociation;
import dev.sku.runtime.unlearn.StepBatch;
import dev.sku.runtime.unlearn.Trainee;
import dev.sku.runtime.weights.Dtype;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Bases held as integers: single matrices against values worked out by hand, and whole models against themselves as they
/// are.
class IntegerWeightsTest {
    private static final TorchScript TEXT = TensorReader.text();

    private static float[] backAgain(
            float[] matrix, int rows, Quantization quantization, Dtype type) {
        try (Scope scope = new Scope()) {
            Value whole = scope.tensor(matrix, rows, matrix.length / rows);
            Value small = IntegerWeights.quantized(scope, TEXT, whole, quantization);
            Value wide = wide(scope, small, type);
            return TEXT.call(scope, "to_type", wide, (long) Dtype.F32.torchScalarType()).floats();
        }
    }

    private static Value wide(Scope scope, Value tensor, Dtype type) {
        return TEXT.call(scope, "wide", tensor, "cpu", (long) type.torchScalarType());
    }

    @Test
    void fourBitsAreSeventhsOfTheLargestOfTheGroup() {
        // Largest 7, so the scale is 1: every weight goes to the nearest whole number.
        float[] group = {7, -7, .4f, .6f, -3.4f, -3.6f, 0, 1};

        assertThat(backAgain(group, 1, Quantization.INT4, Dtype.F32))
                .containsExactly(7, -7, 0, 1, -3, -4, 0, 1);
    }

    @Test
    void eightBitsAreHundredAndTwentySeventhsOfIt() {
        float[] group = {63.5f, -63.5f, .2f, .3f, -10.1f, 0, 1, .5f}; // scale ½

        assertThat(backAgain(group, 1, Quantization.INT8, Dtype.F32))
                .containsExactly(63.5f, -63.5f, 0, .5f, -10, 0, 1, .5f);
    }

    @ParameterizedTest
    @EnumSource(
            value = Quantization.class,
            names = {"INT8", "INT4"})
    void eachGroupOfARowHasItsOwnScaleAndIsOffByAtMostHalfOfIt(Quantization quantization) {
        int rows = 3;
        int inputs = 2 * Quantization.GROUP;
        SplittableRandom random = new SplittableRandom(1);
        float[] matrix = new float[rows * inputs];
        for (int i = 0; i < matrix.length; i++) {
            double size =
                    Math.pow(10, (i / Quantization.GROUP) % 4 - 2); // groups of very unlike sizes
            matrix[i] = (float) (size * random.nextGaussian());
        }

        float[] back = backAgain(matrix, rows, quantization, Dtype.F32);

        for (int g = 0; g < matrix.length; g += Quantization.GROUP) {
            double largest = 0;
            for (int i = g; i < g + Quantization.GROUP; i++) {
                largest = Math.max(largest, Math.abs(matrix[i]));
            }
            for (int i = g; i < g + Quantization.GROUP; i++) {
                // A scale is rounded to eight bits, so that half of it may be a little more.
                double half = largest / quantization.most() * (.5 + 1. / 128);
                assertThat((double) back[i]).isCloseTo(matrix[i], within(half));
            }
        }
    }

    @Test
    void everyCodeComesBackFromItsHalfOfAByte() {
        float[] codes = new float[Quantization.GROUP];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = i % 15 - 7;
        }

        assertThat(backAgain(codes, 1, Quantization.INT4, Dtype.F32)).containsExactly(codes);
        assertThat(backAgain(codes, 1, Quantization.INT4, Dtype.BF16)).containsExactly(codes);
    }

    @Test
    void zerosStayZeros() {
        float[] zeros = new float[16];

        assertThat(backAgain(zeros, 2, Quantization.INT8, Dtype.F32)).containsExactly(zeros);
        assertThat(backAgain(zeros, 2, Quantization.INT4, Dtype.F32)).containsExactly(zeros);
    }

    @Test
    void aMatrixHasTheBytesThatTheEstimateCounts() {
        int rows = 5;
        int inputs = 192;
        long elements = (long) rows * inputs;
        try (Scope scope = new Scope()) {
            Value matrix = scope.tensor(new float[rows * inputs], rows, inputs);
            for (Quantization q : List.of(Quantization.INT8, Quantization.INT4)) {
                long[] shape = IntegerWeights.quantized(scope, TEXT, matrix, q).shape();
                assertThat(Arrays.stream(shape).reduce(1, (a, b) -> a * b))
                        .isEqualTo(q.bytes(elements, 2));
            }
        }
    }

    /// Root mean square of the logits' difference by their own spread over the vocabulary, and how often the likeliest
    /// token is the same.
    record Deviation(double relative, double sameToken) {
        static Deviation of(Path folder, List<long[]> rows, Quantization quantization) {
            ModelFolder model = ModelFolder.open(folder);
            int vocabulary = model.config().vocabSize();
            double off = 0;
            double spread = 0;
            int same = 0;
            int positions = 0;
            for (long[] row : rows) {
                float[] whole = logits(model, row, Quantization.NONE);
                float[] small = logits(model, row, quantization);
                for (int p = 0; p < row.length; p++) {
                    float[] a = Arrays.copyOfRange(whole, p * vocabulary, (p + 1) * vocabulary);
                    float[] b = Arrays.copyOfRange(small, p * vocabulary, (p + 1) * vocabulary);
                    double mean = mean(a);
                    for (int v = 0; v < vocabulary; v++) {
                        off += (a[v] - b[v]) * (a[v] - b[v]);
                        spread += (a[v] - mean) * (a[v] - mean);
                    }
                    same += largest(a) == largest(b) ? 1 : 0;
                    positions++;
                }
            }
            return new Deviation(Math.sqrt(off / spread), (double) same / positions);
        }

        private static double mean(float[] values) {
            double sum = 0;
            for (float v : values) {
                sum += v;
            }
            return sum / values.length;
        }

        private static int largest(float[] values) {
            int at = 0;
            for (int i = 1; i < values.length; i++) {
                at = values[i] > values[at] ? i : at;
            }
            return at;
        }

        private static float[] logits(ModelFolder folder, long[] ids, Quantization quantization) {
            Placement placement = Placement.cpu(folder.config().layers(), Precision.FP32);
            try (CausalLm model = CausalLm.load(folder, placement, quantization);
                    Scope scope = new Scope()) {
                Variant base = new Variant.Plain(model.base());
                Value hidden = model.hidden(scope, PackedRows.of(List.of(ids)), base);
                return model.logits(scope, hidden, base).floats();
            }
        }
    }

    /// Largest found: 0.022 and 0.43. These models' weights are random: every token is about as likely as another.
    @ParameterizedTest
    @CsvSource({
        "opt, INT8, 0.03",
        "opt, INT4, 0.5",
        "opt_postln_proj, INT8, 0.03",
        "opt_postln_proj, INT4, 0.5",
        "llama, INT8, 0.03",
        "llama, INT4, 0.5",
        "llama_gqa, INT8, 0.03",
        "llama_gqa, INT4, 0.5",
        "llama_gqa_bf16, INT8, 0.03",
        "llama_gqa_bf16, INT4, 0.5",
    })
    void logitsOfTheParityModelsStayNear(String name, Quantization quantization, double allowed) {
        long[] ids = Parity.longs(Parity.plan().get("tests").get("prompts").get(0).get("ids"));

        Deviation found =
                Deviation.of(
                        Parity.set().resolve("models").resolve(name), List.of(ids), quantization);

        assertThat(found.relative()).isPositive().isLessThan(allowed);
    }

    /// Found: 0.006 and 0.998 in eight bits, 0.12 and 0.987 in four.
    @ParameterizedTest
    @CsvSource({
        "opt, INT8, 0.01, 0.99",
        "opt, INT4, 0.2, 0.97",
        "llama, INT8, 0.01, 0.99",
        "llama, INT4, 0.2, 0.97"
    })
    void logitsOfTheSampleModelsStayNear(
            String name, Quantization quantization, double allowed, double sameToken) {
        Path rows = SampleRun.SAMPLE.resolve("rows").resolve("harmful.jsonl");
        PromptTemplate template = new TextTemplate(DataSpec.SKU_TEMPLATE);
        Path folder = SampleRun.SAMPLE.resolve(name);
        try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
            List<long[]> ids =
                    DataFiles.read(rows, DataFiles.Side.HARMFUL, null, Profile.PAPER)
                            .rows()
                            .stream()
                            .limit(40)
                            .map(r -> tokenizer.encode(template.text(r.question(), r.answer())))
                            .toList();

            Deviation found = Deviation.of(folder, ids, quantization);

            assertThat(found.relative()).isPositive().isLessThan(allowed);
            assertThat(found.sameToken()).isGreaterThan(sameToken);
        }
    }

    /// The same model written out as the numbers that its integers stand for.
    private static Path writtenOut(Path folder, Path target, Quantization quantization) {
        ModelFolder base = ModelFolder.open(folder);
        try (Scope scope = new Scope()) {
            TensorReader reader = new TensorReader(TEXT, scope);
            ModelWriter.write(
                    base,
                    target,
                    entry -> {
                        Value tensor = reader.float32(entry);
                        boolean linear =
                                base.config().linearNames().stream()
                                        .anyMatch(n -> entry.name().endsWith(n + ".weight"));
                        Value held =
                                linear
                                        ? wide(
                                                scope,
                                                IntegerWeights.quantized(
                                                        scope, TEXT, tensor, quantization),
                                                Dtype.F32)
                                        : tensor;
                        return TensorValue.of(TEXT, entry.name(), Dtype.F32, held);
                    });
        }
        return target;
    }

    private static List<float[]> gradients(CausalLm model) {
        Trained.Lora lora = new Trained.Lora(2, 4, 0, List.of(Projections.ALL_LINEAR), null, 0);
        try (Trainee trainee = Trainee.of(model, lora, 1)) {
            TokenRow harmful = new TokenRow(new long[] {3, 5, 7, 9, 4}, 2);
            TokenRow other = new TokenRow(new long[] {3, 5, 8, 11}, 2);
            trainee.beginStep();
            new AcquisitionStep(trainee, Profile.PAPER, Preservation.PUBLISHED)
                    .accumulate(
                            new StepBatch(
                                    List.of(harmful), List.of(List.of(other)), List.of(other)),
                            List.of(
                                    new GuidedDistortion(Profile.PAPER, 1),
                                    new RandomDisassociation(Profile.PAPER, 1),
                                    new PreservationDivergence(Profile.PAPER)),
                            1,
                            new ModuleWeights(2.5, 2.5, 1),
                            1,
                            false);
            return trainee.gradients().stream().map(Value::floats).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"opt, INT8", "opt, INT4", "llama, INT8", "llama, INT4"})
    void adaptersOverItGetTheGradientsOfTheModelThatItStandsFor(
            String family, Quantization quantization, @TempDir Path made) throws Exception {
        Map<String, Object> json = family.equals("opt") ? ModelFolders.opt() : ModelFolders.llama();
        json.put(family.equals("opt") ? "ffn_dim" : "intermediate_size", 16);
        Path folder = ModelFolders.write(made.resolve("model"), json);
        Path out = writtenOut(folder, made.resolve("written-out"), quantization);
        Placement placement = Placement.cpu(2, Precision.FP32);

        try (CausalLm small = CausalLm.load(ModelFolder.open(folder), placement, quantization);
                CausalLm wide = CausalLm.load(ModelFolder.open(out), placement)) {
            List<float[]> found = gradients(small);
            assertThat(small.quantized()).isTrue();
            assertThat(found).isNotEmpty().anyMatch(g -> g[0] != 0);
            assertThat(found.stream().map(Arrays::toString))
                    .containsExactlyElementsOf(
                            gradients(wide).stream().map(Arrays::toString).toList());
        }
    }
}
