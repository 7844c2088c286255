package dev.sku.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.app.journal.RunNotes;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.journal.RunTally;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {
    private static final RunNotes NOTES =
            new RunNotes("the good one", "try λ 0.8", List.of("paper", "sample"));

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("workbench.db");
    }

    private RunSummary summary(String name) {
        var run =
                DemonstrationRuns.finished(
                        folder.resolve("runs"),
                        name,
                        folder,
                        Instant.parse("2026-11-21T09:00:00Z"));
        RunTally tally = new RunTally(name, null);
        JournalReader.read(run.events(), 1).forEach(tally::accept);
        return tally.summary(false);
    }

    @Test
    void whatIsPutIsThereWhenOpenedAgain() {
        RunSummary summary = summary("a");
        try (RunStore store = new RunStore(file())) {
            store.put(List.of(new RunStore.Indexed(summary, 12)));
            store.setNotes("a", NOTES);
        }
        try (RunStore store = new RunStore(file())) {
            assertThat(store.summaries()).isEqualTo(Map.of("a", new RunStore.Indexed(summary, 12)));
            assertThat(store.notes()).isEqualTo(Map.of("a", NOTES));
        }
    }

    @Test
    void notesStayWhenARunIsForgotten() {
        try (RunStore store = new RunStore(file())) {
            store.put(List.of(new RunStore.Indexed(summary("a"), 12)));
            store.setNotes("a", NOTES);
            store.forget("a");

            assertThat(store.summaries()).isEmpty();
            assertThat(store.notes()).containsKey("a");
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsSetAsideAndBegunAnew() throws Exception {
        Files.writeString(file(), "not a database ".repeat(1_000));

        try (RunStore store = new RunStore(file())) {
            store.setNotes("a", NOTES);
            assertThat(store.notes()).containsKey("a");
        }
        assertThat(folder.resolve("workbench.db.damaged")).exists();
    }

    @Test
    void aDamagedIndexIsRebuiltAndReadableNotesAreKept() throws Exception {
        try (RunStore store = new RunStore(file())) {
            for (int i = 0; i < 40; i++) {
                RunSummary summary = RunSummary.unread("run-" + i);
                store.put(List.of(new RunStore.Indexed(summary, i)));
            }
            store.setNotes("a", NOTES);
        }
        damage("sqlite_autoindex_runs_1");

        try (RunStore store = new RunStore(file())) {
            assertThat(store.summaries()).isEmpty();
            assertThat(store.notes()).isEqualTo(Map.of("a", NOTES));
        }
        assertThat(folder.resolve("workbench.db.notes.json")).exists();
    }

    /// Overwrites the page on which an index begins.
    private void damage(String index) throws Exception {
        long page;
        int pageSize;
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var s = connection.createStatement()) {
            try (var rows =
                    s.executeQuery(
                            "SELECT rootpage FROM sqlite_master WHERE name='" + index + "'")) {
                assertThat(rows.next()).isTrue();
                page = rows.getLong(1);
            }
            try (var rows = s.executeQuery("PRAGMA page_size")) {
                assertThat(rows.next()).isTrue();
                pageSize = rows.getInt(1);
            }
        }
        byte[] bytes = Files.readAllBytes(file());
        int from = (int) ((page - 1) * pageSize);
        java.util.Arrays.fill(bytes, from, from + pageSize, (byte) 0x55);
        Files.write(file(), bytes);
    }

    @Test
    void notesOfAnOlderFileStayAndGetRoomForAName() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var s = connection.createStatement()) {
            s.execute(
                    "CREATE TABLE notes(name TEXT PRIMARY KEY, note TEXT NOT NULL, tags TEXT NOT NULL)");
            s.execute("INSERT INTO notes VALUES('a', 'keep', 'paper')");
            s.execute("PRAGMA user_version=2");
        }
        try (RunStore store = new RunStore(file())) {
            assertThat(store.notes())
                    .isEqualTo(Map.of("a", new RunNotes("", "keep", List.of("paper"))));
            store.setNotes("a", NOTES);
            assertThat(store.notes()).isEqualTo(Map.of("a", NOTES));
        }
    }

    @Test
    void aNewerFileIsRefusedAndLeftAlone() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var s = connection.createStatement()) {
            s.execute("PRAGMA user_version=99");
        }

        try (RunStore store = new RunStore(file())) {
            assertThatThrownBy(store::summaries)
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("newer version");
        }
        assertThat(folder.resolve("workbench.db.damaged")).doesNotExist();
    }

    @Test
    void twoWindowsWriteInTurn() {
        try (RunStore one = new RunStore(file());
                RunStore two = new RunStore(file())) {
            one.setNotes("a", NOTES);
            two.setNotes("b", NOTES);

            assertThat(one.notes()).containsOnlyKeys("a", "b");
        }
    }
}
