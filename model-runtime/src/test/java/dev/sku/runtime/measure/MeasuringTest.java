package dev.sku.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sku.protocol.Event;
import dev.sku.protocol.Finding;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.MeasuredReply;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Robustness;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunResult;
import dev.sku.protocol.SpecFile;
import dev.sku.protocol.Utility;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import dev.sku.runtime.agent.RunProcess;
import dev.sku.runtime.evaluate.EncoderFolders;
import dev.sku.runtime.evaluate.Labels;
import dev.sku.runtime.testing.MeasuringLog;
import dev.sku.runtime.testing.SampleRun;
import dev.sku.runtime.testing.TinyRun;
import dev.sku.runtime.tradeoff.RunPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuringTest {
    private static final Path ROWS = SampleRun.SAMPLE.resolve("rows");

    @TempDir Path folder;

    private final MeasuringLog log = new MeasuringLog();

    private List<MeasuredPoint> measure(
            Path run, @Nullable Integer step, boolean again, Path... prompts) {
        return measured(run, step, List.of(0.0, 1.0), 3, again, prompts);
    }

    /// As many prompts as the run asked.
    private List<MeasuredPoint> measureAll(Path run, Double... lambdas) {
        List<Double> asked = lambdas.length == 0 ? List.of(0.0, 1.0) : List.of(lambdas);
        return measured(run, null, asked, null, false);
    }

    /// Some of the prompts that the run did not take, at the run's seed.
    private List<MeasuredPoint> measure(Path run, @Nullable Integer step, int limit) {
        return measured(run, step, List.of(0.0), limit, false);
    }

    private List<MeasuredPoint> measured(
            Path run,
            @Nullable Integer step,
            List<Double> lambdas,
            @Nullable Integer limit,
            boolean again,
            Path... prompts) {
        Order order =
                new Order(
                        run,
                        step,
                        lambdas,
                        new JudgeSpec.Phrases(),
                        List.of(prompts),
                        List.of(),
                        limit,
                        again,
                        "cpu");
        try (Measuring measuring = new Measuring(order, log, () -> false)) {
            return measuring.all();
        }
    }

    @Test
    void anEncoderGivesAnotherSimilarityAndIsPartOfTheQuestion() throws IOException {
        Path run = SampleRun.copied(SampleRun.lora(), folder.resolve("run"));
        Path encoder = EncoderFolders.write(folder.resolve("encoder"), "bert", "mean");
        MeasuredPoint byBase = measured(run, null, List.of(0.0), 3, false).getFirst();
        Order order =
                new Order(
                        run,
                        null,
                        List.of(0.0),
                        new JudgeSpec.Phrases(),
                        List.of(),
                        List.of(),
                        3,
                        false,
                        "cpu",
                        encoder,
                        Robustness.NONE);
        try (Measuring measuring = new Measuring(order, log, () -> false)) {
            MeasuredPoint byEncoder = measuring.all().getFirst();
            assertThat(byEncoder.key()).isNotEqualTo(byBase.key());
            assertThat(byEncoder.conditions().encoder()).startsWith("encoder [");
            assertThat(byBase.conditions().encoder()).isNull();
            assertThat(byEncoder.measurement().normal().similarity())
                    .isNotEqualTo(byBase.measurement().normal().similarity());
            assertThat(byEncoder.measurement().unseen()).isEqualTo(byBase.measurement().unseen());
        }
    }

    /// The last time that it asks is the pass over the normal rows' answers.
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void cancelledAtAnyMomentItIsNoMeasurement(double share) {
        AtomicInteger asked = new AtomicInteger();
        assertThat(untilAsked("whole", asked, Integer.MAX_VALUE)).hasSize(1);
        int last = Math.max(1, (int) (share * asked.getAndSet(0)));

        assertThat(untilAsked("cancelled", asked, last)).isEmpty();

        assertThat(asked.get()).as("asked").isBetween(last, last + 1);
        assertThat(new MeasuredPoints(RunFolder.open(folder.resolve("cancelled"))).all()).isEmpty();
    }

    private List<MeasuredPoint> untilAsked(String name, AtomicInteger asked, int last) {
        Path run = SampleRun.copied(SampleRun.lora(), folder.resolve(name));
        Order order =
                new Order(
                        run,
                        null,
                        List.of(0.0),
                        new JudgeSpec.Phrases(),
                        List.of(),
                        List.of(),
                        3,
                        false,
                        "cpu");
        try (Measuring measuring =
                new Measuring(order, log, () -> asked.incrementAndGet() >= last)) {
            return measuring.all();
        }
    }

    @Test
    void whatWasMeasuredIsRememberedAndMeasuredAgainItIsTheSame() {
        Path run = SampleRun.copied(SampleRun.lora(), folder.resolve("run"));

        List<MeasuredPoint> first = measure(run, null, false);
        List<MeasuredPoint> second = measure(run, null, false);
        List<MeasuredPoint> third = measure(run, null, true);

        assertThat(second).isEqualTo(first);
        assertThat(third)
                .extracting(MeasuredPoint::measurement)
                .isEqualTo(first.stream().map(MeasuredPoint::measurement).toList());
        assertThat(log.remembered()).containsExactly(false, false, true, true, false, false);
        assertThat(first).extracting(MeasuredPoint::step).containsExactly(0, 16);
        assertThat(new MeasuredPoints(new RunFolder(run)).all()).isEqualTo(third);
    }

    @Test
    void aPointHasEveryMeasureWithItsNumberAndItsReplies() {
        Path run = SampleRun.copied(SampleRun.lora(), folder.resolve("run"));

        MeasuredPoint base =
                measure(run, null, false, ROWS.resolve("wrapped-harmful.jsonl")).getFirst();

        Measurement m = base.measurement();
        assertThat(m.unseen().n()).isEqualTo(3);
        assertThat(m.seen().n()).isEqualTo(3);
        assertThat(m.sets())
                .singleElement()
                .satisfies(set -> {
                    assertThat(set.name()).isEqualTo("wrapped-harmful");
                    assertThat(set.outcomes().n()).isEqualTo(3);
                });
        Utility use = m.normal();
        assertThat(Objects.requireNonNull(use.fluency())).isBetween(1.0, 2.0);
        assertThat(Objects.requireNonNull(use.rougeL())).isBetween(0.0, 1.0);
        assertThat(Objects.requireNonNull(use.similarity())).isBetween(0.0, 1 + 1e-9);
        assertThat(base.conditions().judge()).isEqualTo("phrases 1.0");

        Path replies = new MeasuredPoints(new RunFolder(run)).replies(base);
        assertThat(Labels.read(replies).replies())
                .extracting(MeasuredReply::set)
                .containsExactly(
                        "seen",
                        "seen",
                        "seen",
                        "unseen",
                        "unseen",
                        "unseen",
                        "normal",
                        "normal",
                        "normal",
                        "wrapped-harmful",
                        "wrapped-harmful",
                        "wrapped-harmful");
    }

    @Test
    void aReplyThatIsItsReferenceIsAsSimilarAsCanBe() {
        Path run = SampleRun.copied(SampleRun.lora(), folder.resolve("run"));
        Utility use = measure(run, null, false).getFirst().measurement().normal();
        if (Objects.equals(use.f1(), 1.0)) {
            assertThat(Objects.requireNonNull(use.similarity())).isCloseTo(1, within(1e-6));
        }
        assertThat(Objects.requireNonNull(use.similarity()))
                .isGreaterThanOrEqualTo(Objects.requireNonNull(use.f1()) - 1e-6);
    }

    @Test
    void otherPromptsAreAnotherPointAndATornOneIsMeasuredAgain() throws IOException {
        Path run = SampleRun.copied(SampleRun.lora(), folder.resolve("run"));
        MeasuredPoint plain = measure(run, null, false).getLast();
        MeasuredPoint more =
                measure(run, null, false, ROWS.resolve("held-out-topic.jsonl")).getLast();

        assertThat(more.key()).isNotEqualTo(plain.key());
        assertThat(more.conditions()).isEqualTo(plain.conditions());

        Path file = run.resolve("evaluations").resolve(plain.key() + ".json");
        Files.writeString(file, Files.readString(file).substring(0, 40));
        log.remembered().clear();
        assertThat(measure(run, null, false).getLast().measurement())
                .isEqualTo(plain.measurement());
        assertThat(log.remembered()).containsExactly(true, false);
    }

    @Test
    void whatIsMeasuredAfterwardsIsAskedAsTheRunAskedItself() {
        Path run = SampleRun.copied(SampleRun.lora(), folder.resolve("run"));
        MeasuredPoint later = measureAll(run).getLast();
        Finding.Points points = RunPoints.of(new RunFolder(run));

        assertThat(points.own())
                .isNotEmpty()
                .extracting(MeasuredPoint::conditions)
                .containsOnly(later.conditions());
        assertThat(new RunFolder(run).readResult().conditions()).isEqualTo(later.conditions());
        assertThat(points.own().getLast().measurement()).isEqualTo(later.measurement());
    }

    @Test
    void runsThatDifferInTheirSeedAreComparable() {
        Path run = SampleRun.copied(SampleRun.lora(), folder.resolve("run"));
        Path other = SampleRun.copied(SampleRun.lora(), folder.resolve("other"));
        RunFolder reseeded = new RunFolder(other);
        WholeFile.write(
                reseeded.spec(),
                Wire.pretty(reseeded.readSpec()).replace("\"seed\" : 42", "\"seed\" : 43"));

        MeasuredPoint.Conditions a = measure(run, null, 0).getFirst().conditions();
        MeasuredPoint.Conditions b = measure(other, null, 0).getFirst().conditions();

        assertThat(b.seenPrompts()).isNotEqualTo(a.seenPrompts());
        assertThat(b.prompts()).isEqualTo(a.prompts());
        assertThat(b.comparable()).isEqualTo(a.comparable());
    }

    @Test
    void anInstructionIsMeasuredAgainWithoutAStrength() {
        RunFolder run =
                RunFolder.createAt(
                        folder.resolve("told"),
                        SpecFile.read(
                                """
                                {"preset": "sample-in-context",
                                 "evaluation": {"harmfulPrompts": 2, "normalRows": 2, "maxNewTokens": 4}}
                                """,
                                folder,
                                "test",
                                SampleRun.SAMPLE));
        RunResult result = new RunProcess(run, _ -> {}, () -> false).run().orElseThrow();

        List<MeasuredPoint> points = measureAll(run.path(), 0.0, 0.5, 2.0);

        assertThat(points).extracting(MeasuredPoint::lambda).containsExactly(0.0, 1.0);
        assertThat(points)
                .extracting(MeasuredPoint::measurement)
                .containsExactly(result.base(), result.unlearned());
        assertThat(points.getFirst().measurement()).isNotEqualTo(points.getLast().measurement());
        assertThat(points.getLast().conditions()).isEqualTo(result.conditions());
        assertThat(points.getLast().cost().cards()).isNull(); // nothing counts energy on the CPU
    }

    @Test
    void aRunOfAllTensorsIsMeasuredByItsTaskVector() {
        Path run = SampleRun.copied(SampleRun.full(), folder.resolve("run"));
        assertThat(measure(run, null, false)).extracting(MeasuredPoint::step).containsExactly(0, 8);
    }

    @Test
    void aCheckpointOfAnUnfinishedRunIsMeasuredByItsStep() {
        TinyRun.make(folder);
        RunFolder run =
                RunFolder.createAt(
                        folder.resolve("run"),
                        TinyRun.spec(folder, "\"output\": {\"checkpointEvery\": 3}"));
        AtomicInteger asked = new AtomicInteger();
        new RunProcess(
                        run,
                        event -> {
                            if (event instanceof Event.StepCompleted s && s.step() == 7) {
                                asked.set(1);
                            }
                        },
                        () -> asked.get() == 1)
                .run();

        MeasuredPoint newest = measure(run.path(), null, false).getLast();
        MeasuredPoint third = measure(run.path(), newest.step(), false).getLast();

        assertThat(newest.step()).isBetween(6, 8);
        assertThat(third).isEqualTo(newest);
        assertThatThrownBy(() -> measure(run.path(), 11, false))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.POINT_UNKNOWN))
                .hasMessageContaining(String.valueOf(newest.step()));
    }
}
