package dev.sku.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.testing.SampleRun;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Adapters as generation wants them, against those of training.
class AdaptersForRowsTest {
    private static final int IN = 6;
    private static final int RANK = 2;

    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void smallPartsBecomeOneProductThatAddsTheSame() {
        addsTheSame(true, 5, 3, 0);
    }

    @Test
    void adaptersOfSomeRowsAddTheSame() {
        addsTheSame(true, 5, 3, 1);
    }

    @Test
    void largePartsStayApartAndAddTheSame() {
        addsTheSame(false, 50_000, 50_000, 0);
    }

    /// @param adapted rows from the second on; 0 for a scale a row
    /// A group of three parts of which the second has no adapter, for two rows at scales of their own, or the second alone.
    private void addsTheSame(boolean joined, int first, int third, int adapted) {
        int second = 4;
        int width = first + second + third;
        try (CausalLm model = CausalLm.load(ModelFolder.open(SampleRun.SAMPLE.resolve("opt")));
                Scope scope = new Scope()) {
            Value adapters =
                    scope.list(
                            List.of(
                                    tensor(scope, 2 * RANK, IN),
                                    tensor(scope, first, RANK),
                                    tensor(scope, second, 0),
                                    tensor(scope, third, RANK)));
            float[] x = values(2 * IN);
            float[] both = new float[2 * width];
            Value sum = scope.tensor(both, 2, width);
            Value forRows =
                    joined
                            ? model.script()
                                    .call(scope, "joined_adapters", adapters, new long[] {4})
                            : adapters;
            Value scales = scope.tensor(new float[] {0, -0.5f}, 2, 1);
            long[] groups = {0, joined ? 2 : 4};
            model.script()
                    .run(
                            "adapt_rows",
                            sum,
                            scope.tensor(x, 2, IN),
                            forRows,
                            0,
                            groups,
                            0,
                            scales,
                            -0.5,
                            1,
                            adapted);

            Value trained = scope.tensor(new float[2 * width], 2, width);
            Value none = scope.list(List.of());
            model.script().run("adapt", trained, scope.tensor(x, 2, IN), adapters, -0.5, 0.0, none);
            float[] expected = trained.floats();
            float[] found = sum.floats();
            for (int i = 0; i < width; i++) {
                assertThat(found[i]).isZero();
                assertThat(found[width + i]).isCloseTo(expected[width + i], within(1e-5f));
            }
            assertThat(found[width]).isNotZero();
        }
    }

    private Value tensor(Scope scope, int rows, int columns) {
        return scope.tensor(values(rows * columns), rows, columns);
    }

    private float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
