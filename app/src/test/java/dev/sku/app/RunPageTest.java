package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.journal.RunState;
import dev.sku.app.link.FakeLink;
import dev.sku.app.link.RunHandle;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.shell.Place;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.charts.LineChart;
import dev.sku.protocol.Command;
import dev.sku.protocol.Event;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.Message;
import dev.sku.protocol.RunFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.control.ToggleButton;
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

    @BeforeEach
    void aRunGoesOn(@TempDir Path folder) throws Exception {
        Path workspace = folder.resolve("workspace");
        RunFolder run =
                DemonstrationRuns.running(
                        workspace.resolve("runs"), "a", 100, 40, folder, Instant.now());
        said.addAll(JournalReader.read(run.events(), 1));
        link.handles.add(new RunHandle("a", run.path(), true, false));
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
        window.robot.clickOn("#evaluate-now");
        assertThat(link.ordered).containsExactly(new Command.EvaluateNow());
        says(new Event.CheckpointSaved(40, "checkpoints/step-000040", 1_000));
        window.until("orders are taken again", () -> !window.node("#pause").isDisabled());

        window.robot.clickOn("#run-more").clickOn("#run-checkpoint");
        assertThat(link.ordered.getLast()).isEqualTo(new Command.CheckpointNow());
        says(new Event.CheckpointSaved(41, "checkpoints/step-000041", 1_000));
        window.until("orders are taken again", () -> !window.node("#stop").isDisabled());

        window.robot.clickOn("#stop").clickOn("#stop-discard");
        assertThat(link.ordered.getLast()).isEqualTo(new Command.Stop(false));
        says(new Event.RunStopped(41, false));
        shows(RunState.STOPPED);
        assertThat(window.node("#start-again").isVisible()).isTrue();
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

    private static Point2D at(LineChart chart, double share) throws Exception {
        return TestWindow.onWindow(() -> {
            Bounds bounds = chart.localToScreen(chart.getBoundsInLocal());
            return new Point2D(
                    bounds.getMinX() + share * bounds.getWidth(),
                    bounds.getMinY() + bounds.getHeight() / 2);
        });
    }
}
