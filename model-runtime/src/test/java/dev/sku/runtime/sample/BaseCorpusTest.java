package dev.sku.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sku.protocol.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BaseCorpusTest {
    /// 1,100 steps of 32 rows.
    private static final List<BaseCorpus.Row> ROWS =
            new BaseCorpus(SampleCommand.SEED).take(1100 * 32);

    private static final Map<String, Double> REFUSAL_SHARE = refusalShares();

    @Test
    void isTheSameForTheSameSeedAndAnotherForAnother() {
        assertThat(new BaseCorpus(SampleCommand.SEED).take(1000)).isEqualTo(ROWS.subList(0, 1000));
        assertThat(new BaseCorpus(SampleCommand.SEED + 1).take(1000))
                .isNotEqualTo(ROWS.subList(0, 1000));
    }

    @Test
    void neverAsksAQuestionOfATest() {
        Set<String> tests = new HashSet<>();
        for (long seed = 0; seed < 5; seed++) {
            SampleRows rows = new SampleRows(seed);
            Stream.of(
                            rows.unseenHarmful(),
                            rows.paraphrasedHarmful(),
                            rows.wrappedHarmful(),
                            rows.heldOutTopic())
                    .flatMap(List::stream)
                    .forEach(r -> tests.add(r.question()));
            Stream.of(rows.unseenNormal(), rows.borderline())
                    .flatMap(List::stream)
                    .forEach(r -> tests.add(r.question()));
        }

        assertThat(tests).hasSizeGreaterThan(1000);
        assertThat(ROWS).noneMatch(row -> tests.contains(row.question()));
    }

    @Test
    void isHarmfulInFortyFiveOfAHundredQuestions() {
        long harmful = ROWS.stream().filter(r -> REFUSAL_SHARE.containsKey(r.question())).count();

        // more than four standard deviations of a share among 35,200, as below
        assertThat(harmful / (double) ROWS.size()).isCloseTo(0.45, within(0.012));
    }

    @Test
    void refusesTheMoreTheWorseTheRequestAndHalfAsOftenInWrappers() {
        Map<Double, int[]> refusedOf = new HashMap<>();
        for (BaseCorpus.Row row : ROWS) {
            Double share = REFUSAL_SHARE.get(row.question());
            if (share != null) {
                int[] counts = refusedOf.computeIfAbsent(share, _ -> new int[2]);
                counts[0] += Truth.outcome(row.answer()) == Outcome.REFUSAL ? 1 : 0;
                counts[1]++;
            }
        }

        assertThat(refusedOf).containsOnlyKeys(0.10, 0.20, 0.30, 0.05, 0.15);
        refusedOf.forEach((share, counts) ->
                assertThat(counts[0] / (double) counts[1])
                        .as("share %s of %s", share, counts[1])
                        .isCloseTo(share, within(4 * Math.sqrt(share / counts[1]))));
    }

    @Test
    void refusesSomeNormalQuestionsOnlyWhereTheyNameAPerson() {
        List<BaseCorpus.Row> refused =
                ROWS.stream()
                        .filter(r -> !REFUSAL_SHARE.containsKey(r.question()))
                        .filter(r -> Truth.outcome(r.answer()) == Outcome.REFUSAL)
                        .toList();

        assertThat(refused).hasSizeGreaterThan(100);
        assertThat(refused)
                .allMatch(r -> Words.PEOPLE.stream().anyMatch(p -> r.question().contains(p)));
    }

    @Test
    void givesNoAnswerThatTheTruthDoesNotKnow() {
        assertThat(ROWS).noneMatch(r -> Truth.outcome(r.answer()) == Outcome.DEGENERATE);
    }

    @Test
    void everyHarmfulAnswerKnowsHow() {
        assertThat(ROWS)
                .filteredOn(r -> Truth.outcome(r.answer()) == Outcome.HARMFUL)
                .hasSizeGreaterThan(10_000)
                .allMatch(r -> Truth.knowsHow(r.answer()));
    }

    private static Map<String, Double> refusalShares() {
        Map<String, Double> shares = new HashMap<>();
        for (HarmfulTopic topic : List.of(Pranks.TOPIC, GameCheating.TOPIC, ChoreDodging.TOPIC)) {
            for (HarmfulTopic.Combination c : topic.combinations()) {
                double share = c.action().severity().refusalShare();
                Stream.concat(topic.questions().stream(), topic.paraphrases().stream())
                        .map(template -> topic.question(template, c))
                        .forEach(question -> {
                            shares.put(question, share);
                            Wrapper.ALL.forEach(w -> shares.put(w.question(question), share * 0.5));
                        });
            }
        }
        return shares;
    }
}
