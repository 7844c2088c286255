package dev.sku.app.store;

import dev.sku.app.journal.Exchange;
import dev.sku.app.journal.Input;
import dev.sku.app.journal.RunNotes;
import dev.sku.app.journal.RunSummary;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The index of a workspace's runs, and the person's notes on them, in one SQLite file.
///
/// Summaries can be made again from the run folders; notes cannot. One connection writes, in transactions that begin
/// immediately, so that a second window waits its turn instead of failing.
public final class RunStore implements AutoCloseable {
    private final Path file;
    private @Nullable Connection opened;

    /// Opened when it is first asked: not on the thread that makes the window.
    public RunStore(Path file) {
        this.file = file;
    }

    /// @throws ProblemException `FILE_UNREADABLE` where the place cannot be used
    private Connection connection() {
        Connection now = opened;
        if (now == null) {
            now = StoreFile.open(file);
            opened = now;
        }
        return now;
    }

    /// A stored summary and how long the journal was that it was made from.
    public record Indexed(RunSummary summary, long journalBytes) {}

    private record Row(String name, long journalBytes, String summary) {}

    public synchronized Map<String, Indexed> summaries() {
        return query(
                "SELECT name, journal_bytes, summary FROM runs",
                rows -> {
                    List<Row> all = new ArrayList<>();
                    while (rows.next()) {
                        all.add(new Row(rows.getString(1), rows.getLong(2), rows.getString(3)));
                    }
                    return all.parallelStream()
                            .collect(
                                    Collectors.toMap(
                                            Row::name,
                                            r ->
                                                    new Indexed(
                                                            Wire.read(
                                                                    r.summary(),
                                                                    RunSummary.class,
                                                                    file.toString()),
                                                            r.journalBytes())));
                });
    }

    public synchronized void put(List<Indexed> changed) {
        transaction(() -> {
            try (PreparedStatement put =
                    connection()
                            .prepareStatement(
                                    "INSERT INTO runs(name, journal_bytes, summary) VALUES(?,?,?)"
                                            + " ON CONFLICT(name) DO UPDATE SET"
                                            + " journal_bytes=excluded.journal_bytes,"
                                            + " summary=excluded.summary")) {
                for (Indexed run : changed) {
                    put.setString(1, run.summary().name());
                    put.setLong(2, run.journalBytes());
                    put.setString(3, Wire.line(run.summary()));
                    put.addBatch();
                }
                put.executeBatch();
            }
        });
    }

    /// Forgets the summary of a run whose folder is gone; the notes on it stay.
    public synchronized void forget(String name) {
        update("DELETE FROM runs WHERE name=?", name);
    }

    public synchronized Map<String, RunNotes> notes() {
        return query(StoreFile.NOTES, StoreFile::readNotes);
    }

    public synchronized void setNotes(String name, RunNotes notes) {
        update(
                StoreFile.PUT_NOTES,
                name,
                notes.note(),
                String.join("\n", notes.tags()),
                notes.title());
    }

    /// Everything that was asked in comparisons, the oldest first.
    public synchronized List<Exchange> exchanges() {
        return query(
                "SELECT exchange FROM exchanges ORDER BY time, id",
                rows -> {
                    List<Exchange> all = new ArrayList<>();
                    while (rows.next()) {
                        all.add(Wire.read(rows.getString(1), Exchange.class, file.toString()));
                    }
                    return all;
                });
    }

    /// Keeps an exchange, in place of what was kept of it before.
    public synchronized void put(Exchange exchange) {
        update(
                "INSERT INTO exchanges(id, time, exchange) VALUES(?,?,?) ON CONFLICT(id) DO UPDATE"
                        + " SET exchange=excluded.exchange",
                exchange.id(),
                exchange.time().toString(),
                Wire.line(exchange));
    }

    /// Models and rows of the person's list, in its order.
    public synchronized List<Input> inputs() {
        return query(
                "SELECT input FROM inputs ORDER BY position",
                rows -> {
                    List<Input> all = new ArrayList<>();
                    while (rows.next()) {
                        all.add(Wire.read(rows.getString(1), Input.class, file.toString()));
                    }
                    return all;
                });
    }

    public synchronized void setInputs(List<Input> inputs) {
        transaction(() -> {
            try (Statement clear = connection().createStatement();
                    PreparedStatement put =
                            connection()
                                    .prepareStatement(
                                            "INSERT INTO inputs(position, input) VALUES(?,?)")) {
                clear.executeUpdate("DELETE FROM inputs");
                for (int i = 0; i < inputs.size(); i++) {
                    put.setInt(1, i);
                    put.setString(2, Wire.line(inputs.get(i)));
                    put.addBatch();
                }
                put.executeBatch();
            }
        });
    }

    private interface Reading<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private interface Writing {
        void write() throws SQLException;
    }

    private <T> T query(String sql, Reading<T> reading) {
        try (PreparedStatement s = connection().prepareStatement(sql);
                ResultSet rows = s.executeQuery()) {
            return reading.read(rows);
        } catch (SQLException e) {
            throw StoreFile.failed(file, e);
        }
    }

    private void update(String sql, String... arguments) {
        transaction(() -> {
            try (PreparedStatement s = connection().prepareStatement(sql)) {
                for (int i = 0; i < arguments.length; i++) {
                    s.setString(i + 1, arguments[i]);
                }
                s.executeUpdate();
            }
        });
    }

    private void transaction(Writing work) {
        try (Statement s = connection().createStatement()) {
            s.execute("BEGIN IMMEDIATE");
            try {
                work.write();
                s.execute("COMMIT");
            } catch (SQLException e) {
                s.execute("ROLLBACK");
                throw e;
            }
        } catch (SQLException e) {
            throw StoreFile.failed(file, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (SQLException e) {
            throw StoreFile.failed(file, e);
        }
    }
}
