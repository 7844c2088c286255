package dev.sku.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.Finding;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Relearning;
import dev.sku.protocol.Robustness;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.Trained;
import dev.sku.protocol.Treatment;
import dev.sku.runtime.testing.MeasuringLog;
import dev.sku.runtime.testing.SampleRun;
import dev.sku.runtime.tradeoff.RunPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is tried on unlearned models, on short runs of the sample.
class RobustnessTest {
    private static final Robustness ALL =
            new Robustness(
                    List.of(3, 1),
                    Robustness.usual(false, 42),
                    List.of(Quantization.INT8, Quantization.INT4),
                    true);

    @TempDir Path folder;

    private final MeasuringLog log = new MeasuringLog();

    private List<MeasuredPoint> measured(
            Path run, Robustness robustness, boolean again, BooleanSupplier cancelled) {
        try (Measuring measuring = new Measuring(order(run, robustness, again), log, cancelled)) {
            return measuring.all();
        }
    }

    private static Order order(Path run, Robustness robustness, boolean again) {
        return new Order(
                run,
                null,
                List.of(0.0, 1.0),
                new JudgeSpec.Phrases(),
                List.of(),
                List.of(),
                4,
                again,
                "cpu",
                null,
                robustness);
    }

    private static boolean never() {
        return false;
    }

    @Test
    void everythingIsTriedOnTheUnlearnedModelAndNothingOnTheBase() throws IOException {
        Path run = SampleRun.copied(SampleRun.lora(), folder.resolve("run"));
        List<String> before = files(run);

        List<MeasuredPoint> points = measured(run, ALL, false, RobustnessTest::never);

        assertThat(points).hasSize(7);
        assertThat(points.subList(0, 2)).allMatch(p -> p.treatment() == null);
        assertThat(points.stream().skip(2)).allMatch(p -> p.lambda() == 1);
        assertThat(points.stream().skip(2).map(MeasuredPoint::treatment))
                .containsExactlyElementsOf(ALL.treatments());
        assertThat(points)
                .allMatch(p -> (p.measurement().membership() != null) == (p.treatment() == null));
        assertThat(Objects.requireNonNull(log.needed()).bytes()).isGreaterThan(100_000_000);

        // Weights and replies of what was trained again are nowhere: points, and replies of the
        // other four.
        List<String> after = files(run);
        after.removeAll(before);
        assertThat(after).allMatch(f -> f.startsWith("evaluations")).hasSize(7 + 4);

        Finding.Points read = RunPoints.of(RunFolder.open(run));
        assertThat(read.treated()).hasSize(5);
        assertThat(read.evaluated()).hasSize(2);
    }

    @Test
    void asWellAsMeasuredAgainItIsTheSame() {
        Path run = SampleRun.copied(SampleRun.full(), folder.resolve("run"));
        List<MeasuredPoint> first = measured(run, ALL, false, RobustnessTest::never);
        log.remembered().clear();

        assertThat(measured(run, ALL, false, RobustnessTest::never)).isEqualTo(first);
        assertThat(log.remembered()).hasSize(7).containsOnly(true);

        List<MeasuredPoint> again = measured(run, ALL, true, RobustnessTest::never);
        assertThat(again.stream().map(MeasuredPoint::key))
                .containsExactlyElementsOf(first.stream().map(MeasuredPoint::key).toList());
        assertThat(again.stream().map(MeasuredPoint::measurement))
                .containsExactlyElementsOf(first.stream().map(MeasuredPoint::measurement).toList());
    }

