package dev.sku.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.configure.Draft;
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
        RunLibrary library = new RunLibrary(store);
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
        model.setNotes(
                model.all().getLast(), new RunNotes("", "Lowest rate so far", List.of("paper")));

        model.queryProperty().set("lowest");
        assertThat(visible()).containsExactly("older");
        model.queryProperty().set("paper");
        assertThat(visible()).containsExactly("older");
    }

    @Test
    void aTickedRunHasCurvesAndAColourOfItsOwn() {
        model.tick(model.all().getFirst(), true);
        model.tick(model.all().getLast(), true);

        assertThat(model.curves()).extracting(RunCurves::run).containsExactly("newer", "older");
        assertThat(model.ticked()).containsEntry("newer", 1).containsEntry("older", 2);
        assertThat(model.curves().getLast().harmful().getFirst())
                .isEqualTo(new RunCurves.Point(0, 100));
        model.tick(model.all().getFirst(), false);
        assertThat(model.curves()).extracting(RunCurves::run).containsExactly("older");
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
        model.export(entry("older"), zip);
        String name = dev.sku.app.store.RunArchive.takeIn(zip, other.resolve("workspace"));

        RunFolder there = new RunFolder(other.resolve("workspace").resolve("runs").resolve(name));
        assertThat(name).isEqualTo("older");
        assertThat(there.events())
                .hasSameBinaryContentAs(entry("older").folder().resolve("events.ndjson"));
        assertThat(there.readSpec()).isEqualTo(entry("older").summary().spec());
    }

    @Test
    void aRunOfATakenNameGetsAnother() {
        model.importRun(entry("older").folder());

        assertThat(workspace.resolve("runs").resolve("older-2").resolve("spec.json")).exists();
        assertThat(notices.shown().getLast().title()).isEqualTo("older-2 is in the list");
    }

    @Test
    void whatHoldsNoRunIsNotTakenIn(@TempDir Path other) {
        model.importRun(other);

        assertThat(notices.shown().getLast().detail()).contains("spec.json");
        assertThat(workspace.resolve("runs")).isDirectoryNotContaining("glob:**import*");
    }

    private dev.sku.app.journal.RunEntry entry(String name) {
        return model.all().stream()
                .filter(e -> e.summary().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDiscardedRunCanBeTakenBack() {
        model.discard(model.all().getFirst());
        assertThat(link.discarded).containsExactly("newer");
        link.handles.removeIf(h -> h.name().equals("newer"));
        model.refresh();
        assertThat(visible()).containsExactly("older");

        add(new RunFolder(workspace.resolve("runs").resolve("newer")));
        notices.shown().getFirst().action().run();
        assertThat(link.restored).containsExactly("newer");
        assertThat(visible()).containsExactly("newer", "older");
    }
}
