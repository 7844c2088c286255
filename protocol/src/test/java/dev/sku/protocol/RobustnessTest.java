package dev.sku.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RobustnessTest {
    private static final Relearning HOW = Robustness.usual(true, 7);

    @Test
    void stepsAreTriedInTheirOrderAndTheControlAfterTheMost() {
        Robustness all =
                new Robustness(
                        List.of(10, 5, 10),
                        HOW,
                        List.of(Quantization.INT8, Quantization.NONE, Quantization.INT8),
                        false);

        assertThat(all.treatments())
                .containsExactly(
                        new Treatment.Relearned(5, false, HOW),
                        new Treatment.Relearned(10, false, HOW),
                        new Treatment.Relearned(10, true, HOW),
                        new Treatment.Quantized(Quantization.INT8));
        assertThat(Robustness.NONE.checked().treatments()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8, 4, 1e-3",
        "20000, 8, 4, 1e-3",
        "5, 0, 4, 1e-3",
        "5, 8, 0, 1e-3",
        "5, 8, 4, 0",
        "5, 8, 4, NaN",
        "5, 8, 4, 2"
    })
    void whatCannotBeTriedIsRefused(int steps, int rows, int batch, double rate) {
        Relearning how = new Relearning(rows, batch, HOW.trained(), rate, 42);

        assertThatThrownBy(() -> new Robustness(List.of(steps), how, List.of(), false).checked())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().code())
                                        .isEqualTo(Problem.Code.ROBUSTNESS_INVALID));
    }

    @Test
    void treatmentsAndRequestsSurviveTheWire() {
        Treatment relearned = new Treatment.Relearned(5, true, HOW);
        Treatment quantized = new Treatment.Quantized(Quantization.INT4);
        assertThat(Wire.read(Wire.line(relearned), Treatment.class, "test")).isEqualTo(relearned);
        assertThat(Wire.read(Wire.line(quantized), Treatment.class, "test")).isEqualTo(quantized);

        Robustness some = new Robustness(List.of(5), HOW, List.of(Quantization.INT4), true);
        Request.Measure asked =
                new Request.Measure(
                        "run",
                        null,
                        List.of(1.0),
                        new JudgeSpec.Phrases(),
                        List.of(),
                        List.of(),
                        false,
                        some);
        assertThat(Wire.read(Wire.line(asked), Request.class, "test")).isEqualTo(asked);

        String before =
                "{\"type\":\"measure\",\"run\":\"run\",\"lambdas\":[1.0],\"judge\":{\"type\":\"phrases\"},\"prompts\":[],\"normalPrompts\":[],\"again\":false}";
        assertThat(Wire.read(before, Request.class, "test"))
                .isInstanceOfSatisfying(
                        Request.Measure.class,
                        m -> assertThat(m.robustness()).isEqualTo(Robustness.NONE));
    }

    @Test
    void seedsApartTreatmentsAreTheSame() {
        Treatment one = new Treatment.Relearned(5, false, HOW);
        Treatment other = new Treatment.Relearned(5, false, Robustness.usual(true, 8));

        assertThat(one).isNotEqualTo(other);
        assertThat(one.apartFromSeed()).isEqualTo(other.apartFromSeed());
    }
}
