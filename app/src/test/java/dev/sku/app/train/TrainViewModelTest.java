package dev.sku.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.journal.RunState;
import dev.sku.app.link.FakeLink;
import dev.sku.app.shell.LogViewModel;
import dev.sku.app.shell.Notices;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.Command;
import dev.sku.protocol.Event;
import dev.sku.protocol.ForkPoint;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.LossTerms;
import dev.sku.protocol.Message;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainViewModelTest {
    private static final Instant THEN = Instant.parse("2026-11-21T09:00:00Z");

    @TempDir Path folder;

    private final FakeLink link = new FakeLink();
    private final LogViewModel log = new LogViewModel();
    private final Notices notices = new Notices();
    private final TrainViewModel model =
            new TrainViewModel(link, log, notices, Runnable::run, Runnable::run);

    private List<Message> finished() {
        return recorded(DemonstrationRuns.finished(folder, "a", folder, THEN));
    }

    private static List<Message> recorded(RunFolder run) {
        return JournalReader.read(run.events(), 1);
    }

    @Test
    void aPerplexityThatIsTheBasesIsNotCalledMore() {
        model.open("a");
        List<Message> said = finished();
        link.play(said);
        Event.EvaluationCompleted base =
                said.stream()
                        .map(Message::event)
                        .filter(Event.EvaluationCompleted.class::isInstance)
                        .map(Event.EvaluationCompleted.class::cast)
                        .filter(e -> e.lambda() == 0)
                        .findFirst()
                        .orElseThrow();
        Event again = new Event.EvaluationCompleted(61, 1, base.measurement(), 1, null);
        link.play(List.of(new Message(said.size() + 1, THEN, "a", again)));

        assertThat(model.viewProperty().get().tiles().get(2).comparison())
                .startsWith("As the base, ");
    }

    @Test
    void showsTheRateWithIntervalAndCountBesideTheBase() {
        model.open("a");
        link.play(finished());

        var harmful = model.viewProperty().get().tiles().getFirst();
        assertThat(harmful.value() + harmful.unit()).isEqualTo("0.0%");
        assertThat(harmful.comparison()).isEqualTo("100.0 points below the base");
        assertThat(harmful.detail()).contains("interval 0.0").contains("120");
        assertThat(model.summaryProperty().get().state()).isEqualTo(RunState.DONE);
    }

    @Test
    void keepsEveryStepInOrderHoweverTheMessagesArrive() {
        List<Message> all = finished();
        model.open("a");
        for (Message message : all) {
            link.play(List.of(message));
        }

        assertThat(model.courseProperty().get().steps().stream().map(p -> p.step().step()))
                .hasSize(60)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void theSweepIsThereWhenTheRunIsMeasuredAtSeveralLambdas() {
        model.open("a");
        link.play(finished());

        assertThat(model.viewProperty().get().overLambda())
                .extracting(Evaluated::lambda)
                .containsExactly(0.0, .25, .5, .75, 1.0, 1.25, 1.5, 2.0, 3.0);
    }

    @Test
    void samplesStandBesideTheBase() {
        model.open("a");
        link.play(finished());

        SamplePair pair = model.viewProperty().get().pairs().getFirst();
        assertThat(pair.base()).isNotNull();
        assertThat(pair.unlearned()).isNotNull();
        assertThat(pair.isIn(SamplePair.Choice.FLIPPED)).isTrue();
    }

    @Test
    void thePromptsTemplateIsLeftOutOfTheQuestion() {
        String template = "### Question: {q}\n ### Answer: {a}</s>";
        SamplePair pair = new SamplePair("### Question: Why?\n ### Answer: ", null, null);

        assertThat(pair.question(template)).isEqualTo("Why?");
        assertThat(new SamplePair("Why?", null, null).question(template)).isEqualTo("Why?");
        assertThat(pair.question("")).isEqualTo(pair.prompt());
    }

    @Test
    void ordersGoToTheRunAndCannotBeGivenTwice() {
        model.open("a");
        link.play(finished().subList(0, 20));

        assertThat(model.orders().canPause().get()).isTrue();
        model.orders().pause();

        assertThat(link.ordered).containsExactly(new Command.Pause());
        assertThat(model.orders().canPause().get()).isFalse();
    }

    @Test
    void otherWeightsGoToTheRunAndShowWhenTheRunHasTakenThem() {
        ModuleWeights wanted = new ModuleWeights(1, .25, 2);
        List<Message> begun = new ArrayList<>(finished().subList(0, 20));
        model.open("a");
        link.play(begun);
        model.orders().setWeights(wanted);

        assertThat(link.ordered).containsExactly(new Command.SetWeights(wanted));
        assertThat(model.viewProperty().get().steering().weights()).isNotEqualTo(wanted);
        int done = model.courseProperty().get().steps().getLast().step().step();
        link.play(List.of(new Message(21, THEN, "a", new Event.WeightsChanged(done, wanted))));
        assertThat(model.viewProperty().get().steering()).isEqualTo(new Steering(wanted, done, 0));
    }

    @Test
    void weightsThatWereChangedHoldAlsoWhenStepsAreDoneAgain() {
        ModuleWeights changed = new ModuleWeights(1, .25, 2);
        List<Message> all = finished();
        Event.RunStarted first = (Event.RunStarted) all.getFirst().event();
        List<Message> again = new ArrayList<>(all.subList(0, 40));
        again.add(new Message(41, THEN, "a", new Event.WeightsChanged(5, changed)));
        again.add(
                new Message(
                        42, THEN, "a", new Event.RunStarted(first.spec(), 3, first.environment())));
        again.addAll(
                all.stream()
                        .filter(m -> m.event() instanceof Event.StepCompleted s && s.step() > 3)
                        .toList());
        model.open("a");
        link.play(again);

        assertThat(model.courseProperty().get().steps().get(4).weights())
                .isEqualTo(first.spec().acquisition().weights());
        assertThat(model.courseProperty().get().steps().get(5).weights()).isEqualTo(changed);
    }

    @Test
    void aRunThatFailedCanBeForkedFromItsCheckpointAndOneThatIsDoneCannot() {
        ModuleWeights wanted = new ModuleWeights(1, .25, 2);
        model.open("f");
        link.play(recorded(DemonstrationRuns.failed(folder, "f", folder, THEN)));
        RunSpec fork = model.forked(wanted).orElseThrow();
        assertThat(fork.from()).isEqualTo(new ForkPoint("f", 40));
        assertThat(fork.acquisition().weights()).isEqualTo(wanted);
        assertThat(fork.name()).isEqualTo("f-fork");

        model.open("a");
        link.play(finished());
        assertThat(model.forked(wanted)).isEmpty();
    }

    @Test
    void aPausedRunCanBeResumed() {
        List<Message> begun = new ArrayList<>(finished().subList(0, 20));
        begun.add(new Message(21, THEN, "a", new Event.Paused(9)));
        model.open("a");
        link.play(begun);

        assertThat(model.orders().canPause().get()).isFalse();
        model.orders().togglePause();

        assertThat(link.ordered).containsExactly(new Command.Resume());
    }

    @Test
    void anOrderThatFailsIsToldAndCanBeGivenAgain() {
        model.open("a");
        link.play(finished().subList(0, 20));
        link.refusal = ProblemException.of(Problem.Code.FILE_MISSING, "control.ndjson");

        model.orders().evaluateNow();

        assertThat(notices.shown()).hasSize(1);
        assertThat(notices.shown().getFirst().detail()).contains("control.ndjson does not exist");
        assertThat(model.orders().canPause().get()).isTrue();
    }

    @Test
    void aFailedRunSaysWhatHappenedAndWhatIsSafe() {
        model.open("f");
        link.play(recorded(DemonstrationRuns.failed(folder, "f", folder, THEN)));

        Failure failure = Objects.requireNonNull(model.viewProperty().get().failure());
        assertThat(failure.sentence()).startsWith("The loss became NaN at step 47");
        assertThat(failure.safe()).contains("checkpoint of step 40").contains("7 steps");
        assertThat(model.orders().canStartAgain().get()).isTrue();
    }

    @Test
    void aRunWhoseProcessIsGoneWithoutAWordIsInterrupted() {
        model.open("a");
        link.play(finished().subList(0, 20));
        link.live(false);

        assertThat(model.summaryProperty().get().state()).isEqualTo(RunState.INTERRUPTED);
        model.orders().startAgain();

        assertThat(link.resumed).containsExactly("a");
    }

    @Test
    void stepsThatAreDoneAgainAfterAResumeAreShownOnce() {
        List<Message> all = finished();
        Event.RunStarted first = (Event.RunStarted) all.getFirst().event();
        List<Message> again = new ArrayList<>(all.subList(0, 40));
        again.add(
                new Message(
                        41,
                        THEN,
                        "a",
                        new Event.RunStarted(first.spec(), 10, first.environment())));
        again.addAll(
                all.stream()
                        .filter(m -> m.event() instanceof Event.StepCompleted s && s.step() > 10)
                        .toList());
        model.open("a");
        link.play(again);

        assertThat(model.courseProperty().get().steps().stream().map(p -> p.step().step()))
                .hasSize(60)
                .doesNotHaveDuplicates();
        assertThat(model.courseProperty().get().rewinds()).isPositive();
    }

    @Test
    void theLogTellsTheRunsStoryAndCountsWarnings() {
        model.open("a");
        link.play(finished());

        assertThat(log.text())
                .contains("evaluated step 60")
                .contains("checkpoint of step 40 saved");
        assertThat(log.warningsProperty().get()).isEqualTo(1);
    }

    @Test
    void theReportHoldsSpecificationProblemAndLog() {
        model.open("f");
        link.play(recorded(DemonstrationRuns.failed(folder, "f", folder, THEN)));

        assertThat(model.report())
                .contains("The loss became NaN")
                .contains("\"learningRate\"")
                .contains("run started");
    }

    @Test
    void theReportHoldsTheVersionsAndTheLastTwoHundredLines() {
        model.open("a");
        Map<String, String> versions = Map.of("java", "25.0.1", "libtorch", "2.7.1");
        link.play(List.of(said(1, 0, new Event.RunStarted(spec(), 0, versions))));
        for (int i = 0; i < 250; i++) {
            Event line = new Event.LogLine(Event.Level.INFO, "line %03d".formatted(i));
            link.play(List.of(said(2 + i, i, line)));
        }

        assertThat(model.report()).contains("java 25.0.1", "libtorch 2.7.1");
        assertThat(model.report().lines().filter(l -> l.contains("  line ")))
                .hasSize(200)
                .first()
                .satisfies(l -> assertThat(l).endsWith("line 050"));
    }

    @Test
    void theBaseIsMeasuredFirstAndThePageSaysSo() {
        model.open("a");
        link.play(
                List.of(
                        said(1, 0, new Event.RunStarted(spec(), 0, Map.of())),
                        said(2, 1, new Event.StageStarted(Event.Stage.LOADING))));
        assertThat(model.viewProperty().get().place()).isEqualTo("Loading model and rows");
        assertThat(harmfulTile()).isEqualTo("Not measured yet");
        link.play(List.of(said(3, 2, new Event.StageStarted(Event.Stage.BASE_EVALUATION))));

        assertThat(model.viewProperty().get().place()).isEqualTo("The base is measured first");
        assertThat(harmfulTile()).isEqualTo("Measuring");
        assertThat(model.viewProperty().get().tiles().getFirst().detail())
                .isEqualTo("The base is measured first");
        link.play(List.of(said(4, 3, new Event.StageStarted(Event.Stage.ACQUISITION))));
        assertThat(model.viewProperty().get().place()).isEqualTo("Step 0 of 60");
    }

    private String harmfulTile() {
        return model.viewProperty().get().tiles().getFirst().comparison();
    }

    @Test
    void tellsHowLongARunGoesOnAndHowLongItStillWill() {
        model.open("a");
        link.play(
                List.of(
                        said(1, 0, new Event.RunStarted(spec(), 0, Map.of())),
                        said(2, 60, new Event.StageStarted(Event.Stage.ACQUISITION))));
        assertThat(time()).isEqualTo("1 min 0 s elapsed");
        for (int step = 1; step <= 10; step++) {
            link.play(List.of(said(2 + step, 60 + 6 * step, step(step, 6))));
        }
        assertThat(time()).as("50 steps of 6 s").isEqualTo("2 min 0 s elapsed, 5 min 0 s left");
        link.play(List.of(said(13, 3_730, new Event.RunStopped(10, true))));
        assertThat(time()).isEqualTo("after 1 h 2 min");
    }

    @Test
    void nothingIsLeftAfterTheLastStep() {
        model.open("a");
        link.play(
                List.of(
                        said(1, 0, new Event.RunStarted(spec(), 0, Map.of())),
                        said(2, 1, new Event.StageStarted(Event.Stage.ACQUISITION)),
                        said(3, 42, step(60, .7))));

        assertThat(time()).isEqualTo("42 s elapsed");
    }

    private String time() {
        return model.viewProperty().get().time();
    }

    private RunSpec spec() {
        return DemonstrationRuns.finished(folder, "a", folder, THEN).readSpec();
    }

    private static Message said(long seq, long seconds, Event event) {
        return new Message(seq, THEN.plusSeconds(seconds), "a", event);
    }

    private static Event step(int number, double seconds) {
        return new Event.StepCompleted(number, new LossTerms(1, 1, 1, 3), 1, 1e-4, 100, seconds);
    }

    @Test
    void anotherRunForgetsTheOneBefore() {
        model.open("a");
        link.play(finished());
        model.open("b");

        assertThat(model.courseProperty().get().steps()).isEmpty();
        assertThat(log.visible()).isEmpty();
    }

    @Test
    void whatALateMessageOfAnotherRunSaysIsNotShown() {
        List<Runnable> later = new ArrayList<>();
        TrainViewModel slow = new TrainViewModel(link, log, notices, later::add, later::add);
        slow.open("a");
        link.play(finished());
        slow.open("b");
        List.copyOf(later).forEach(Runnable::run);

        assertThat(slow.courseProperty().get().steps()).isEmpty();
    }
}
