package dev.sku.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    /// Recorded once: were they to change, old plans could not be made again from their seed.
    @Test
    void theSameSeedGivesTheRecordedNumbersOnEveryMachine() {
        assertThat(RandomStream.of(42, "harmful rows").permutation(10))
                .containsExactly(RECORDED_PERMUTATION);
        RandomStream numbers = RandomStream.of(-1, "");
        assertThat(IntStream.range(0, 5).map(_ -> numbers.below(1000)).toArray())
                .containsExactly(RECORDED_NUMBERS);
    }

    @Test
    void purposesHaveStreamsOfTheirOwn() {
        assertThat(RandomStream.of(1, "a").permutation(20))
                .isNotEqualTo(RandomStream.of(1, "b").permutation(20));
    }

    @Test
    void everyNumberBelowTheBoundIsAboutEquallyOften() {
        int[] count = new int[7];
        RandomStream random = RandomStream.of(3, "dice");
        for (int i = 0; i < 70_000; i++) {
            count[random.below(7)]++;
        }
        assertThat(IntStream.of(count))
                .allMatch(n -> Math.abs(n - 10_000) < 400); // 4 standard deviations
    }

    @Test
    void aLargeBoundIsNotExceeded() {
        RandomStream random = RandomStream.of(3, "large");
        int bound = Integer.MAX_VALUE - 5;
        assertThat(IntStream.range(0, 1000).map(_ -> random.below(bound)))
                .allMatch(n -> n >= 0 && n < bound);
    }

    @Test
    void drawsAreDifferentWhileThereAreEnough() {
        RandomStream random = RandomStream.of(5, "draw");
        List<Integer> from = List.of(2, 3, 5, 7);
        assertThat(new HashSet<>(random.draw(from, 4))).containsExactlyInAnyOrder(2, 3, 5, 7);
        assertThat(random.draw(from, 6)).hasSize(6).isSubsetOf(from);
    }

    private static final int[] RECORDED_PERMUTATION = {1, 5, 0, 3, 9, 7, 8, 4, 2, 6};
    private static final int[] RECORDED_NUMBERS = {904, 687, 764, 507, 285};
}
