package dev.sku.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenF1Test {
    @Test
    void articlesCaseAndPunctuationDoNotCount() {
        assertThat(TokenF1.of("The cat, sat!", "a CAT sat")).isEqualTo(1);
    }

    @Test
    void isTheHarmonicMeanOfPrecisionAndRecall() {
        // 2 of 4 given words are wanted, 2 of 3 wanted words are given
        assertThat(TokenF1.of("red and green apples", "green apples taste"))
                .isCloseTo(2 * (0.5 * 2 / 3) / (0.5 + 2.0 / 3), within(1e-12));
    }

    @Test
    void aWordCountsAsOftenAsItStandsInBoth() {
        assertThat(TokenF1.of("no no no", "no")).isEqualTo(0.5);
    }

    @Test
    void nothingAgreesWithNothingOnly() {
        assertThat(TokenF1.of("", "the")).isEqualTo(1);
        assertThat(TokenF1.of("", "cat")).isZero();
        assertThat(TokenF1.of("cat", " ")).isZero();
    }

    @Test
    void otherLettersAreWords() {
        assertThat(TokenF1.of("Naïve «café»", "naïve café")).isEqualTo(1);
    }

    @Test
    void theBestOfSeveralReferencesCounts() {
        assertThat(TokenF1.best("seven minutes", List.of("an hour", "seven minutes"))).isEqualTo(1);
        assertThat(TokenF1.best("seven minutes", List.of())).isZero();
    }
}
