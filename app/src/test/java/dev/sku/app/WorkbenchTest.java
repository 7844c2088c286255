package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.configure.DraftField;
import dev.sku.app.journal.RunState;
import dev.sku.app.link.RecordedLink;
import dev.sku.app.settings.Settings;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.shell.Place;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.ForkPoint;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/// What a person does in the window, without a display, against run folders on disk. What is started here gets a recorded
/// journal.
@Timeout(120)
class WorkbenchTest {
    @TempDir Path folder;

    private final FxRobot robot = new FxRobot();
    private Path workspace = Path.of("unset");
    private RunFolder recorded = new RunFolder(Path.of("unset"));
    private final List<TestWindow> open = new ArrayList<>();

    @BeforeAll
    static void toolkit() throws Exception {
        TestWindow.toolkit();
    }

    @BeforeEach
    void installation() throws IOException {
        workspace = folder.resolve("workspace");
        Files.createDirectories(workspace);
        Path sample = SampleFiles.in(folder.resolve("sample-data"));
        recorded =
                DemonstrationRuns.finished(
                        folder.resolve("recorded"), "recorded", sample, Instant.now());
    }

    private Workbench open() throws Exception {
        return open(new Settings(Settings.Look.LIGHT, true, null, 1300, 800, false));
    }

    private Workbench open(Settings settings) throws Exception {
        Workbench.Places places =
                new Workbench.Places(
                        workspace,
                        folder.resolve("sample-data"),
                        folder.resolve("sku"),
                        new SettingsFile(folder.resolve("settings.json")));
        TestWindow window = new TestWindow(places, new RecordedLink(workspace, recorded), settings);
        open.add(window);
        Workbench workbench = window.workbench();
        until(() -> workbench.runs().knownProperty().get());
        return workbench;
    }

    @AfterEach
    void close() throws Exception {
        for (TestWindow window : open) {
            window.close();
        }
    }

    private static void until(BooleanSupplier reached) throws Exception {
        WaitForAsyncUtils.waitFor(
                60, TimeUnit.SECONDS, () -> TestWindow.onWindow(reached::getAsBoolean));
    }

    /// Nothing is pressed before it is there for a person.
    private FxRobot ready(String id) throws Exception {
        until(() ->
                robot.lookup(id).queryAll().stream()
                        .anyMatch(n -> TestWindow.isShown(n) && !n.isDisabled()));
        return robot;
    }

    private Node node(String id) {
        return robot.lookup(id).query();
    }

    private String words(String id) {
        return ((Labeled) node(id)).getText();
    }

    @Test
    void startsTheSampleWithOneClickAndShowsWhatItMeasured() throws Exception {
        Workbench workbench = open();
        until(() -> !workbench.start().facts().isEmpty());

        ready("#start-sample").clickOn("#start-sample");

        until(() -> workbench.train().summaryProperty().get().state() == RunState.DONE);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(workbench.shell().placeProperty().get()).isEqualTo(Place.TRAIN);
        assertThat(node("#tile-harmful").getAccessibleText()).startsWith("0.0 %");
        assertThat(words("#run-place")).isEqualTo("Step 60 of 60");
        try (var runs = Files.list(workspace.resolve("runs"))) {
            assertThat(runs).hasSize(1);
        }
    }

    @Test
    void startsARunFromTheForm() throws Exception {
        Workbench workbench = open();
        ready("#go-configure").clickOn("#go-configure");
        ready("#field-acquisition-steps").doubleClickOn("#field-acquisition-steps").write("61");

        ready("#start").clickOn("#start");

        until(() -> workbench.shell().placeProperty().get() == Place.TRAIN);
        until(() -> workbench.train().summaryProperty().get().state() == RunState.DONE);
        try (var runs = Files.list(workspace.resolve("runs"))) {
            RunFolder made = new RunFolder(runs.findFirst().orElseThrow());
            assertThat(made.readSpec().acquisition().steps()).isEqualTo(61);
        }
    }

    @Test
    void showsAFaultUnderItsFieldWhileOneTypes() throws Exception {
        Workbench workbench = open();
        ready("#go-configure").clickOn("#go-configure");
        ready("#field-acquisition-steps").doubleClickOn("#field-acquisition-steps").write("0");
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(words("#fault-optimizer-learningRate")).contains("Steps must be at least 1");
        assertThat(node("#start").isDisabled()).isTrue();
        assertThat(words("#fault-count")).isEqualTo("1 fault");
        assertThat(workbench.configure().text(DraftField.STEPS).get()).isEqualTo("0");
    }

    @Test
    void readsWhyARunFailed() throws Exception {
        DemonstrationRuns.failed(
                workspace.resolve("runs"), "broken", folder.resolve("sample-data"), Instant.now());
        Workbench workbench = open();
        until(() -> workbench.train().summaryProperty().get().state() == RunState.FAILED);
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(node("#failure").isVisible()).isTrue();
        assertThat(node("#start-again").isVisible()).isTrue();
        assertThat(robot.lookup("#failure .label").queryAllAs(Labeled.class))
                .anyMatch(l -> l.getText().startsWith("The loss became NaN at step 47"));
    }

