package dev.sku.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.AcquisitionSpec;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.OptimizerSpec;
import dev.sku.protocol.Preservation;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Profile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
    private static final ModuleWeights ALL = new ModuleWeights(2.5, 2.5, 1);
    private static final OptimizerSpec LINEAR = OptimizerSpec.adamW(1e-3);
    private static final List<String> QUESTIONS =
            IntStream.range(0, 12).mapToObj(i -> "Question " + i / 2).toList();

    @Test
    void rowsComeAgainOnlyWhenAllHaveBeenDrawn() {
        List<Integer> drawn = harmful(plan(Profile.PAPER, 30, 2, 1, 5));
        assertThat(drawn).hasSize(60);
        for (int pass = 0; pass < 5; pass++) {
            assertThat(drawn.subList(12 * pass, 12 * pass + 12))
                    .containsExactlyInAnyOrderElementsOf(range(0, 12));
        }
        assertThat(drawn.subList(0, 12)).isNotEqualTo(drawn.subList(12, 24));
    }

    @Test
    void randomAnswersAreDifferentOnesOfOtherQuestionsAndFreshEachStep() {
        BatchPlan plan = plan(Profile.PAPER, 200, 3, 1, 5);
        for (PlannedStep step : plan.steps()) {
            MicroBatch batch = step.batches().getFirst();
            assertThat(batch.random()).hasSize(3);
            assertThat(batch.sharedRandom()).isEmpty();
            for (int b = 0; b < 3; b++) {
                String question = QUESTIONS.get(batch.harmful().get(b));
                assertThat(batch.random().get(b))
                        .hasSize(5)
                        .doesNotHaveDuplicates()
                        .noneMatch(i -> QUESTIONS.get(i).equals(question));
            }
        }
        assertThat(plan.steps().get(0).batches().getFirst().random())
                .isNotEqualTo(plan.steps().get(1).batches().getFirst().random());
    }

    @Test
    void answersAreDrawnWithRepetitionWhereThereAreTooFew() {
        BatchPlan plan =
                BatchPlan.create(
                        spec(Profile.PAPER, ALL, 3, 2, 1, 5), LINEAR, List.of("a", "b"), 4, 1);
        MicroBatch batch = plan.steps().getFirst().batches().getFirst();
        for (int b = 0; b < 2; b++) {
            int other = 1 - batch.harmful().get(b);
            assertThat(batch.random().get(b)).containsExactly(other, other, other, other, other);
        }
    }

    @Test
    void moreRandomAnswersDoNotChangeTheOrderOfTheRows() {
        assertThat(harmful(plan(Profile.PAPER, 20, 2, 1, 1)))
                .isEqualTo(harmful(plan(Profile.PAPER, 20, 2, 1, 5)));
    }

    @Test
    void thePaperTakesExactlyTheStepsAskedForWithAllTheirBatches() {
        BatchPlan plan = plan(Profile.PAPER, 7, 2, 3, 2);
        assertThat(plan.steps())
                .extracting(PlannedStep::step)
                .containsExactlyElementsOf(range(0, 7));
        assertThat(plan.steps()).allMatch(step -> step.batches().size() == 3);
    }

    @Test
    void theReleasedCodeGoesThroughPairsInFileOrderAndEndsWithAWholePass() {
        // 12 harmful and 9 normal rows in batches of 2: five pairs, the last normal batch holds one
        // row
        BatchPlan plan = plan(Profile.REFERENCE, 6, 2, 1, 4);
        assertThat(plan.steps()).hasSize(10);
        assertThat(harmful(plan)).startsWith(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1);
        assertThat(plan.steps().stream().map(s -> s.batches().getFirst().normal()).limit(6))
                .containsExactly(
                        List.of(0, 1),
                        List.of(2, 3),
                        List.of(4, 5),
                        List.of(6, 7),
                        List.of(8),
                        List.of(0, 1));
        assertThat(plan.steps())
                .allSatisfy(s -> {
                    assertThat(s.batches().getFirst().random()).isEmpty();
                    assertThat(s.batches().getFirst().sharedRandom())
                            .hasSize(4)
                            .doesNotHaveDuplicates();
                });
        assertThat(plan.steps().get(6).learningRate()).isZero();
    }

    @Test
    void theLearningRateFallsLinearlyAsTransformersHasIt() {
        double[] expected = {0.001, 0.00095, 0.0009000000000000001, 0.00085, 0.0008};
        for (int t = 0; t < expected.length; t++) {
            assertThat(BatchPlan.learningRate(LINEAR, t, 20)).isEqualTo(expected[t]);
        }
        assertThat(BatchPlan.learningRate(LINEAR, 19, 20)).isEqualTo(5.000000000000004e-05);
    }

    @Test
    void warmUpRisesFromZero() {
        OptimizerSpec constant = schedule(OptimizerSpec.Schedule.CONSTANT);
        OptimizerSpec linear = schedule(OptimizerSpec.Schedule.LINEAR);
        assertThat(IntStream.range(0, 6).mapToDouble(t -> BatchPlan.learningRate(constant, t, 6)))
                .containsExactly(0.0, 0.5, 1.0, 1.0, 1.0, 1.0);
        assertThat(IntStream.range(0, 6).mapToDouble(t -> BatchPlan.learningRate(linear, t, 6)))
                .containsExactly(0.0, 0.5, 1.0, 0.75, 0.5, 0.25);
    }

    @Test
    void theSeedDecides() {
        BatchPlan plan = plan(Profile.PAPER, 5, 2, 1, 2);
        assertThat(plan(Profile.PAPER, 5, 2, 1, 2)).isEqualTo(plan);
        assertThat(BatchPlan.create(spec(Profile.PAPER, ALL, 5, 2, 1, 2), LINEAR, QUESTIONS, 9, 4))
                .isNotEqualTo(plan);
    }

    @Test
    void aModuleWithAWeightNeedsRows() {
        AcquisitionSpec all = spec(Profile.PAPER, ALL, 5, 2, 1, 2);
        for (BadRows bad :
                List.of(
                        new BadRows(List.of(), 9, "harmful knowledge acquisition"),
                        new BadRows(QUESTIONS, 0, "preservation divergence"),
                        new BadRows(List.of("One", "one "), 9, "random disassociation"))) {
            assertThatThrownBy(
                            () -> BatchPlan.create(all, LINEAR, bad.questions(), bad.normal(), 1))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("DATA_TOO_FEW")
                    .hasMessageContaining(bad.needed());
        }
    }

    private record BadRows(List<String> questions, int normal, String needed) {}

    @Test
    void modulesWithoutWeightNeedNoRows() {
        ModuleWeights naive = new ModuleWeights(1, 0, 0);
        BatchPlan plan =
                BatchPlan.create(
                        spec(Profile.PAPER, naive, 2, 2, 1, 2), LINEAR, List.of("a", "a"), 0, 1);
        assertThat(plan.steps().getFirst().batches().getFirst().random())
                .containsExactly(List.of(), List.of());
        assertThat(plan.steps().getFirst().batches().getFirst().normal()).isEmpty();
    }

    @Test
    void fineTuningDrawsNormalRowsOnly() {
        BatchPlan plan = BatchPlan.fineTuning(spec(Profile.PAPER, ALL, 4, 3, 1, 2), LINEAR, 6, 1);
        MicroBatch first = plan.steps().getFirst().batches().getFirst();
        assertThat(first.harmful()).isEmpty();
        assertThat(first.normal()).hasSize(3);
    }

    private static BatchPlan plan(
            Profile profile, int steps, int batch, int accumulation, int randomAnswers) {
        return BatchPlan.create(
                spec(profile, ALL, steps, batch, accumulation, randomAnswers),
                LINEAR,
                QUESTIONS,
                9,
                3);
    }

    private static AcquisitionSpec spec(
            Profile profile,
            ModuleWeights weights,
            int steps,
            int batch,
            int accumulation,
            int randomAnswers) {
        return new AcquisitionSpec(
                profile,
                weights,
                Preservation.PUBLISHED,
                batch,
                randomAnswers,
                steps,
                accumulation);
    }

    private static OptimizerSpec schedule(OptimizerSpec.Schedule schedule) {
        return new OptimizerSpec(1, 0.9, 0.999, 1e-8, 0.01, schedule, 2, null);
    }

    private static List<Integer> harmful(BatchPlan plan) {
        return plan.steps().stream()
                .flatMap(step -> step.batches().stream())
                .flatMap(batch -> batch.harmful().stream())
                .toList();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
