package dev.sku.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.app.journal.Exchange;
import dev.sku.app.journal.RunNotes;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.journal.RunTally;
import dev.sku.app.journal.Setting;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.DataSpec;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Sampling;
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

    /// As version 3 wrote them: the sampling beside the prompt, and nothing of the template.
    @Test
    void olderExchangesGetASettingWithTheTemplateThatTheirPromptShows() throws Exception {
        String asked =
                """
                {"id":"ID","time":"2026-11-20T08:00:00Z","prompt":{"question":"Why?","harmful":true,"earlier":[],\
                "raw":false,"begun":[],"said":[]},"promptText":"TEXT","sampling":{"temperature":0.5,"topK":0,"topP":1.0,\
                "repetitionPenalty":1.0,"seed":7,"maxNewTokens":12,"stop":[]},"replies":[{"side":"Base","model":"/opt",\
                "reply":{"side":0,"lambda":0.0,"text":" So.","tokens":2,"changes":[],"seconds":0.1,\
                "verdict":{"outcome":"helpful","judge":"phrases 1.0"}},"person":"refusal"}],"blind":false,"note":"odd"}\
                """;
        try (RunStore store = new RunStore(file())) {
            assertThat(store.exchanges()).isEmpty();
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var put =
                        connection.prepareStatement(
                                "INSERT INTO exchanges(id, time, exchange) VALUES(?,?,?)");
                var s = connection.createStatement()) {
            Map<String, String> texts =
                    Map.of(
                            "a", "Be kind.\\n### Question: Why?\\n ### Answer:",
                            "b", "<user>Why?<assistant>");
            for (var e : texts.entrySet()) {
                put.setString(1, e.getKey());
                put.setString(2, e.getKey());
                put.setString(3, asked.replace("ID", e.getKey()).replace("TEXT", e.getValue()));
                put.executeUpdate();
            }
            put.setString(1, "c");
            put.setString(2, "c");
            put.setString(3, "no JSON");
            put.executeUpdate();
            s.execute("PRAGMA user_version=3");
        }
        try (RunStore store = new RunStore(file())) {
            assertThatThrownBy(store::exchanges).isInstanceOf(ProblemException.class);
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var s = connection.createStatement()) {
            s.execute("DELETE FROM exchanges WHERE id='c'");
        }
        Sampling drawn = new Sampling(.5, 0, 1, 1, 7, 12, List.of());
        try (RunStore store = new RunStore(file())) {
            assertThat(store.exchanges())
                    .extracting(Exchange::setting)
                    .containsExactly(
                            new Setting(drawn, DataSpec.SKU_TEMPLATE, null, null),
                            new Setting(drawn, null, null, null));
            assertThat(store.exchanges().getFirst().replies())
                    .extracting(Exchange.Said::person)
                    .containsExactly(Outcome.REFUSAL);
            assertThat(store.exchanges().getFirst().note()).isEqualTo("odd");
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
