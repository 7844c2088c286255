package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.link.RecordedLink;
import dev.sku.app.runs.RunsViewModel;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.shell.Place;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/// What a person does with runs of the library: those of elsewhere, those that are handed on, those that are lost.
@Timeout(300)
class LibraryPageTest {
    @TempDir Path folder;

    private Path workspace = Path.of("unset");
    private TestWindow window;

    @BeforeEach
    void aRunIsDone() throws Exception {
        workspace = folder.resolve("workspace");
        Path sample = SampleFiles.in(folder.resolve("sample-data"));
        RunFolder run =
                DemonstrationRuns.finished(
                        workspace.resolve("runs"), "first", sample, Instant.now());
        window =
                new TestWindow(
                        new Workbench.Places(
                                workspace,
                                sample,
                                folder.resolve("sku"),
                                new SettingsFile(folder.resolve("settings.json"))),
                        new RecordedLink(workspace, run));
        window.until("the run is known", () -> runs().all().size() == 1);
        window.click("#go-runs");
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private RunsViewModel runs() {
        return window.workbench().runs();
    }

    private Optional<RunEntry> run(String name) {
        return runs().visible().stream().filter(e -> e.summary().name().equals(name)).findFirst();
    }

    private TableView<?> table() {
        return (TableView<?>) window.node("#runs-table");
    }

    private void choose(int row) throws Exception {
        window.until("the row", () -> table().getItems().size() > row);
        window.robot.interact(() -> {
            table().requestFocus();
            table().getSelectionModel().select(row);
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    /// Of the menu of the chosen run.
    private void act(String id) {
        MenuItem item =
                table().getContextMenu().getItems().stream()
                        .filter(i -> id.equals(i.getId()))
                        .findFirst()
                        .orElseThrow();
        window.robot.interact(item::fire);
    }

    private void importBy(int way, Path from) {
        window.choices.will(from);
        MenuButton menu = (MenuButton) window.node("#runs-import");
        window.robot.interact(() -> menu.getItems().get(way).fire());
    }

    @Test
    void takesInAFolderFromElsewhere() throws Exception {
        RunFolder other =
                DemonstrationRuns.failed(
                        folder.resolve("theirs"),
                        "second",
                        folder.resolve("sample-data"),
                        Instant.now());
        importBy(0, other.path());

        window.until("it is listed", () -> run("second").isPresent());
        assertThat(new RunFolder(workspace.resolve("runs").resolve("second")).readSpec())
                .isEqualTo(other.readSpec());
        assertThat(other.events()).exists();
    }

    @Test
    void handsARunOnAsOneFileAndTakesItInAgain() throws Exception {
        Path zip = folder.resolve("first.zip");
        choose(0);
        window.choices.will(zip);
        act("runs-export");
        window.until("the archive", () -> Files.exists(zip));
        assertThat(window.choices.suggested).isEqualTo("first.zip");

        importBy(1, zip);
        window.until("it is listed", () -> run("first-2").isPresent());
        assertThat(workspace.resolve("runs").resolve("first-2").resolve("events.ndjson"))
                .hasSameBinaryContentAs(
                        workspace.resolve("runs").resolve("first").resolve("events.ndjson"));

        importBy(1, Files.writeString(folder.resolve("no.zip"), "no archive"));
        window.until("why not", () -> window.said().contains("no.zip"));
        assertThat(runs().all()).hasSize(2);
    }

    @Test
    void makesANewDraftOfAPastRun() throws Exception {
        choose(0);
        act("runs-duplicate");

        window.until(
                "the form",
                () -> window.workbench().shell().placeProperty().get() == Place.CONFIGURE);
        assertThat(window.workbench().configure().draftProperty().get())
                .isEqualTo(new RunFolder(workspace.resolve("runs").resolve("first")).readSpec());
        window.click("#undo");
        assertThat(window.workbench().configure().draftProperty().get().name()).isEqualTo("sample");
    }

    @Test
    void aHighWindowOffersPastRunsUnderTheForm() throws Exception {
        window.click("#go-configure");
        assertThat(window.isThere("#past-first")).as("where there is little room").isFalse();
        window.robot.interact(
                () -> window.node("#go-configure").getScene().getWindow().setHeight(1_150));
        window.click("#past-first");

        assertThat(window.workbench().configure().draftProperty().get().name()).isEqualTo("first");
    }

    @Test
    void findsARunByTheTagItWasGivenAndClearsTheFilter() throws Exception {
        choose(0);
        window.robot.interact(() -> {
            TextField tags = (TextField) window.node("#run-tags");
            tags.requestFocus();
            tags.setText("paper, baseline");
            table().requestFocus();
        });
        window.until("the tags", () -> runs().all().getFirst().notes().tags().size() == 2);

        TextField query = (TextField) window.node("#runs-query");
        window.robot.interact(() -> query.setText("baseline"));
        assertThat(runs().visible()).hasSize(1);
        window.robot.interact(() -> query.setText("nothing is called so"));
        window.click("#clear-filter");
        assertThat(runs().visible()).hasSize(1);
        window.click("#filter-failed");
        assertThat(runs().visible()).isEmpty();
        window.click("#filter-all");
        assertThat(runs().visible()).hasSize(1);
    }

    @Test
    void findsTheFolderOfARunThatIsMissing() throws Exception {
        Path runs = workspace.resolve("runs");
        Path moved = folder.resolve("moved");
        window.until("it was counted", () -> run("first").orElseThrow().summary().step() == 60);
        Files.move(runs.resolve("first"), moved);
        window.until("it is missing", () -> run("first").orElseThrow().missing());
        choose(0);
        assertThat(window.said()).contains("Missing");

        window.choices.will(moved);
        window.click("#run-find");
        window.until("it is here again", () -> runs().all().size() == 1);
        assertThat(run("first").orElseThrow().missing()).isFalse();
        assertThat(run("first").orElseThrow().summary().step()).isEqualTo(60);
    }

    @Test
    void hidesAColumnAndFindsItHiddenTheNextTime() throws Exception {
        MenuButton menu = (MenuButton) window.node("#runs-columns");
        MenuItem started =
                menu.getItems().stream()
                        .filter(i -> "show-started".equals(i.getId()))
                        .findFirst()
                        .orElseThrow();
        window.robot.interact(
                () -> ((javafx.scene.control.CheckMenuItem) started).setSelected(false));

        assertThat(table().getVisibleLeafColumns())
                .extracting(javafx.scene.control.TableColumn::getId)
                .contains("column-time")
                .doesNotContain("column-started");
        SettingsFile file = new SettingsFile(folder.resolve("settings.json"));
        window.until(
                "it is remembered",
                () ->
                        String.valueOf(file.read().pageStates().get("runs.hiddenColumns"))
                                .contains("started"));
    }
}
