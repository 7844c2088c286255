package dev.sku.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.Command;
import dev.sku.protocol.Event;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.Message;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunResult;
import dev.sku.runtime.testing.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How runs end: on request, when the process is asked to end, and when it dies on the way.
class EndingTest {
    @TempDir static Path made;
    @TempDir Path runs;

    @BeforeAll
    static void makeModelAndRows() {
        TinyRun.make(made);
    }

    @Test
    void aStopIsFinishedByTheNextProcessWhereTheFirstDies() {
        RunFolder folder = folder("\"acquisition\": {\"steps\": 40}");
        assertThatThrownBy(() ->
                        run(
                                folder,
                                event -> {
                                    stopAfter(folder, event, 3, true);
                                    dieAt(event, Event.Stage.NEGATION);
                                }))
                .isInstanceOf(Died.class);

        assertThat(run(folder, _ -> {}).orElseThrow().steps()).isEqualTo(3);
        assertThat(events(folder)).contains(new Event.RunStopped(3, true));
    }

    @Test
    void whatWasLearnedIsKeptAsFarAsTheRunHadComeWhenItWasOrdered() {
        RunFolder folder = folder("\"acquisition\": {\"steps\": 40}");
        assertThatThrownBy(() ->
                        run(
                                folder,
                                event -> {
                                    stopAfter(folder, event, 3, true);
                                    if (event instanceof Event.StepCompleted s && s.step() == 3) {
                                        throw new Died();
                                    }
                                }))
                .isInstanceOf(Died.class);

        RunResult result = run(folder, _ -> {}).orElseThrow();

        assertThat(result.steps()).isEqualTo(3);
        assertThat(TinyRun.losses(folder)).hasSize(3);
    }