    @Test
    void forksAFailedRunFromItsCheckpointWithOtherWeights() throws Exception {
        DemonstrationRuns.failed(
                workspace.resolve("runs"), "broken", folder.resolve("sample-data"), Instant.now());
        Workbench workbench = open();
        until(() -> workbench.train().summaryProperty().get().state() == RunState.FAILED);
        ready("#loss-weights").clickOn("#loss-weights");
        robot.interact(() -> ((javafx.scene.control.TextField) node("#steer-gd")).setText("1.25"));
        ready("#steer-fork").clickOn("#steer-fork");

        until(() -> workbench.shell().placeProperty().get() == Place.CONFIGURE);
        WaitForAsyncUtils.waitForFxEvents();
        RunSpec draft = workbench.configure().draftProperty().get();
        assertThat(draft.from())
                .isEqualTo(
                        new ForkPoint(workspace.resolve("runs").resolve("broken").toString(), 40));
        assertThat(draft.acquisition().weights().guidedDistortion()).isEqualTo(1.25);
        assertThat(node("#origin").isVisible()).isTrue();
        ready("#origin-base").clickOn("#origin-base");
        assertThat(workbench.configure().draftProperty().get().from()).isNull();
    }

    @Test
    void showsTheNumbersOfACurveAsATable() throws Exception {
        DemonstrationRuns.finished(
                workspace.resolve("runs"), "first", folder.resolve("sample-data"), Instant.now());
        Workbench workbench = open();
        until(() -> workbench.train().summaryProperty().get().step() == 60);
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.T);
        robot.release(KeyCode.SHIFT, KeyCode.CONTROL);
        WaitForAsyncUtils.waitForFxEvents();

