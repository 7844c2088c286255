package dev.sku.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunNotes;
import dev.sku.app.journal.RunState;
import dev.sku.app.journal.RunTally;
import dev.sku.app.link.RunHandle;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLibraryTest {
    private static final Instant THEN = Instant.parse("2026-11-21T09:00:00Z");

    @TempDir Path workspace;

    private final List<RunStore> stores = new ArrayList<>();
    private final List<RunHandle> handles = new ArrayList<>();

    @BeforeEach
    void record() {
        add(DemonstrationRuns.finished(runs(), "done", workspace, THEN));
        add(DemonstrationRuns.failed(runs(), "failed", workspace, THEN));
    }

    private void add(RunFolder run) {
        handles.add(new RunHandle(run.name(), run.path(), false, false));
    }

    private Path runs() {
        return workspace.resolve("runs");
    }

    private RunLibrary library() {
        return library(workspace);
    }

    private RunLibrary library(Path of) {
        RunStore store = new RunStore(of.resolve("workbench.db"));
        stores.add(store);
        return new RunLibrary(store, of);
    }

    @AfterEach
    void close() {
        stores.forEach(RunStore::close);
    }

    @Test
    void summarisesEachRun() {
        List<RunEntry> entries = library().refresh(handles);

        assertThat(entries)
                .extracting(e -> e.summary().state())
                .containsExactly(RunState.DONE, RunState.FAILED);
        assertThat(entries.getFirst().summary().step()).isEqualTo(60);
        assertThat(entries.getFirst().summary().latest()).isNotNull();
    }

    @Test
    void theSameIsThereAfterTheIndexIsLost() throws Exception {
        List<RunEntry> before = library().refresh(handles);
        stores.forEach(RunStore::close);
        stores.clear();
        Files.delete(workspace.resolve("workbench.db"));

        assertThat(library().refresh(handles)).isEqualTo(before);
    }

    @Test
    void countsAsMuchAsOneWhoReadsEveryMessage() {
        add(DemonstrationRuns.running(runs(), "cut", 100, 40, workspace, THEN));
        List<RunEntry> entries = library().refresh(handles);

        for (RunHandle handle : handles) {
            RunFolder folder = new RunFolder(handle.folder());
            RunTally whole = new RunTally(handle.name(), folder.readSpec());
            JournalReader.read(folder.events(), 1).forEach(whole::accept);
            assertThat(entries)
                    .extracting(RunEntry::summary)
                    .as(handle.name())
                    .contains(whole.summary(false));
        }
    }

    @Test
    void runsAreKnownBeforeAnybodyTellsOfThem() {
        add(DemonstrationRuns.running(runs(), "cut", 100, 40, workspace, THEN));
        List<RunEntry> first = library().lastKnown();

        assertThat(first)
                .extracting(e -> e.summary().name(), e -> e.summary().state(), RunEntry::live)
                .containsExactlyInAnyOrder(
                        tuple("done", RunState.DONE, false),
                        tuple("failed", RunState.FAILED, false),
                        tuple("cut", RunState.RUNNING, true)); // as far as its journal tells
        assertThat(library().lastKnown()).containsExactlyInAnyOrderElementsOf(first);
        assertThat(library(workspace.resolve("nowhere")).lastKnown()).isEmpty();
    }

    @Test
    void whatIsAppendedToAJournalIsCounted() throws Exception {
        RunFolder run = new RunFolder(runs().resolve("done"));
        byte[] all = Files.readAllBytes(run.events());
        int half = newlineBefore(all, all.length / 2);
        Files.write(run.events(), Arrays.copyOf(all, half));
        List<RunHandle> live = List.of(new RunHandle("done", run.path(), true, false));
        RunLibrary library = library();

        int first = library.refresh(live).getFirst().summary().step();
        append(run, Arrays.copyOfRange(all, half, all.length));

        assertThat(first).isLessThan(60);
        assertThat(library.refresh(live).getFirst().summary().step()).isEqualTo(60);
    }

    private static int newlineBefore(byte[] bytes, int at) {
        int i = at;
        while (bytes[i - 1] != '\n') {
            i--;
        }
        return i;
    }

    private static void append(RunFolder run, byte[] bytes) throws IOException {
        Files.write(run.events(), bytes, StandardOpenOption.APPEND);
    }

    @Test
    void aRunWithoutAProcessThatHasNotEndedIsInterrupted() {
        add(DemonstrationRuns.running(runs(), "cut", 100, 40, workspace, THEN));

        assertThat(library().refresh(handles).getLast().summary().state())
                .isEqualTo(RunState.INTERRUPTED);
    }

    @Test
    void aRunWhoseFolderIsGoneStaysWithWhatIsKnownOfIt() throws Exception {
        library().setNotes("done", new RunNotes("", "good", List.of()));
        RunEntry before = library().refresh(handles).getFirst();
        Files.move(runs().resolve("done"), workspace.resolve("elsewhere"));

        RunLibrary again = library();
        List<RunEntry> now = again.refresh(handles.subList(1, 2));
        assertThat(now).extracting(RunEntry::missing).containsExactly(false, true);
        assertThat(now.getLast().summary()).isEqualTo(before.summary());
        assertThat(now.getLast().notes().note()).isEqualTo("good");

        again.forget("done");
        assertThat(again.refresh(handles.subList(1, 2))).hasSize(1);
        assertThat(library().refresh(handles.subList(1, 2))).hasSize(1);
    }

    @Test
    void aRunInTheBinIsNotMissing() throws Exception {
        RunLibrary library = library();
        library.refresh(handles);
        Files.createDirectories(workspace.resolve("bin"));
        Files.move(runs().resolve("done"), workspace.resolve("bin").resolve("done~2"));

        assertThat(library.refresh(handles.subList(1, 2))).hasSize(1);
    }

    @Test
    void aRunThatIsCalledLikeItIsAnother() throws Exception {
        RunLibrary library = library();
        library.refresh(handles);
        Files.createDirectories(workspace.resolve("bin").resolve("done-2"));
        Files.move(runs().resolve("done"), workspace.resolve("elsewhere"));

        assertThat(library.refresh(handles.subList(1, 2)))
                .extracting(RunEntry::missing)
                .containsExactly(false, true);
    }

    @Test
    void notesBelongToTheirRun() {
        RunLibrary library = library();
        library.setNotes("done", new RunNotes("", "good", List.of("paper")));

        assertThat(library.refresh(handles).getFirst().notes().note()).isEqualTo("good");
        assertThat(library.refresh(handles).getLast().notes()).isEqualTo(RunNotes.NONE);
    }
}
