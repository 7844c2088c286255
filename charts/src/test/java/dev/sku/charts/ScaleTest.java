package dev.sku.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.TextAnchor;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void hasRoundEndsAroundTheData() {
        assertThat(labels(Scale.around(.13, 9.7, 5)))
                .containsExactly("0", "2", "4", "6", "8", "10");
    }

    @Test
    void namesNegativeValuesWithAMinusSign() {
        assertThat(labels(Scale.around(-1, 1, 4)))
                .containsExactly("−1.0", "−0.5", "0.0", "0.5", "1.0");
    }

    @Test
    void stepsEndWhereTheyEnd() {
        Scale scale = Scale.exactly(0, 660, 6);

        assertThat(scale.high()).isEqualTo(660);
        assertThat(labels(scale)).containsExactly("0", "200", "400", "600");
    }

    @Test
    void thousandsAreGrouped() {
        assertThat(labels(Scale.exactly(0, 2000, 2))).contains("1,000");
    }

    @Test
    void aConstantLineHasRoomAroundIt() {
        Scale scale = Scale.around(5, 5, 4);

        assertThat(scale.low()).isLessThan(5);
        assertThat(scale.high()).isGreaterThan(5);
    }

    @Test
    void aDecadeOnALogarithmicAxisHasSeveralTicks() {
        assertThat(labels(Scale.logarithmic(0, 1))).contains("1", "2", "5", "10");
        assertThat(labels(Scale.logarithmic(Math.log10(2.1), Math.log10(3.2))))
                .contains("2.5", "3");
    }

    @Test
    void smallNumbersAreWrittenWithAPower() {
        assertThat(Scale.number(2e-5, 1e-5)).isEqualTo("2e−5");
    }

    private static List<String> labels(Scale scale) {
        return scale.ticks(TextAnchor.CENTER).stream().map(NumberTick::getText).toList();
    }
}
