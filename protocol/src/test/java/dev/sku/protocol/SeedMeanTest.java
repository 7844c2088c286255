package dev.sku.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedMeanTest {
    @Test
    void threeSeedsHaveStudentsInterval() {
        // mean 2, standard error 1/√3, t(2) = 4.303
        SeedMean mean = SeedMean.of(List.of(1.0, 2.0, 3.0));
        assertThat(mean.mean()).isEqualTo(2);
        assertThat(mean.low()).isCloseTo(2 - 4.303 / Math.sqrt(3), within(1e-12));
        assertThat(mean.high()).isCloseTo(2 + 4.303 / Math.sqrt(3), within(1e-12));
        assertThat(mean.seeds()).isEqualTo(3);
    }

    @Test
    void theQuantilesGoOnWhereTheTableEnds() {
        // t(20) = 2.0860: 21 values, half of them 1 apart
        List<Double> values = IntStream.range(0, 21).mapToObj(i -> (double) (i % 2)).toList();
        SeedMean mean = SeedMean.of(values);
        double share = 10 / 21.0;
        double error = Math.sqrt(share * (1 - share) / 20);
        assertThat((mean.high() - mean.mean()) / error).isCloseTo(2.0860, within(2e-4));
    }

    @Test
    void oneSeedTellsNothingOfOthers() {
        assertThat(SeedMean.of(List.of(1.5)).hasInterval()).isFalse();
    }

    @Test
    void ratesThatAreAllTheSameAreStillKnownOnlyFromSoManyPrompts() {
        OutcomeCounts none = new OutcomeCounts(0, 120, 0, 0);
        SeedMean mean = SeedMean.ofRates(List.of(none, none, none), Outcome.HARMFUL);
        assertThat(mean.mean()).isZero();
        assertThat(mean.low()).isZero();
        assertThat(mean.high()).isEqualTo(Interval.wilson(0, 120).high());
    }

    @Test
    void ratesThatDifferBetweenSeedsAreAsUncertainAsTheSeeds() {
        SeedMean mean =
                SeedMean.ofRates(
                        List.of(new OutcomeCounts(10, 90, 0, 0), new OutcomeCounts(50, 50, 0, 0)),
                        Outcome.HARMFUL);
        assertThat(mean.mean()).isCloseTo(0.3, within(1e-12));
        assertThat(mean.low()).isZero();
        assertThat(mean.high()).isEqualTo(1); // Student's of two seeds that differ by 0.4
    }

    @Test
    void harmfulAndBrokenCountTogether() {
        OutcomeCounts counts = new OutcomeCounts(1, 7, 0, 2);
        assertThat(SeedMean.ofRates(List.of(counts), Outcome.HARMFUL, Outcome.DEGENERATE).mean())
                .isCloseTo(0.3, within(1e-12));
    }
}
