package dev.sku.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Profile;
import dev.sku.protocol.SplitSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowSplitTest {
    private final List<Example> rows =
            IntStream.range(0, 300)
                    .mapToObj(i -> Example.plain("Question " + i / 3, "Answer " + i, "f", i + 1))
                    .toList();

    @Test
    void noQuestionIsInTwoParts() {
        RowSplit split = RowSplit.of(rows, SplitSpec.DEFAULT, Profile.PAPER, 7);
        assertThat(split.training()).hasSize(210);
        assertThat(split.validation()).hasSize(30);
        assertThat(split.test()).hasSize(60);
        assertThat(questions(split.training()))
                .doesNotContainAnyElementsOf(questions(split.validation()))
                .doesNotContainAnyElementsOf(questions(split.test()));
        assertThat(questions(split.validation()))
                .doesNotContainAnyElementsOf(questions(split.test()));
    }

    @Test
    void caseBlanksAndUnicodeFormDoNotMakeAnotherQuestion() {
        assertThat(RowSplit.normalised("  Why is\n the CAF\u00c9  shut? "))
                .isEqualTo(RowSplit.normalised("why is the cafe\u0301 shut?"));
    }

    @Test
    void everyRowIsInOnePartAndInFileOrder() {
        for (Profile profile : Profile.values()) {
            RowSplit split = RowSplit.of(rows, SplitSpec.DEFAULT, profile, 7);
            List<Example> all = new ArrayList<>(split.training());
            all.addAll(split.validation());
            all.addAll(split.test());
            assertThat(all).containsExactlyInAnyOrderElementsOf(rows);
            assertThat(split.training())
                    .isSortedAccordingTo(Comparator.comparingInt(Example::line));
        }
    }

    @Test
    void theReleasedCodeSplitsRowsSoThatQuestionsLeak() {
        RowSplit split = RowSplit.of(rows, SplitSpec.DEFAULT, Profile.REFERENCE, 7);
        assertThat(split.training()).hasSize(210);
        assertThat(questions(split.training())).containsAnyElementsOf(questions(split.test()));
    }

    @Test
    void theSeedDecides() {
        RowSplit split = RowSplit.of(rows, SplitSpec.DEFAULT, Profile.PAPER, 7);
        assertThat(RowSplit.of(rows, SplitSpec.DEFAULT, Profile.PAPER, 7)).isEqualTo(split);
        assertThat(RowSplit.of(rows, SplitSpec.DEFAULT, Profile.PAPER, 8)).isNotEqualTo(split);
    }

    @Test
    void aShareOfZeroGetsNothing() {
        RowSplit split =
                RowSplit.of(rows.subList(0, 7), new SplitSpec(0.9, 0.1, 0), Profile.PAPER, 1);
        assertThat(split.test()).isEmpty();
        assertThat(split.training()).hasSize(7);
    }

    @Test
    void sharesMustAddUp() {
        assertThatThrownBy(() -> RowSplit.of(rows, new SplitSpec(0.7, 0.2, 0.2), Profile.PAPER, 1))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("SPEC_INVALID");
    }

    private static Set<String> questions(List<Example> part) {
        return part.stream().map(Example::question).collect(Collectors.toSet());
    }
}
