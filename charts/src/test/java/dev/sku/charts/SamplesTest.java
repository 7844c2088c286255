package dev.sku.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SamplesTest {
    private final Samples samples = new Samples();

    @Test
    void smoothingStartsAtTheFirstValueNotAtZero() {
        samples.smoothBy(.9);
        samples.append(1, 4);
        samples.append(2, 4);

        assertThat(samples.smooth(0)).isCloseTo(4, within(1e-12));
        assertThat(samples.smooth(1)).isCloseTo(4, within(1e-12));
    }

    @Test
    void smoothingIsTheWeightedMeanOfWhatCameBefore() {
        samples.smoothBy(.5);
        samples.append(1, 1);
        samples.append(2, 4);

        assertThat(samples.smooth(1)).isCloseTo((.5 * 1 + 1 * 4) / 1.5, within(1e-12));
    }

    @Test
    void anotherStrengthSmoothesWhatIsThereAlready() {
        samples.append(1, 1);
        samples.append(2, 4);
        samples.smoothBy(.5);

        assertThat(samples.smooth(1)).isCloseTo(3, within(1e-12));
    }

    @Test
    void aValueThatIsNoNumberIsLeftOut() {
        samples.append(1, 1);
        samples.append(2, Double.NaN);
        samples.append(3, Double.POSITIVE_INFINITY);

        assertThat(samples.size()).isEqualTo(1);
    }

    @Test
    void findsTheNearestSample() {
        samples.append(10, 0);
        samples.append(20, 0);
        samples.append(40, 0);

        assertThat(samples.nearest(-5)).isEqualTo(0);
        assertThat(samples.nearest(14)).isEqualTo(0);
        assertThat(samples.nearest(29)).isEqualTo(1);
        assertThat(samples.nearest(31)).isEqualTo(2);
        assertThat(samples.nearest(99)).isEqualTo(2);
    }

    @Test
    void growsBeyondItsFirstRoom() {
        for (int i = 0; i < 1000; i++) {
            samples.append(i, i * 2);
        }

        assertThat(samples.size()).isEqualTo(1000);
        assertThat(samples.y(999)).isEqualTo(1998);
    }
}