        List<Integer> rows =
                robot.lookup(".numbers").queryAll().stream()
                        .map(n -> (TableView<?>) n)
                        .filter(t -> "Loss as a table".equals(t.getAccessibleText()))
                        .map(t -> t.getItems().size())
                        .toList();
        assertThat(rows).containsExactly(60);
        robot.interact(workbench::switchTables);
        assertThat(node("#crash").isVisible()).isFalse();
        long tables = robot.lookup(".numbers").queryAll().stream().filter(Node::isVisible).count();
        assertThat(tables).isZero();
    }

    @Test
    void aFaultOfTheWindowOpensItsDetails() throws Exception {
        Workbench workbench = open();
        Platform.runLater(() -> {
            throw new IllegalStateException("a fault made for this");
        });
        until(() -> node("#crash").isVisible());

        assertThat(((javafx.scene.control.TextArea) node("#crash-details")).getText())
                .contains("a fault made for this", "java ", "IllegalStateException");
        ready("#crash-close").clickOn("#crash-close");
        until(() -> !node("#crash").isVisible());
        assertThat(workbench.log().text()).contains("a fault made for this");
    }

    @Test
    void aQuestionMarkShowsTheKeysOfThePage() throws Exception {
        Workbench workbench = open();
        ready("#go-runs").clickOn("#go-runs");
        robot.interact(() ->
                javafx.event.Event.fireEvent(
                        workbench.view().root(),
                        new javafx.scene.input.KeyEvent(
                                javafx.scene.input.KeyEvent.KEY_TYPED,
                                "?",
                                "",
                                KeyCode.UNDEFINED,
                                true,
                                false,
                                false,
                                false)));

        assertThat(node("#shortcuts").isVisible()).isTrue();
        assertThat(robot.lookup("#shortcuts .label").queryAllAs(Labeled.class))
                .extracting(Labeled::getText)
                .contains("Keys of Runs", "Rename the chosen run", "F2", "Ctrl K");
        robot.type(KeyCode.ESCAPE);
        assertThat(node("#shortcuts").isVisible()).isFalse();
    }

    @Test
    void renamesARun() throws Exception {
        DemonstrationRuns.finished(
                workspace.resolve("runs"), "first", folder.resolve("sample-data"), Instant.now());
        Workbench workbench = open();
        ready("#go-runs").clickOn("#go-runs");
        TableView<?> table = (TableView<?>) node("#runs-table");
        until(() -> table.getItems().size() == 1);
        robot.interact(() -> {
            table.requestFocus();
            table.getSelectionModel().select(0);
        });
        robot.type(KeyCode.F2).write("the good one").type(KeyCode.ENTER);

        until(() -> workbench.runs().all().getFirst().title().equals("the good one"));
        until(() -> workbench.train().titleProperty().get().equals("the good one"));
    }

    @Test
    void comesBackToThePageThatWasLeft() throws Exception {
        DemonstrationRuns.finished(
                workspace.resolve("runs"), "first", folder.resolve("sample-data"), Instant.now());
        open();
        ready("#go-settings").clickOn("#go-settings");
        SettingsFile file = new SettingsFile(folder.resolve("settings.json"));
        until(() -> "SETTINGS".equals(file.read().pageStates().get("place")));
        close();
        open.clear();

        Workbench again = open(file.read());
        assertThat(again.shell().placeProperty().get()).isEqualTo(Place.SETTINGS);
    }

    @Test
    void findsARunInTheLibraryAndOpensIt() throws Exception {
        Path runs = workspace.resolve("runs");
        Path sample = folder.resolve("sample-data");
        Instant now = Instant.now();
        DemonstrationRuns.finished(runs, "first", sample, now.minusSeconds(900));
        DemonstrationRuns.finished(runs, "second", sample, now);
        Workbench workbench = open();
        until(() -> workbench.train().runProperty().get().equals("second"));

        ready("#go-runs").clickOn("#go-runs");
        ready("#runs-query").clickOn("#runs-query").write("fir");
        TableView<?> table = (TableView<?>) node("#runs-table");
        until(() -> table.getItems().size() == 1);
        robot.interact(() -> {
            table.requestFocus();
            table.getSelectionModel().select(0);
        });
        robot.type(KeyCode.ENTER);

        until(() -> workbench.train().runProperty().get().equals("first"));
        assertThat(workbench.shell().placeProperty().get()).isEqualTo(Place.TRAIN);
    }

    @Test
    void doesAnythingFromThePalette() throws Exception {
        Workbench workbench = open();
        robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        until(() -> workbench.shell().paletteOpenProperty().get());
        robot.write("settings").type(KeyCode.ENTER);

        until(() -> workbench.shell().placeProperty().get() == Place.SETTINGS);
        assertThat(workbench.shell().paletteOpenProperty().get()).isFalse();
    }

    @Test
    void changesTheThemeAtOnceAndRemembersIt() throws Exception {
        Workbench workbench = open();
        ready("#switch-theme").clickOn("#switch-theme");

        until(() -> workbench.view().root().getStyleClass().contains("dark"));
        SettingsFile file = new SettingsFile(folder.resolve("settings.json"));
        until(() -> file.read().theme() == Settings.Look.DARK);
    }

    @Test
    void writesANoteOnARun() throws Exception {
        DemonstrationRuns.finished(
                workspace.resolve("runs"), "first", folder.resolve("sample-data"), Instant.now());
        Workbench workbench = open();
        ready("#go-runs").clickOn("#go-runs");
        TableView<?> table = (TableView<?>) node("#runs-table");
        until(() -> table.getItems().size() == 1);
        robot.interact(() -> table.getSelectionModel().select(0));
        ready("#run-note").clickOn("#run-note").write("keep this").type(KeyCode.ENTER);

        until(() -> workbench.runs().all().getFirst().notes().note().equals("keep this"));
    }

    @Test
    void putsARunIntoTheQueueAndChangesTheOrder() throws Exception {
        Workbench workbench = open();
        ready("#go-configure").clickOn("#go-configure");
        for (int steps : new int[] {61, 62, 63}) {
            ready("#field-acquisition-steps")
                    .doubleClickOn("#field-acquisition-steps")
                    .write(String.valueOf(steps));
            ready("#add-to-queue").clickOn("#add-to-queue");
            WaitForAsyncUtils.waitForFxEvents();
        }
        until(() -> workbench.runs().all().size() == 3);
        assertThat(workbench.shell().placeProperty().get()).isEqualTo(Place.CONFIGURE);

        ready("#go-runs").clickOn("#go-runs");
        until(() -> !robot.lookup("#queue-run-2").queryAll().isEmpty());
        String last = words("#queue-run-2").substring("3. ".length());
        ready("#queue-up-2").clickOn("#queue-up-2");
        until(() -> words("#queue-run-1").equals("2. " + last));
        ready("#queue-out-1").clickOn("#queue-out-1");
        until(() -> robot.lookup("#queue-run-2").queryAll().isEmpty());

        assertThat(words("#status-link")).isEqualTo("Agent ready");
        assertThat(List.of(words("#queue-run-0"), words("#queue-run-1")))
                .noneMatch(w -> w.endsWith(last));
    }

    @Test
    void seesWhatHarmCostsAndWritesItAsAFigure() throws Exception {
        Path runs = workspace.resolve("runs");
        Path sample = folder.resolve("sample-data");
        DemonstrationRuns.finished(runs, "first", sample, Instant.now().minusSeconds(900));
        DemonstrationRuns.finished(runs, "second", sample, Instant.now());
        Workbench workbench = open();
        until(() -> workbench.train().runProperty().get().equals("second"));

        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT5).release(KeyCode.CONTROL);
        until(() -> workbench.tradeoff().figureProperty().get() != null);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(words("#tradeoff-runs")).isEqualTo("2 of 2 runs");
        assertThat(words("#tradeoff-point-title")).contains("step 60, λ");

        ready("#export-figure").clickOn("#export-figure");
        ready("#export-write").clickOn("#export-write");
        Path figure = workspace.resolve("figures").resolve("trade-off.pdf");
        Path remembered = workspace.resolve("figures").resolve("trade-off.figure.json");
        until(() -> workbench.figures().figures().contains(remembered));
        assertThat(figure).exists();

        ready("#tradeoff-open").clickOn("#tradeoff-open");
        until(() -> workbench.shell().placeProperty().get() == Place.TRAIN);
    }
}
