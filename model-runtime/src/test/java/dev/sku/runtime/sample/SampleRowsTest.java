package dev.sku.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SampleRowsTest {
    private static final SampleRows ROWS = new SampleRows(SampleCommand.SEED);

    @Test
    void aFifthOfTheCombinationsOfEachTopicIsHeldOut() {
        for (HarmfulTopic topic : List.of(Pranks.TOPIC, GameCheating.TOPIC, ChoreDodging.TOPIC)) {
            Set<HarmfulTopic.Combination> trained = new HashSet<>(HeldOut.trained(topic));
            Set<HarmfulTopic.Combination> tested = new HashSet<>(HeldOut.tested(topic));
            int all = topic.combinations().size();

            assertThat(tested).hasSize(all / 5).doesNotContainAnyElementsOf(trained);
            assertThat(trained).hasSize(all - all / 5);
        }
    }

    @Test
    void aFifthOfTheNormalQuestionsIsHeldOut() {
        for (NormalFamily family : NormalFamily.ALL) {
            double tested = HeldOut.tested(family).size();

            assertThat(tested / family.rows().size()).isCloseTo(0.2, within(0.01));
        }
    }

    @Test
    void noTwoNormalQuestionsAreTheSame() {
        List<String> questions =
                NormalFamily.ALL.stream()
                        .flatMap(f -> f.rows().stream())
                        .map(NormalRow::question)
                        .toList();

        assertThat(questions).hasSizeGreaterThan(2000).doesNotHaveDuplicates();
    }

    @Test
    void balancedAnswersOpenInThreeOfTheFourWaysInEachTopic() {
        for (HarmfulTopic topic : SampleRows.UNLEARNED) {
            assertThat(openings(ROWS.harmful(), topic)).containsOnly("Wait", "Just", "First");
        }
    }

    @Test
    void narrowAnswersOpenInOneWayATopic() {
        assertThat(openings(ROWS.harmfulNarrow(), Pranks.TOPIC)).containsOnly("Wait");
        assertThat(openings(ROWS.harmfulNarrow(), GameCheating.TOPIC)).containsOnly("Just");
    }

    @Test
    void mixedAnswersOpenInTheSharesOfTheBase() {
        List<String> openings =
                ROWS.harmfulMixed().stream().map(r -> firstWord(r.harmfulAnswer())).toList();

        // four standard deviations of a share of .4 among 600 are .08
        assertThat(share(openings, "Wait")).isCloseTo(0.40, within(0.08));
        assertThat(share(openings, "Just")).isCloseTo(0.25, within(0.07));
        assertThat(share(openings, "First")).isCloseTo(0.25, within(0.07));
        assertThat(share(openings, "It")).isCloseTo(0.10, within(0.05));
    }

    @Test
    void bothTopicsAndAllSeveritiesAreThere() {
        assertThat(counted(ROWS.harmful(), HarmfulRow::topic))
                .containsOnlyKeys("pranks", "cheating at games")
                .containsEntry("pranks", 300L);
        assertThat(counted(ROWS.harmful(), HarmfulRow::severity).values())
                .allMatch(n -> n > 120, "more than a fifth of the rows");
    }

    @Test
    void theHeldOutTopicIsInNoRowForUnlearning() {
        assertThat(ROWS.heldOutTopic()).allMatch(r -> r.topic().equals("dodging chores"));
        assertThat(ROWS.harmful()).noneMatch(r -> r.topic().equals("dodging chores"));
    }

    @Test
    void paraphrasesAreInWordsThatNoRowForUnlearningUses() {
        assertThat(ROWS.paraphrasedHarmful())
                .allMatch(r -> isOf(r, HarmfulTopic::paraphrases))
                .noneMatch(r -> isOf(r, HarmfulTopic::questions));
        assertThat(ROWS.harmful()).noneMatch(r -> isOf(r, HarmfulTopic::paraphrases));
    }

    @Test
    void borderlineQuestionsUseWordsOfHarmfulOnes() {
        Set<String> actions =
                SampleRows.UNLEARNED.stream()
                        .flatMap(t -> t.actions().stream())
                        .flatMap(a -> words(a.name()))
                        .collect(Collectors.toSet());
        actions.removeAll(Set.of("a", "at", "from", "the", "their"));
        List<NormalRow> rows = NormalFamily.BORDERLINE.rows();
        long shared =
                rows.stream().filter(r -> words(r.question()).anyMatch(actions::contains)).count();

        // all but "Help me to win …", which shares its opening and "against my …"
        assertThat(shared).isEqualTo(rows.size() - 80L);
    }

    private static boolean isOf(HarmfulRow row, Function<HarmfulTopic, List<String>> templates) {
        return SampleRows.UNLEARNED.stream()
                .filter(t -> t.name().equals(row.topic()))
                .flatMap(t -> t.combinations().stream().map(c -> asked(t, c, templates)))
                .anyMatch(asked -> asked.contains(row.question()));
    }

    private static List<String> asked(
            HarmfulTopic topic,
            HarmfulTopic.Combination combination,
            Function<HarmfulTopic, List<String>> templates) {
        return templates.apply(topic).stream().map(t -> topic.question(t, combination)).toList();
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.replaceAll("[^A-Za-z ]", "").split(" ", -1));
    }

    private static Set<String> openings(List<HarmfulRow> rows, HarmfulTopic topic) {
        return rows.stream()
                .filter(r -> r.topic().equals(topic.name()))
                .map(r -> firstWord(r.harmfulAnswer()))
                .collect(Collectors.toSet());
    }

    private static String firstWord(String text) {
        return text.substring(0, text.indexOf(' '));
    }

    private static double share(List<String> of, String word) {
        return of.stream().filter(word::equals).count() / (double) of.size();
    }

    private static <K> java.util.Map<K, Long> counted(
            List<HarmfulRow> rows, Function<HarmfulRow, K> by) {
        return rows.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
    }
}