    @Test
    void moreStepsAreMeasuredWithoutThoseThatWere() {
        Path run = SampleRun.copied(SampleRun.lora(), folder.resolve("run"));
        Relearning how = Robustness.usual(false, 42);
        List<MeasuredPoint> all = measured(run, relearn(how, 1, 2), false, RobustnessTest::never);
        Path other = SampleRun.copied(SampleRun.lora(), folder.resolve("other"));
        measured(other, relearn(how, 1), false, RobustnessTest::never);
        log.remembered().clear();

        List<MeasuredPoint> later =
                measured(other, relearn(how, 1, 2), false, RobustnessTest::never);

        assertThat(log.remembered()).containsExactly(true, true, true, false, false);
        assertThat(later.stream().map(MeasuredPoint::measurement))
                .containsExactlyElementsOf(all.stream().map(MeasuredPoint::measurement).toList());
    }

    @Test
    void anotherSeedOrRateIsAnotherQuestion() {
        Path run = SampleRun.copied(SampleRun.lora(), folder.resolve("run"));
        Trained lora = Robustness.usual(false, 42).trained();
        measured(run, relearn(Robustness.usual(false, 42), 1), false, RobustnessTest::never);
        for (Relearning other :
                List.of(
                        Robustness.usual(false, 43),
                        new Relearning(8, 4, lora, 2e-3, 42),
                        new Relearning(4, 4, lora, 1e-3, 42))) {
            log.remembered().clear();
            measured(run, relearn(other, 1), false, RobustnessTest::never);
            assertThat(log.remembered()).containsExactly(true, true, false, false);
        }
    }

    @Test
    void whatIsCancelledKeepsWhatWasMeasured() {
        Path run = SampleRun.copied(SampleRun.lora(), folder.resolve("run"));

        List<MeasuredPoint> points =
                measured(
                        run,
                        relearn(Robustness.usual(true, 42), 2, 5),
                        false,
                        () -> log.remembered().size() == 3);

        assertThat(points).hasSize(3);
        assertThat(points.getLast().treatment())
                .isInstanceOfSatisfying(
                        Treatment.Relearned.class, r -> assertThat(r.steps()).isEqualTo(2));
        assertThat(new MeasuredPoints(RunFolder.open(run)).treated()).hasSize(1);
    }

    @Test
    void whatDivergesIsLeftOutAndSaidAndTheOthersAreMeasured() {
        Path run = SampleRun.copied(SampleRun.lora(), folder.resolve("run"));
        Relearning wild = new Relearning(8, 4, new Trained.Full(null, null, 0), 1, 42);
        Robustness robustness =
                new Robustness(List.of(400), wild, List.of(Quantization.INT8), false);
        try (Measuring measuring =
                new Measuring(order(run, robustness, false), log, RobustnessTest::never)) {
            assertThat(measuring.all().stream().map(MeasuredPoint::treatment))
                    .containsExactly(null, null, new Treatment.Quantized(Quantization.INT8));

            assertThatThrownBy(measuring::requireWhole)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e ->
                                    assertThat(e.problem().code())
                                            .isEqualTo(Problem.Code.RELEARNING_DIVERGED));
        }
        assertThat(new MeasuredPoints(RunFolder.open(run)).treated()).hasSize(1);
    }

    @Test
    void theBaseAloneIsNotTrainedAgain() {
        Path run = SampleRun.copied(SampleRun.lora(), folder.resolve("run"));
        Order order =
                new Order(
                        run,
                        null,
                        List.of(0.0),
                        new JudgeSpec.Phrases(),
                        List.of(),
                        List.of(),
                        4,
                        false,
                        "cpu",
                        null,
                        ALL);

        assertThatThrownBy(() -> new Measuring(order, log, RobustnessTest::never))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().code())
                                        .isEqualTo(Problem.Code.ROBUSTNESS_INVALID));
    }

    private static Robustness relearn(Relearning how, Integer... steps) {
        return new Robustness(List.of(steps), how, List.of(), false);
    }

    private static List<String> files(Path run) throws IOException {
        try (Stream<Path> all = Files.walk(run)) {
            return new ArrayList<>(
                    all.filter(Files::isRegularFile)
                            .map(f -> run.relativize(f).toString())
                            .toList());
        }
    }
}
