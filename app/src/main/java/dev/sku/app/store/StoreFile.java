package dev.sku.app.store;

import dev.sku.app.journal.RunNotes;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The SQLite file of the store: its tables, their changes from version to version, and what is done when it is damaged.
final class StoreFile {
    static final String NOTES = "SELECT name, note, tags, title FROM notes";
    static final String PUT_NOTES =
            "INSERT INTO notes(name, note, tags, title) VALUES(?,?,?,?) ON CONFLICT(name) DO UPDATE SET"
                    + " note=excluded.note, tags=excluded.tags, title=excluded.title";
    private static final String NOTES_BEFORE_TITLES = NOTES.replace("title", "''");
    private static final int VERSION = 4;

    private StoreFile() {}

    /// @throws ProblemException `FILE_UNREADABLE` where the place cannot be used
    static Connection open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Optional<Connection> sound = openSound(file);
            if (sound.isPresent()) {
                return sound.get();
            }
            Map<String, RunNotes> kept = readableNotes(file);
            setAside(file, kept);
            Connection fresh = migrated(file);
            for (Map.Entry<String, RunNotes> e : kept.entrySet()) {
                try (PreparedStatement put = fresh.prepareStatement(PUT_NOTES)) {
                    put.setString(1, e.getKey());
                    put.setString(2, e.getValue().note());
                    put.setString(3, String.join("\n", e.getValue().tags()));
                    put.setString(4, e.getValue().title());
                    put.executeUpdate();
                }
            }
            return fresh;
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(file, e), e);
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    /// Empty where SQLite finds the file damaged.
    private static Optional<Connection> openSound(Path file) throws SQLException {
        Connection connection = null;
        try {
            connection = migrated(file);
            try (Statement s = connection.createStatement();
                    ResultSet rows = s.executeQuery("PRAGMA quick_check(1)")) {
                if (rows.next() && rows.getString(1).equals("ok")) {
                    return Optional.of(connection);
                }
            }
        } catch (SQLException e) {
            boolean damaged = e.getErrorCode() == 11 || e.getErrorCode() == 26; // CORRUPT, NOTADB
            if (!damaged) {
                throw e;
            }
        }
        if (connection != null) {
            connection.close();
        }
        return Optional.empty();
    }

    private static Map<String, RunNotes> readableNotes(Path file) {
        try (Connection damaged = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = damaged.createStatement();
                ResultSet rows = s.executeQuery(version(s) < 3 ? NOTES_BEFORE_TITLES : NOTES)) {
            return readNotes(rows);
        } catch (SQLException _) {
            return Map.of(); // nothing of them can be read any more; the damaged file is kept
        }
    }

    /// Keeps the damaged file, and the notes that could be read as text beside it.
    private static void setAside(Path file, Map<String, RunNotes> notes) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-wal"));
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
        Files.writeString(
                file.resolveSibling(file.getFileName() + ".notes.json"), Wire.pretty(notes));
    }

    private static Connection migrated(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement s = connection.createStatement()) {
            s.execute("PRAGMA busy_timeout=5000");
            s.execute("PRAGMA journal_mode=WAL");
            int version = version(s);
            if (version > VERSION) {
                connection.close();
                throw ProblemException.of(
                        Problem.Code.FILE_UNREADABLE,
                        file,
                        "a newer version of the workbench made it");
            }
            if (version < VERSION) {
                s.execute("BEGIN IMMEDIATE");
                migrate(s, version);
                s.execute("PRAGMA user_version=" + VERSION);
                s.execute("COMMIT");
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static int version(Statement s) throws SQLException {
        try (ResultSet rows = s.executeQuery("PRAGMA user_version")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private static void migrate(Statement s, int version) throws SQLException {
        s.execute(
                "CREATE TABLE IF NOT EXISTS runs(name TEXT PRIMARY KEY,"
                        + " journal_bytes INTEGER NOT NULL, summary TEXT NOT NULL)");
        s.execute(
                "CREATE TABLE IF NOT EXISTS notes(name TEXT PRIMARY KEY, note TEXT NOT NULL,"
                        + " tags TEXT NOT NULL)");
        s.execute(
                "CREATE TABLE IF NOT EXISTS exchanges(id TEXT PRIMARY KEY, time TEXT NOT NULL,"
                        + " exchange TEXT NOT NULL)");
        s.execute(
                "CREATE TABLE IF NOT EXISTS inputs(position INTEGER PRIMARY KEY,"
                        + " input TEXT NOT NULL)");
        if (version < 3) {
            s.execute("ALTER TABLE notes ADD COLUMN title TEXT NOT NULL DEFAULT ''");
        }
        if (version < 4) {
            ExchangeMigration.settings(s);
        }
    }

    static Map<String, RunNotes> readNotes(ResultSet rows) throws SQLException {
        Map<String, RunNotes> all = new LinkedHashMap<>();
        while (rows.next()) {
            List<String> tags = rows.getString(3).lines().filter(t -> !t.isBlank()).toList();
            all.put(rows.getString(1), new RunNotes(rows.getString(4), rows.getString(2), tags));
        }
        return all;
    }

    static ProblemException failed(Path file, SQLException e) {
        return new ProblemException(
                Problem.of(Problem.Code.FILE_UNREADABLE, file, String.valueOf(e.getMessage())), e);
    }
}
