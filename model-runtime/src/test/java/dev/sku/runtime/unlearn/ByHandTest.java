package dev.sku.runtime.unlearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.model.CausalLm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The losses' text on two positions and three words, against numbers worked out by hand.
///
/// The hidden states are (1, 0) and (0, 1), the head's rows ln 1, ln 2, ln 3 for the first unit and zeros for the second: the
/// first position says the words with 1/6, 2/6, 3/6, the second with a third each.
class ByHandTest {
    private static final float LN2 = (float) Math.log(2);
    private static final float LN3 = (float) Math.log(3);
    private static final double TINY = 1e-6;

    private final TorchScript script =
            TorchScript.load(
                    CausalLm.class,
                    List.of("products.torchscript", "losses.torchscript"),
                    Map.of());

    @Test
    void crossEntropyAndItsGradient() {
        try (Scope scope = new Scope()) {
            Value hidden = scope.tensor(new float[] {1, 0, 0, 1}, 2, 2);
            Value head = scope.tensor(new float[] {0, 0, LN2, 0, LN3, 0}, 3, 2);
            Value gradient = scope.tensor(new float[4], 2, 2);

            float[] logLikelihood =
                    script.call(
                                    scope,
                                    "cross_entropy",
                                    hidden,
                                    gradient,
                                    head,
                                    scope.tensor(new long[] {0, 1}, 2),
                                    scope.tensor(new long[] {1, 0}, 2),
                                    scope.tensor(new float[] {1, 2}, 2),
                                    scope.list(List.of()),
                                    1)
                            .floats();

            assertThat(logLikelihood[0]).isCloseTo((float) Math.log(1 / 3.0), within((float) TINY));
            assertThat(logLikelihood[1]).isCloseTo((float) Math.log(1 / 3.0), within((float) TINY));
            // (softmax − onehot) · head: position 0 gets (1/6, −4/6, 3/6), position 1 twice (−2/3,
            // 1/3, 1/3).
            float[] wanted = {
                -4 / 6f * LN2 + 3 / 6f * LN3, 0, 2 * (1 / 3f * LN2 + 1 / 3f * LN3), 0
            };
            assertThat(gradient.floats()).containsExactly(wanted, within((float) TINY));
        }
    }

    @Test
    void divergenceAndItsGradient() {
        try (Scope scope = new Scope()) {
            Value head = scope.tensor(new float[] {0, 0, LN2, 0, LN3, 0}, 3, 2);
            Value hidden = scope.tensor(new float[] {0, 1}, 1, 2);
            Value base = scope.tensor(new float[] {1, 0}, 1, 2);
            Value gradient = scope.tensor(new float[2], 1, 2);

            float kl =
                    script.call(
                                    scope,
                                    "divergence",
                                    hidden,
                                    gradient,
                                    head,
                                    base,
                                    head,
                                    scope.tensor(new long[] {0}, 1),
                                    -1.0,
                                    0.0,
                                    scope.list(List.of()),
                                    8)
                            .scalar();

            // Σ P·ln(P / (1/3)) with P = (1/6, 2/6, 3/6).
            double wanted = Math.log(0.5) / 6 + 0 + Math.log(1.5) / 2;
            assertThat((double) kl).isCloseTo(wanted, within(TINY));
            // −(Q − P)·head with Q = 1/3 each.
            float first = -(0 * LN2 + (1 / 3f - 3 / 6f) * LN3);
            assertThat(gradient.floats())
                    .containsExactly(new float[] {first, 0}, within((float) TINY));
        }
    }
}