    @Test
    void aDiscardedRunIsNotStartedAgain() {
        RunFolder folder = folder("\"acquisition\": {\"steps\": 40}");
        run(folder, event -> stopAfter(folder, event, 2, false));
        List<Event> before = events(folder);

        assertThatThrownBy(() -> run(folder, _ -> {}))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.RUN_DISCARDED));
        assertThat(events(folder)).isEqualTo(before).contains(new Event.RunStopped(2, false));
    }

    @Test
    void aRunThatDiedAfterItsResultGetsItsEnd() throws IOException {
        RunFolder folder = folder("\"acquisition\": {\"steps\": 2}");
        RunResult result = run(folder, _ -> {}).orElseThrow();
        byte[] journal = Files.readAllBytes(folder.events());
        String text = new String(journal, java.nio.charset.StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf('\n', text.length() - 2) + 1;
        Files.write(folder.events(), java.util.Arrays.copyOf(journal, end));
        Files.createDirectories(folder.checkpoints().resolve("step-000002"));

        assertThat(run(folder, _ -> {})).contains(result);

        assertThat(events(folder))
                .endsWith(new Event.RunFinished(2, result.outputs(), result.seconds()));
        assertThat(folder.checkpoints()).doesNotExist();
    }

    @Test
    void aMeasurementIsCutShortAndMadeWhenTheRunGoesOn() {
        String steps = "\"acquisition\": {\"steps\": 7}";
        RunFolder whole = folder(steps);
        RunResult wanted = run(whole, _ -> {}).orElseThrow();
        RunFolder folder = folder(steps);
        AtomicBoolean interrupted = new AtomicBoolean();
        assertThat(
                        new RunProcess(
                                        folder,
                                        event -> {
                                            if (event instanceof Event.StepCompleted s
                                                    && s.step() == 5) {
                                                interrupted.set(true);
                                            }
                                        },
                                        interrupted::get)
                                .run())
                .isEmpty();
        assertThat(measuredSteps(folder)).containsExactly(0);
        assertThat(folder.checkpoints().resolve("step-000005")).isDirectory();

        RunResult result = run(folder, _ -> {}).orElseThrow();

        assertThat(measuredSteps(folder)).isEqualTo(measuredSteps(whole));
        assertThat(TinyRun.losses(folder)).isEqualTo(TinyRun.losses(whole));
        assertThat(result.unlearned()).isEqualTo(wanted.unlearned());
    }

    @Test
    void theBasesAndTheLastMeasurementAreCutShortToo() {
        RunFolder folder = folder("\"acquisition\": {\"steps\": 2}");
        for (Event.Stage stage :
                List.of(Event.Stage.BASE_EVALUATION, Event.Stage.FINAL_EVALUATION)) {
            AtomicBoolean interrupted = new AtomicBoolean();
            int before = measuredSteps(folder).size();
            assertThat(
                            new RunProcess(
                                            folder,
                                            event -> {
                                                if (event.equals(new Event.StageStarted(stage))) {
                                                    interrupted.set(true);
                                                }
                                            },
                                            interrupted::get)
                                    .run())
                    .isEmpty();
            // By the second time the base has been measured.
            assertThat(measuredSteps(folder).size() - before)
                    .isEqualTo(stage == Event.Stage.BASE_EVALUATION ? 0 : 1);
            assertThat(folder.result()).doesNotExist();
        }

        assertThat(run(folder, _ -> {}).orElseThrow().sweep()).hasSize(1);
    }

    @Test
    void aCardThatDisappearsEndsTheRunWithAProblemAndItGoesOnFromItsCheckpoint() {
        RunFolder folder =
                folder("\"acquisition\": {\"steps\": 6}, \"output\": {\"checkpointEvery\": 2}");
        Problem lost = Problem.of(Problem.Code.DEVICE_FAILED, "CUDA error: device is lost");
        assertThatThrownBy(() ->
                        run(
                                folder,
                                event -> {
                                    if (event instanceof Event.StepCompleted s && s.step() == 5) {
                                        throw new ProblemException(lost);
                                    }
                                }))
                .isInstanceOf(ProblemException.class);
        assertThat(events(folder)).contains(new Event.RunFailed(5, lost));

        assertThat(run(folder, _ -> {}).orElseThrow().steps()).isEqualTo(6);
        List<Integer> steps =
                events(folder).stream()
                        .filter(Event.StepCompleted.class::isInstance)
                        .map(e -> ((Event.StepCompleted) e).step())
                        .toList();
        assertThat(steps).containsExactly(1, 2, 3, 4, 5, 5, 6); // again from the checkpoint after 4
    }

    @Test
    void aStopDoesNotWaitForAMeasurement() {
        RunFolder folder = folder("");
        RunResult result = run(folder, event -> stopAfter(folder, event, 5, true)).orElseThrow();

        assertThat(result.steps()).isEqualTo(5);
        assertThat(events(folder))
                .contains(
                        new Event.LogLine(
                                Event.Level.INFO,
                                "the measurement after step 5 was cut short and does not count"));
    }

    @Test
    void aStopAfterTrainingLeavesOtherScalesUnmeasured() {
        RunFolder folder = folder("\"acquisition\": {\"steps\": 2}");
        RunResult result =
                run(
                                folder,
                                event -> {
                                    if (event.equals(
                                            new Event.StageStarted(Event.Stage.NEGATION))) {
                                        folder.send(new Command.Stop(true));
                                    }
                                })
                        .orElseThrow();

        assertThat(result.sweep()).isEmpty();
        assertThat(events(folder)).hasAtLeastOneElementOfType(Event.RunFinished.class);
    }

    @Test
    void ordersThatWaitedAreNamedInTheJournal() {
        RunFolder folder = folder("\"acquisition\": {\"steps\": 2}");
        folder.send(new Command.Pause());
        run(
                folder,
                event -> {
                    if (event instanceof Event.Paused) {
                        folder.send(new Command.Resume());
                    }
                });

        assertThat(events(folder))
                .contains(
                        new Event.LogLine(
                                Event.Level.INFO, "given before this start: {\"type\":\"pause\"}"));
    }

    @Test
    void aGradientThatOverflowsIsNamedAsOne() {
        RunFolder folder =
                folder(
                        "\"acquisition\": {\"steps\": 50, \"weights\": {\"guidedDistortion\": 1e37}}");
        assertThatThrownBy(() -> run(folder, _ -> {}))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().code())
                                    .isEqualTo(Problem.Code.GRADIENT_NOT_FINITE);
                            assertThat(e.problem().arguments()).endsWith("1", "none");
                        });
    }

    private static void stopAfter(RunFolder folder, Event event, int step, boolean keep) {
        if (event instanceof Event.StepCompleted s && s.step() == step) {
            folder.send(new Command.Stop(keep));
        }
    }

    private static void dieAt(Event event, Event.Stage stage) {
        if (event.equals(new Event.StageStarted(stage))) {
            throw new Died();
        }
    }

    private static List<Integer> measuredSteps(RunFolder folder) {
        return events(folder).stream()
                .filter(Event.EvaluationCompleted.class::isInstance)
                .map(e -> ((Event.EvaluationCompleted) e).step())
                .toList();
    }

    private static List<Event> events(RunFolder folder) {
        return JournalReader.read(folder.events(), 1).stream().map(Message::event).toList();
    }

    private RunFolder folder(String changes) {
        return RunFolder.create(
                runs, TinyRun.spec(made, changes), java.time.LocalDate.of(2026, 1, 2));
    }

    private static Optional<RunResult> run(RunFolder folder, Consumer<Event> watcher) {
        return new RunProcess(folder, watcher, () -> false).run();
    }

    /// The end of a process, as far as a test can have one inside itself.
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
