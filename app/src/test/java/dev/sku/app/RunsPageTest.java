package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.configure.DraftField;
import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunNotes;
import dev.sku.app.link.FakeLink;
import dev.sku.app.link.RunHandle;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.shell.Place;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.charts.LineChart;
import dev.sku.protocol.RunFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/// What a person does with finished runs and with the draft of the next.
@Timeout(300)
class RunsPageTest {
    private final FakeLink link = new FakeLink();
    @TempDir Path folder;
    private TestWindow window;

    @BeforeEach
    void aRunIsDone() throws Exception {
        Path workspace = folder.resolve("workspace");
        RunFolder run =
                DemonstrationRuns.finished(workspace.resolve("runs"), "a", folder, Instant.now());
        link.handles.add(new RunHandle("a", run.path(), false, false));
        window =
                new TestWindow(
                        new Workbench.Places(
                                workspace,
                                folder,
                                folder.resolve("sku"),
                                new SettingsFile(folder.resolve("settings.json"))),
                        link);
        window.until("the run is known", () -> window.workbench().runs().all().size() == 1);
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    @Test
    void putsARunIntoTheBinAndTakesItOutAgain() throws Exception {
        window.ready("#go-runs").clickOn("#go-runs");
        TableView<?> table = (TableView<?>) window.node("#runs-table");
        window.robot.interact(() -> {
            table.requestFocus();
            table.getSelectionModel().select(0);
        });
        window.robot.clickOn("a", MouseButton.SECONDARY).clickOn("#runs-discard");
        window.until("the order", () -> link.discarded.equals(List.of("a")));

        window.ready("#toast-action").clickOn("#toast-action");
        window.until("it is back", () -> link.restored.equals(List.of("a")));
    }

    @Test
    void opensTheFolderOfARun() throws Exception {
        openFolder();
        Path run = link.handles.getFirst().folder();
        window.until("it is shown", () -> window.choices.shown.equals(List.of(run)));
    }

    @Test
    void aFolderThatCannotBeOpenedIsNamed() throws Exception {
        window.choices.showsNothing = true;
        openFolder();
        Path run = link.handles.getFirst().folder();
        window.until(
                "it is told",
                () ->
                        window.said().contains("The folder cannot be opened from here")
                                && window.said().contains(run.toString()));
    }

    private void openFolder() throws Exception {
        window.ready("#go-runs").clickOn("#go-runs");
        TableView<?> table = (TableView<?>) window.node("#runs-table");
        window.robot.interact(() -> table.getSelectionModel().select(0));
        window.robot.clickOn("a", MouseButton.SECONDARY).clickOn("#runs-openFolder");
    }

    @Test
    void whatIsTypedOnARunStaysWhenAnotherRunComes() throws Exception {
        chooseFirst();
        window.ready("#run-note").clickOn("#run-note").write("half");
        another("b");

        assertThat(window.node("#run-note").isFocused()).isTrue();
        window.robot.write(" done").type(KeyCode.ENTER);
        window.until("the note", () -> note("a").equals("half done"));
        assertThat(note("b")).isEmpty();
    }

    @Test
    void aNoteThatIsHalfTypedIsKeptWhenAnotherRunIsChosen() throws Exception {
        another("b");
        chooseFirst();
        String first = window.workbench().runs().all().getFirst().summary().name();
        window.ready("#run-note").clickOn("#run-note").write("half");
        TableView<?> table = (TableView<?>) window.node("#runs-table");
        window.robot.interact(() -> table.getSelectionModel().select(1));
        window.robot.interact(table::requestFocus);

        window.until("the note", () -> note(first).equals("half"));
        assertThat(((TextField) window.node("#run-note")).getText()).isEmpty();
    }

    @Test
    void countsOfFiltersFollowRunsThatAreFilteredOut() throws Exception {
        window.ready("#go-runs").clickOn("#go-runs");
        window.click("#filter-failed");
        assertThat(window.words("#filter-done")).isEqualTo("Done 1");
        another("b");
        window.until("two", () -> window.words("#filter-done").equals("Done 2"));
    }

    @Test
    void aDoubleClickOnTheHeadOfAColumnOpensNoRun() throws Exception {
        chooseFirst();
        window.ready("#column-name").doubleClickOn("#column-name");
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(window.workbench().shell().placeProperty().get()).isEqualTo(Place.RUNS);
    }

    @Test
    void theChosenRunHasItsCurvesAndTickedOnesTheirNames() throws Exception {
        another("b");
        window.ready("#go-runs").clickOn("#go-runs");
        window.until("the newest", () -> window.workbench().runs().overlay().curves().size() == 1);
        assertThat(window.node("#overlay-clear").isVisible()).isFalse();

        window.click("#tick-a");
        window.click("#tick-b");
        window.until("both", () -> window.workbench().runs().overlay().curves().size() == 2);
        RunEntry a = run("a");
        window.robot.interact(() ->
                window.workbench()
                        .runs()
                        .actions()
                        .setNotes(a, new RunNotes("the first", "", List.of())));
        window.until("its name", () -> window.words("#overlaid-a").equals("the first"));
        LineChart rate = (LineChart) window.node("#runs-curve-harmful");
        LineChart loss = (LineChart) window.node("#runs-curve-distortion");
        window.robot.interact(() -> rate.crosshairProperty().set(20));
        assertThat(loss.crosshairProperty().get()).isEqualTo(20);

        window.click("#overlay-clear");
        window.until("one", () -> window.workbench().runs().overlay().curves().size() == 1);
    }

    private void chooseFirst() throws Exception {
        window.ready("#go-runs").clickOn("#go-runs");
        TableView<?> table = (TableView<?>) window.node("#runs-table");
        window.robot.interact(() -> table.getSelectionModel().select(0));
    }

    private void another(String name) throws Exception {
        Path runs = folder.resolve("workspace").resolve("runs");
        RunFolder run = DemonstrationRuns.finished(runs, name, folder, Instant.now());
        window.robot.interact(
                () -> link.handles.add(new RunHandle(name, run.path(), false, false)));
        int now = link.handles.size();
        window.until("it is listed", () -> window.workbench().runs().all().size() == now);
    }

    private RunEntry run(String name) {
        return window.workbench().runs().all().stream()
                .filter(e -> e.summary().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String note(String run) {
        return run(run).notes().note();
    }

    @Test
    void everyColumnOfTheTableIsInTheWindow() throws Exception {
        window.ready("#go-runs").clickOn("#go-runs");
        TableView<?> table = (TableView<?>) window.node("#runs-table");
        WaitForAsyncUtils.waitForFxEvents();
        List<String> missing =
                TestWindow.onWindow(() -> {
                    table.layout();
                    return table.getVisibleLeafColumns().stream()
                            .map(TableColumn::getId)
                            .filter(id -> id != null && !isInside(table, table.lookup("#" + id)))
                            .toList();
                });

        assertThat(table.getVisibleLeafColumns()).hasSize(11);
        assertThat(missing).isEmpty();
    }

    private static boolean isInside(Node table, Node head) {
        Bounds all = table.localToScene(table.getBoundsInLocal());
        return head != null && all.contains(head.localToScene(head.getBoundsInLocal()));
    }

    @Test
    void takesAChangeOfTheDraftBackAndMakesItAgain() throws Exception {
        window.ready("#go-configure").clickOn("#go-configure");
        String before = steps();
        window.robot.interact(
                () -> window.workbench().configure().text(DraftField.STEPS).set("61"));
        window.robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(steps()).isEqualTo(before);

        window.robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.Z);
        window.robot.release(KeyCode.SHIFT, KeyCode.CONTROL);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(steps()).isEqualTo("61");
    }

    private String steps() {
        return window.workbench().configure().text(DraftField.STEPS).get();
    }
}
