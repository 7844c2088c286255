package dev.sku.runtime.data;

import dev.sku.protocol.BadRow;
import dev.sku.protocol.ColumnMapping;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Profile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads files of rows, whatever their format: JSONL or CSV, gzip or not, or Parquet, found by looking at their first
/// bytes.
public final class DataFiles {
    private DataFiles() {}

    /// Which rows a file is expected to hold.
    public enum Side {
        HARMFUL,
        NORMAL
    }

    /// @param mapping names the columns; null takes the side's own layout (PKU-SafeRLHF, TruthfulQA)
    /// @param profile the paper's order of rows (row by row), or the released code's (column after column)
    /// @throws ProblemException when the file as a whole cannot be used
    public static RowFile read(
            Path file, Side side, @Nullable ColumnMapping mapping, Profile profile) {
        return read(file, layout(side, mapping, profile), profile);
    }

    /// The columns of a file, from its header or its first sound row; empty where there is none.
    public static List<String> columns(Path file) {
        refuseUnlessFile(file);
        try (RowSource source = RowSource.open(file)) {
            return List.copyOf(source.columns());
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(file, e), e);
        }
    }

    /// The side whose own layout has these columns; empty where they have to be mapped.
    public static Optional<Side> layout(List<String> columns) {
        return Arrays.stream(Side.values())
                .filter(side ->
                        columns.containsAll(
                                layout(side, null, Profile.PAPER).requiredColumns(columns)))
                .findFirst();
    }

    private static void refuseUnlessFile(Path file) {
        if (!Files.exists(file)) {
            throw ProblemException.of(Problem.Code.FILE_MISSING, file);
        }
        if (Files.isDirectory(file)) {
            throw ProblemException.of(Problem.Code.FILE_UNREADABLE, file, "it is a folder");
        }
    }

    static RowFile read(Path file, RowLayout layout, Profile profile) {
        String name = file.toString();
        refuseUnlessFile(file);
        List<RowLayout.Placed> found = new ArrayList<>();
        List<BadRow> badRows = new ArrayList<>();
        try (RowSource source = RowSource.open(file)) {
            check(name, layout, source.columns());
            for (RowSource.Item item = source.next(); item != null; item = source.next()) {
                try {
                    found.addAll(layout.examples(item.row()));
                } catch (RowFault fault) {
                    badRows.add(new BadRow(name, item.line(), fault.reason()));
                }
            }
        } catch (AccessDeniedException e) {
            throw new ProblemException(
                    Problem.of(Problem.Code.FILE_UNREADABLE, name, "permission denied"), e);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(Problem.Code.FILE_UNREADABLE, name, String.valueOf(e.getMessage())),
                    e);
        }
        if (profile == Profile.REFERENCE) {
            found.sort(
                    Comparator.comparingInt(
                            RowLayout.Placed::column)); // stable: rows stay in order
        }
        return new RowFile(name, found.stream().map(RowLayout.Placed::example).toList(), badRows);
    }

    private static RowLayout layout(Side side, @Nullable ColumnMapping mapping, Profile profile) {
        if (mapping != null) {
            return new MappedRows(mapping);
        }
        return switch (side) {
            case HARMFUL -> new SafeRlhf();
            case NORMAL -> new TruthfulQa(profile);
        };
    }

    /// @param columns of the header, or of the first row that has any; empty where there is none
    private static void check(String name, RowLayout layout, Set<String> columns) {
        if (columns.isEmpty()) {
            return; // every row is a bad one, and is reported as such
        }
        for (String column : layout.requiredColumns(columns)) {
            if (!columns.contains(column)) {
                throw ProblemException.of(
                        Problem.Code.DATA_COLUMN_MISSING, name, column, String.join(", ", columns));
            }
        }
    }
}
