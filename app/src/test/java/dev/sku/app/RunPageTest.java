package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.journal.RunState;
import dev.sku.app.link.FakeLink;
import dev.sku.app.link.RunHandle;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.shell.LogEntry;
import dev.sku.app.shell.Place;
import dev.sku.app.shell.ShellViewModel;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.charts.LineChart;
import dev.sku.charts.ShareStack;
import dev.sku.protocol.Command;
import dev.sku.protocol.Event;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.Message;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.Problem;
import dev.sku.protocol.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/// What a person does with a run while it goes on, against a recorded journal.
@Timeout(300)
class RunPageTest {
    private final FakeLink link = new FakeLink();
    private final List<Message> said = new ArrayList<>();
    private TestWindow window;
    private Path folderOfA = Path.of("unset");

    @BeforeEach
    void aRunGoesOn(@TempDir Path folder) throws Exception {
        Path workspace = folder.resolve("workspace");
        RunFolder run =
                DemonstrationRuns.running(
                        workspace.resolve("runs"), "a", 100, 40, folder, Instant.now());
        said.addAll(JournalReader.read(run.events(), 1));
        folderOfA = run.path();
        link.handles.add(new RunHandle("a", run.path(), true, false));
        for (String other : List.of("b", "c")) {
            RunFolder finished =
                    DemonstrationRuns.finished(
                            workspace.resolve("runs"), other, folder, Instant.EPOCH);
            link.handles.add(new RunHandle(other, finished.path(), false, false));
        }
        window =
                new TestWindow(
                        new Workbench.Places(
                                workspace,
                                folder,
                                folder.resolve("sku"),
                                new SettingsFile(folder.resolve("settings.json"))),
                        link);
        window.until("the run is followed", link::listened);
        link.play(said);
        shows(RunState.RUNNING);
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private void shows(RunState state) throws Exception {
        window.until(state + " is shown", () -> window.summary().state() == state);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void says(Event event) {
        said.add(new Message(said.size() + 1, Instant.now(), "a", event));
        link.play(List.of(said.getLast()));
    }

    @Test
    void spacePausesTheRunAndGoesOnWithIt() throws Exception {
        assertThat(window.workbench().shell().placeProperty().get()).isEqualTo(Place.TRAIN);
        window.robot.type(KeyCode.SPACE);
        assertThat(link.ordered).containsExactly(new Command.Pause());
        window.robot.type(KeyCode.SPACE);
        assertThat(link.ordered).as("before the run has paused").hasSize(1);

        says(new Event.Paused(40));
        shows(RunState.PAUSED);
        window.robot.type(KeyCode.SPACE);
        assertThat(link.ordered).containsExactly(new Command.Pause(), new Command.Resume());
    }

    @Test
    void spacePressesTheControlThatHasTheFocus() throws Exception {
        ToggleButton total = (ToggleButton) window.node("#loss-show-total");
        window.robot.interact(total::requestFocus);
        window.robot.type(KeyCode.SPACE);

        assertThat(total.isSelected()).isFalse();
        assertThat(link.ordered).isEmpty();
    }

    @Test
    void measuresAndSavesAndStopsWhenAsked() throws Exception {
        window.ready("#evaluate-now").clickOn("#evaluate-now");
        assertThat(link.ordered).containsExactly(new Command.EvaluateNow());
        says(new Event.CheckpointSaved(40, "checkpoints/step-000040", 1_000));
        window.until("orders are taken again", () -> !window.node("#pause").isDisabled());

        window.ready("#run-more").clickOn("#run-more");
        window.ready("#run-checkpoint").clickOn("#run-checkpoint");
        assertThat(link.ordered.getLast()).isEqualTo(new Command.CheckpointNow());
        says(new Event.CheckpointSaved(41, "checkpoints/step-000041", 1_000));
        window.until("orders are taken again", () -> !window.node("#stop").isDisabled());

        window.ready("#stop").clickOn("#stop");
        window.ready("#stop-discard").clickOn("#stop-discard");
        assertThat(link.ordered.getLast()).isEqualTo(new Command.Stop(false));
        says(new Event.RunStopped(41, false));
        shows(RunState.STOPPED);
        assertThat(window.node("#start-again").isVisible()).as("nothing was kept").isFalse();
        assertThat(window.node("#run-compare").isVisible()).isFalse();
    }

    @Test
    void stopsAndKeepsWhatTheRunHasLearned() throws Exception {
        window.ready("#stop").clickOn("#stop");
        window.ready("#stop-keep").clickOn("#stop-keep");
        window.until("the order", () -> link.ordered.equals(List.of(new Command.Stop(true))));
        assertThat(window.node("#pause").isDisabled()).as("while it stops").isTrue();

        says(new Event.RunStopped(40, true));
        shows(RunState.KEPT);
        window.until("its time", () -> window.said().contains("\nafter "));
        assertThat(window.node("#stop").isVisible()).isFalse();
        assertThat(window.node("#start-again").isVisible()).as("nothing to go on with").isFalse();
        assertThat(window.node("#run-compare").isVisible()).isTrue();
        assertThat(window.workbench().log().text())
                .contains("stopped after step 40, outputs written");
    }

    @Test
    void aRunThatIsKilledBeforeItTookAnOrderCanBeStartedAgain() throws Exception {
        window.click("#pause");
        window.until("the order", () -> window.said().contains("Pauses after this step"));
        link.live(false);
        shows(RunState.INTERRUPTED);
        assertThat(window.said()).doesNotContain("Pauses after this step");
        window.click("#start-again");
        assertThat(link.resumed).containsExactly("a");
    }

    @Test
    void aRunWhoseJournalIsDamagedIsNotCalledRunningAndTakesNoOrders() throws Exception {
        link.broken(Problem.of(Problem.Code.JOURNAL_INVALID, "events.ndjson", 20, "damaged"));
        shows(RunState.FAILED);
        window.until("it is told", () -> window.node("#failure").isVisible());
        assertThat(window.node("#pause").isVisible()).isFalse();
        assertThat(window.node("#start-again").isVisible()).isFalse();
        assertThat(window.said()).contains("The run's journal is damaged");
    }

    @Test
    void aRunThatWritesItsResultTakesNoOrdersAndHasNoStepsLeft() throws Exception {
        window.until("an estimate", () -> window.said().contains(" left"));
        window.click("#stop");
        window.ready("#stop-keep").clickOn("#stop-keep");
        says(new Event.StageStarted(Event.Stage.FINAL_EVALUATION));
        Event.EvaluationCompleted last = last(Event.EvaluationCompleted.class);
        says(new Event.EvaluationCompleted(40, last.lambda(), last.measurement(), 1, null));
        window.until("what it does", () -> window.said().contains("Measuring the result"));
        window.until("no estimate", () -> !window.said().contains(" left"));
        assertThat(window.node("#pause").isDisabled()).isTrue();
        assertThat(window.node("#stop").isDisabled()).isTrue();
    }

    @Test
    void whatIsMeasuredAtOtherScalesAfterTheLastStepCanBeLeftOut() throws Exception {
        says(new Event.StageStarted(Event.Stage.FINAL_EVALUATION));
        window.until("no pause", () -> window.node("#pause").isDisabled());
        MenuButton stop = (MenuButton) window.node("#stop");
        assertThat(stop.getItems()).extracting(MenuItem::isDisable).containsExactly(false, true);
        window.click("#stop");
        assertThat(window.said()).contains("Measure no other scales and keep the result");
        window.ready("#stop-keep").clickOn("#stop-keep");
        window.until("the order", () -> link.ordered.equals(List.of(new Command.Stop(true))));
        assertThat(window.node("#stop").isDisabled()).isTrue();
    }

    @Test
    void aRunWhoseFolderIsGoneSaysSoAndOffersNoCheckpoint() throws Exception {
        window.until("all runs", () -> window.workbench().runs().all().size() == 3);
        link.live(false);
        shows(RunState.INTERRUPTED);
        assertThat(window.node("#start-again").isVisible()).isTrue();
        window.robot.interact(() -> link.handles.removeIf(h -> h.name().equals("a")));
        Files.move(folderOfA, folderOfA.resolveSibling("elsewhere"));
        window.until("it is told", () -> window.node("#run-gone").isVisible());
        window.until(
                "no way on",
                () -> !window.said().contains("Resuming continues from the checkpoint"));
        assertThat(window.node("#start-again").isVisible()).isFalse();
        assertThat(window.node("#failure-resume").isDisabled()).isTrue();
        assertThat(window.node("#failure-fork").isVisible()).isFalse();
        assertThat(loss().table().rows()).as("what was read").hasSize(40);

        Files.move(folderOfA.resolveSibling("elsewhere"), folderOfA);
        window.robot.interact(() -> link.handles.add(new RunHandle("a", folderOfA, false, false)));
        window.until("it is back", () -> !window.node("#run-gone").isVisible());
        assertThat(window.node("#start-again").isVisible()).isTrue();
    }

    @Test
    void opensTheFolderOfTheRun() throws Exception {
        window.ready("#run-more").clickOn("#run-more");
        window.ready("#run-folder").clickOn("#run-folder");
        window.until("it is shown", () -> window.choices.shown.equals(List.of(folderOf("a"))));
    }

    private Path folderOf(String run) {
        return link.handles.stream()
                .filter(h -> h.name().equals(run))
                .findFirst()
                .orElseThrow()
                .folder();
    }

    @Test
    void theLogShowsWhatIsAtLeastAsGraveAsChosen() throws Exception {
        window.click("#log-open");
        says(new Event.LogLine(Event.Level.WARNING, "The card is hot."));
        window.until("it is said", () -> logged().contains("The card is hot."));
        int all = log().getItems().size();
        assertThat(all).isGreaterThan(40);

        window.click("#log-level-warning");
        window.until("warnings", () -> log().getItems().size() < all);
        assertThat(logged())
                .hasSize(2)
                .first()
                .satisfies(l -> assertThat(l).startsWith("Demonstration data"));
        assertThat(logged()).last().isEqualTo("The card is hot.");
        window.click("#log-level-error");
        window.until("no errors", () -> log().getItems().isEmpty());
        assertThat(window.said()).contains("Nothing was said yet.");
        window.click("#log-level-info");
        window.until("all again", () -> log().getItems().size() == all);
    }

    @Test
    void theLogStaysAtItsEndWhileItFollows() throws Exception {
        window.click("#log-open");
        window.until("its end", this::logIsAtItsEnd);
        sayMuch();
        window.until("the new end", this::logIsAtItsEnd);

        window.click("#log-follow");
        sayMuch();
        assertThat(TestWindow.onWindow(this::logIsAtItsEnd)).isFalse();
        window.click("#log-follow");
        window.until("its end at once", this::logIsAtItsEnd);
    }

    /// More lines than the drawer has room for, laid out.
    private void sayMuch() throws Exception {
        int before = log().getItems().size();
        for (int i = 0; i < 30; i++) {
            says(new Event.LogLine(Event.Level.INFO, "word " + i));
        }
        window.until("they are there", () -> log().getItems().size() == before + 30);
        TestWindow.onWindow(() -> {
            log().getScene().getRoot().layout();
            return true;
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private boolean logIsAtItsEnd() {
        return log().lookup(".virtual-flow") instanceof VirtualFlow<?> lines
                && lines.getLastVisibleCell() != null
                && lines.getLastVisibleCell().getIndex() == log().getItems().size() - 1;
    }

    private ListView<?> log() {
        return (ListView<?>) window.node("#log-list");
    }

    private List<String> logged() {
        return log().getItems().stream().map(l -> ((LogEntry) l).text()).toList();
    }

    @Test
    void pointsAtACurveZoomsIntoItAndSeesAllOfItAgain() throws Exception {
        LineChart chart = (LineChart) window.node("#loss-chart");
        window.until("it is drawn", () -> chart.draws() > 0);
        Point2D middle = at(chart, .5);
        window.robot.moveTo(middle);
        window.until("the crosshair", () -> !Double.isNaN(chart.crosshairProperty().get()));
        double pointed = chart.crosshairProperty().get();
        assertThat(pointed).isBetween(25.0, 75.0);

        window.robot.moveTo(at(chart, .3)).press(MouseButton.PRIMARY);
        window.robot.moveTo(middle).release(MouseButton.PRIMARY);
        window.until("zoomed in", chart::zoomed);
        window.robot.moveTo(at(chart, .4)).doubleClickOn(MouseButton.PRIMARY);
        window.until("all of it", () -> !chart.zoomed());
    }

    private LineChart loss() {
        return (LineChart) window.node("#loss-chart");
    }

    @Test
    void laysOtherRunsOverTheLossAndTakesThemAwayAgain() throws Exception {
        window.until("all runs", () -> window.workbench().runs().all().size() == 3);
        List<String> own = List.of("Step", "Total", "GD", "RD", "PD");
        assertThat(TestWindow.onWindow(() -> loss().table().columns())).isEqualTo(own);

        window.ready("#loss-overlay").clickOn("#loss-overlay");
        window.ready("#overlay-b").clickOn("#overlay-b");
        window.until("its losses", () -> loss().table().columns().size() == 9);
        window.until("its name", () -> window.isThere("#overlaid-b"));
        assertThat(TestWindow.onWindow(() -> loss().table().columns().subList(5, 9)))
                .containsExactly("b Total", "b GD", "b RD", "b PD");
        window.until("its steps", () -> loss().table().rows().size() == 60);
        assertThat(window.workbench().preferences().settings().pageStates()).containsValue("b");

        window.click("#overlaid-b");
        window.until("none", () -> loss().table().columns().equals(own));
        assertThat(window.node("#loss-overlaid").isVisible()).isFalse();
    }

    @Test
    void aRunIsFoundByKeysAndLaidOverTheLossAndTakenAway() throws Exception {
        window.until("all runs", () -> window.workbench().runs().all().size() == 3);
        choose("lay b", "Lay b over the loss");
        window.until("its losses", () -> loss().table().columns().contains("b Total"));

        choose("take b", "Take b off the loss");
        window.until("none", () -> loss().table().columns().size() == 5);
    }

    private void choose(String words, String action) throws Exception {
        window.robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        ShellViewModel shell = window.workbench().shell();
        window.until("the palette", () -> shell.paletteOpenProperty().get());
        window.robot.write(words);
        window.until(
                action,
                () -> !shell.found().isEmpty() && shell.found().getFirst().words().equals(action));
        window.robot.type(KeyCode.ENTER);
    }

    @Test
    void whatTheMenusOfARunOfferIsInThePaletteToo() throws Exception {
        choose("duplicate", "Duplicate the run as a new draft");
        window.until(
                "the draft",
                () -> window.workbench().shell().placeProperty().get() == Place.CONFIGURE);
        window.click("#go-train");
        choose("change the weights", "Change the weights of the run from here on");
        window.until("the weights", () -> window.node("#steer-rd").isVisible());
        choose("run's folder", "Open the run's folder");
        window.until("it is shown", () -> window.choices.shown.equals(List.of(folderOf("a"))));
        choose("discard it", "Stop the run and discard it");
        window.until("the order", () -> link.ordered.equals(List.of(new Command.Stop(false))));
    }

    @Test
    void aPaletteThatWasLeftGivesTheKeysBackToThePage() throws Exception {
        for (KeyCode left : List.of(KeyCode.ESCAPE, KeyCode.ENTER)) {
            window.robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
            ShellViewModel shell = window.workbench().shell();
            window.until("the palette", () -> shell.paletteOpenProperty().get());
            window.robot.write("go to train").type(left);
            window.until("it is left", () -> !shell.paletteOpenProperty().get());
            link.ordered.clear();
            window.robot.type(KeyCode.SPACE);
            assertThat(link.ordered).as("after " + left).isNotEmpty();
            says(new Event.Paused(40));
            shows(RunState.PAUSED);
            window.robot.type(KeyCode.SPACE);
            says(new Event.Resumed(40));
            shows(RunState.RUNNING);
        }
    }

    @Test
    void theWorkingRunInTheNavigationOpensItsPageWhileAnotherIsLookedAt() throws Exception {
        window.until("all runs", () -> window.workbench().runs().all().size() == 3);
        window.robot.interact(() -> window.workbench().train().open("b"));
        window.click("#job");
        window.until("the run", () -> window.workbench().train().runProperty().get().equals("a"));
    }

    @Test
    void aChartIsMovedAndZoomedByTheKeyboard() throws Exception {
        LineChart chart = loss();
        window.until("it is drawn", () -> chart.draws() > 0);
        window.robot.interact(chart::requestFocus);
        window.robot.type(KeyCode.RIGHT);
        window.until("the crosshair", () -> !Double.isNaN(chart.crosshairProperty().get()));
        window.robot.type(KeyCode.ADD);
        window.until("zoomed in", chart::zoomed);
        window.robot.press(KeyCode.SHIFT).type(KeyCode.LEFT).release(KeyCode.SHIFT);
        assertThat(chart.zoomed()).as("moved, as near as before").isTrue();
        window.robot.type(KeyCode.DIGIT0);
        window.until("all of it", () -> !chart.zoomed());
    }

    @Test
    void smoothsHidesAndTakesLogarithms() throws Exception {
        window.click("#loss-log");
        assertThat(loss().logarithmicProperty().get()).isTrue();
        Slider smooth = (Slider) window.node("#loss-smoothing");
        window.robot.interact(() -> smooth.setValue(.5));
        assertThat(loss().smoothingProperty().get()).isEqualTo(.5);
        assertThat(loss().summary()).contains("GD");
        window.click("#loss-show-gd");
        assertThat(loss().summary()).contains("RD").doesNotContain("GD");
    }

    @Test
    void anOrderOnItsWayIsToldAndAPausedRunSaysWhere() throws Exception {
        window.click("#pause");
        window.until("the order", () -> window.said().contains("Pauses after this step"));
        assertThat(window.node("#pause").isVisible()).as("nothing moves meanwhile").isTrue();
        assertThat(window.node("#pause").isDisabled()).isTrue();

        says(new Event.Paused(40));
        window.until("where", () -> window.said().contains("Paused at 40"));
        assertThat(window.said()).doesNotContain("Pauses after this step");
        window.click("#resume");
        assertThat(link.ordered.getLast()).isEqualTo(new Command.Resume());
    }

    @Test
    void anEvaluationThatIsDueIsMeasuringAndThenANewBar() throws Exception {
        ShareStack bars = (ShareStack) window.node("#outcomes-over-steps");
        int before = TestWindow.onWindow(() -> bars.table().rows().size());
        Event.EvaluationCompleted last = last(Event.EvaluationCompleted.class);
        Event.StepCompleted step = last(Event.StepCompleted.class);
        says(
                new Event.StepCompleted(
                        60, step.loss(), step.gradientNorm(), step.learningRate(), 100, .1));
        window.until("it is measured", () -> told("#tile-harmful").contains("Measuring"));

        says(new Event.EvaluationCompleted(60, last.lambda(), last.measurement(), 1, null));
        window.until("a new bar", () -> bars.table().rows().size() == before + 1);
        window.until("measured", () -> !told("#tile-harmful").contains("Measuring"));
        assertThat(told("#tile-harmful")).contains("% interval", "below the base");
    }

    private String told(String id) {
        return String.valueOf(window.node(id).getAccessibleText());
    }

    private <E extends Event> E last(Class<E> kind) {
        return said.stream()
                .map(Message::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((_, b) -> b)
                .orElseThrow();
    }

    @Test
    void healthHasOptimizerUtilityAndDevice() throws Exception {
        says(new Event.MemoryMeasured(40, 612_000_000, 655_000_000, 6_100_000_000L, 93));
        for (String chart :
                List.of(
                        "gradientNorm",
                        "learningRate",
                        "perplexity",
                        "f1",
                        "memory",
                        "busy",
                        "tokens")) {
            window.until(chart + " is there", () -> window.isThere("#health-" + chart));
            window.until(chart, () -> !health(chart).table().rows().isEmpty());
        }
        assertThat(TestWindow.onWindow(() -> health("busy").table().rows()))
                .containsExactly(List.of("40", "93"));
        window.click("#health-part-memory");
        window.until("it is drawn", () -> health("busy").draws() > 0);
        window.until("the tile", () -> told("#tile-memory").contains("Computes 93 % of the time"));
        window.robot.interact(() -> loss().crosshairProperty().set(20));
        assertThat(health("memory").crosshairProperty().get()).isEqualTo(20);
    }

    private LineChart health(String name) {
        return (LineChart) window.node("#health-" + name);
    }

    @Test
    void samplesCanBeThoseThatFlipped() throws Exception {
        window.until("all", () -> window.said().contains("Which colour is a ripe banana?"));
        window.click("#samples-choice-flipped");
        window.until("some", () -> !window.said().contains("Which colour is a ripe banana?"));
    }

    @Test
    void otherWeightsGoToTheRunFromThePage() throws Exception {
        window.click("#loss-weights");
        TextField field = (TextField) window.node("#steer-rd");
        window.robot.interact(() -> field.setText("0.25"));
        window.click("#steer-use");
        assertThat(link.ordered)
                .containsExactly(new Command.SetWeights(new ModuleWeights(2.5, .25, .5)));
    }

    @Test
    void aLinkThatIsCutIsToldWithItsSecondsWhileTheCurvesStay() throws Exception {
        RuntimeLink.Watcher watcher = Objects.requireNonNull(link.watcher);
        watcher.linked(true, null);
        watcher.linked(false, Problem.of(Problem.Code.LINK_LOST, "the pipe was closed"));
        window.until("it is told", () -> window.node("#link-cut").isVisible());
        window.until("seconds", () -> window.said().contains("Link cut 1 s ago."));
        assertThat(window.said()).contains("the pipe was closed");
        assertThat(TestWindow.onWindow(() -> loss().table().rows())).hasSize(40);

        watcher.linked(true, null);
        window.until("it is back", () -> !window.node("#link-cut").isVisible());
    }

    @Test
    void aRunThatFailsShowsItsMemoryWithTheMomentAndItsLastWords() throws Exception {
        says(
                new Event.RunFailed(
                        40, Problem.of(Problem.Code.LOSS_NOT_FINITE, "NaN", 40, "step 40")));
        shows(RunState.FAILED);
        window.until("its end", () -> window.node("#evidence").isVisible());
        assertThat(((ListView<?>) window.node("#evidence-lines")).getItems().getLast())
                .isInstanceOfSatisfying(
                        LogEntry.class,
                        e -> assertThat(e.text()).startsWith("The loss became NaN at step 40"));
        assertThat(health("memory").markProperty().get()).isEqualTo(40);
        window.click("#copy-report");
        window.click("#evidence-whole");
        assertThat(window.workbench().log().openProperty().get()).isTrue();
        window.click("#failure-resume");
        assertThat(link.resumed).containsExactly("a");
    }

    @Test
    void aRunThatIsDoneIsPutBesideItsBase() throws Exception {
        says(new Event.RunFinished(100, java.util.Map.of(), 60));
        shows(RunState.DONE);
        window.click("#run-compare");
        window.until(
                "there", () -> window.workbench().shell().placeProperty().get() == Place.COMPARE);
    }

    private static Point2D at(LineChart chart, double share) throws Exception {
        return TestWindow.onWindow(() -> {
            Bounds bounds = chart.localToScreen(chart.getBoundsInLocal());
            return new Point2D(
                    bounds.getMinX() + share * bounds.getWidth(),
                    bounds.getMinY() + bounds.getHeight() / 2);
        });
    }
}
