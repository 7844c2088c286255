package dev.sku.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.configure.Draft;
import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunNotes;
import dev.sku.app.link.FakeLink;
import dev.sku.app.link.RunHandle;
import dev.sku.app.shell.Notices;
import dev.sku.app.store.RunLibrary;
import dev.sku.app.store.RunStore;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.app.train.RunCurves;
import dev.sku.protocol.ForkPoint;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsViewModelTest {
    private static final Instant THEN = Instant.parse("2026-11-21T09:00:00Z");

    private final FakeLink link = new FakeLink();
    private final Notices notices = new Notices();
    private final Path workspace;
    private final RunStore store;
    private final RunsViewModel model;

    RunsViewModelTest(@TempDir Path workspace) {
        this.workspace = workspace;
        store = new RunStore(workspace.resolve("workbench.db"));
        RunLibrary library = new RunLibrary(store, workspace);
        model = new RunsViewModel(workspace, link, library, notices, Runnable::run, Runnable::run);
        Path runs = workspace.resolve("runs");
        add(DemonstrationRuns.finished(runs, "older", workspace, THEN));
        add(DemonstrationRuns.failed(runs, "newer", workspace, THEN.plus(Duration.ofHours(1))));
        model.refresh();
    }

    private void add(RunFolder run) {
        link.handles.add(new RunHandle(run.name(), run.path(), false, false));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<String> visible() {
        return model.visible().stream().map(e -> e.summary().name()).toList();
    }

    @Test
    void theNewestIsFirst() {
        assertThat(visible()).containsExactly("newer", "older");
    }

    @Test
    void filtersByStateAndByName() {
        model.filterProperty().set(RunsViewModel.Filter.FAILED);
        assertThat(visible()).containsExactly("newer");
        model.queryProperty().set("old");
        assertThat(visible()).isEmpty();
        model.clearFilter();
        assertThat(visible()).hasSize(2);
    }

    @Test
    void findsARunByItsNoteAndTag() {
        model.actions()
                .setNotes(
                        model.all().getLast(),
                        new RunNotes("", "Lowest rate so far", List.of("Paper")));

        model.queryProperty().set("lowest");
        assertThat(visible()).containsExactly("older");
        model.queryProperty().set("paper");
        assertThat(visible()).containsExactly("older");
    }

    @Test
    void aTickedRunHasCurvesAndAColourOfItsOwn() {
        model.overlay().tick(model.all().getFirst(), true);
        model.overlay().tick(model.all().getLast(), true);

        assertThat(model.overlay().curves())
                .extracting(RunCurves::run)
                .containsExactly("newer", "older");
        assertThat(model.overlay().ticked()).containsEntry("newer", 1).containsEntry("older", 2);
        assertThat(model.overlay().curves().getLast().harmful().getFirst())
                .isEqualTo(new RunCurves.Point(0, 100));
        model.overlay().tick(model.all().getFirst(), false);
        assertThat(model.overlay().curves()).extracting(RunCurves::run).containsExactly("older");
    }

    @Test
    void theRunThatIsLookedAtHasCurvesWhileNoneIsTicked() {
        model.overlay().look(entry("older"));
        assertThat(curves()).as("while the page is not there").isEmpty();
        model.overlay().watch(true);
        assertThat(curves()).containsExactly("older");
        model.overlay().look(entry("newer"));
        assertThat(curves()).containsExactly("newer");

        model.overlay().tick(entry("older"), true);
        assertThat(curves()).containsExactly("older");
        model.overlay().clear();
        assertThat(curves()).containsExactly("newer");
    }

    private List<String> curves() {
        return model.overlay().curves().stream().map(RunCurves::run).toList();
    }

    @Test
    void aRunThatCannotBeReadIsOnlyToldWhereItsCurvesAreAskedFor() throws Exception {
        RunEntry damaged = entry("newer");
        Files.delete(damaged.folder().resolve("events.ndjson"));
        Files.createDirectory(damaged.folder().resolve("events.ndjson"));
        model.overlay().watch(true);
        model.overlay().look(damaged);
        assertThat(notices.shown()).isEmpty();
        assertThat(model.overlay().curves().getFirst().steps()).isEmpty();

        model.overlay().tick(damaged, true);
        assertThat(notices.shown().getFirst().detail()).contains("cannot be read");
    }

    @Test
    void atMostEightRunsAreTicked() {
        for (int i = 0; i < RunOverlay.MOST_TICKED; i++) {
            add(DemonstrationRuns.failed(workspace.resolve("runs"), "run" + i, workspace, THEN));
        }
        model.refresh();
        model.all().forEach(run -> model.overlay().tick(run, true));

        assertThat(model.overlay().ticked().values()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(notices.shown().getLast().title()).contains("8");
    }

    @Test
    void aForkSaysWhereItComesFromAndItsParentWhatCameFromIt() {
        Path runs = workspace.resolve("runs");
        RunFolder fork = DemonstrationRuns.finished(runs, "fork", workspace, THEN);
        RunSpec spec =
                Draft.with(
                        fork.readSpec(),
                        "from",
                        new ForkPoint(runs.resolve("newer").toString(), 40));
        RunFolder forked = RunFolder.createAt(runs.resolve("forked"), spec);
        add(forked);
        model.refresh();

        assertThat(model.lineage(entry("forked"))).isEqualTo("from step 40 of newer");
        assertThat(model.lineage(entry("newer"))).isEqualTo("1 fork: fork");
        assertThat(model.lineage(entry("older"))).isEmpty();
    }

    @Test
    void anExportedRunCanBeTakenInElsewhere(@TempDir Path other) {
        Path zip = other.resolve("older.zip");
        model.actions().export(entry("older"), zip);
        String name = dev.sku.app.store.RunArchive.takeIn(zip, other.resolve("workspace"));

        RunFolder there = new RunFolder(other.resolve("workspace").resolve("runs").resolve(name));
        assertThat(name).isEqualTo("older");
        assertThat(there.events())
                .hasSameBinaryContentAs(entry("older").folder().resolve("events.ndjson"));
        assertThat(there.readSpec()).isEqualTo(entry("older").summary().spec());
    }

    @Test
    void aRunOfATakenNameGetsAnother() {
        model.actions().importRun(entry("older").folder());

        assertThat(workspace.resolve("runs").resolve("older-2").resolve("spec.json")).exists();
        assertThat(notices.shown().getLast().title()).isEqualTo("older-2 is in the list");
    }

    @Test
    void whatHoldsNoRunIsNotTakenIn(@TempDir Path other) {
        model.actions().importRun(other);

        assertThat(notices.shown().getLast().detail()).contains("spec.json");
        assertThat(workspace.resolve("runs")).isDirectoryNotContaining("glob:**import*");
    }

    private RunEntry entry(String name) {
        return model.all().stream()
                .filter(e -> e.summary().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMissingRunIsListedAndFoundWhereItsFolderLiesNow(@TempDir Path disk) throws Exception {
        Path there = disk.resolve("moved");
        RunEntry known = entry("older");
        Files.move(known.folder(), there);
        link.handles.removeFirst();
        model.refresh();
        assertThat(visible()).containsExactly("newer", "older");
        assertThat(model.all()).hasSize(1);
        assertThat(model.count(RunsViewModel.Filter.DONE)).isZero();

        model.actions().find(model.visible().getLast(), entry("newer").folder());
        assertThat(notices.shown().getLast().detail()).contains("another run than older");
        model.actions().find(model.visible().getLast(), there);
        add(new RunFolder(known.folder()));
        model.refresh();
        assertThat(entry("older")).isEqualTo(known);
        assertThat(there.resolve("events.ndjson")).exists();

        model.actions().export(entry("older"), disk.resolve("older.zip"));
        assertThat(dev.sku.app.store.RunArchive.takeIn(disk.resolve("older.zip"), disk))
                .isEqualTo("older");
    }

    @Test
    void aMissingRunCanBeTakenOffTheList() throws Exception {
        Files.move(entry("older").folder(), workspace.resolve("moved"));
        link.handles.removeFirst();
        model.refresh();
        model.actions().forget(model.visible().getLast());

        assertThat(visible()).containsExactly("newer");
    }

    @Test
    void aDiscardedRunCanBeTakenBack() throws Exception {
        model.actions().discard(model.all().getFirst());
        assertThat(link.discarded).containsExactly("newer");
        link.handles.removeIf(h -> h.name().equals("newer"));
        Path bin = Files.createDirectories(workspace.resolve("bin"));
        Files.move(workspace.resolve("runs").resolve("newer"), bin.resolve("newer"));
        model.refresh();
        assertThat(visible()).containsExactly("older");

        Files.move(bin.resolve("newer"), workspace.resolve("runs").resolve("newer"));
        add(new RunFolder(workspace.resolve("runs").resolve("newer")));
        notices.shown().getFirst().action().run();
        assertThat(link.restored).containsExactly("newer");
        assertThat(visible()).containsExactly("newer", "older");
    }
}
