package dev.sku.runtime.data;

import dev.sku.protocol.ColumnMapping;
import dev.sku.protocol.Profile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Any file of rows whose question and answer columns a person has named.
public final class MappedRows implements RowLayout {
    private final ColumnMapping mapping;

    MappedRows(ColumnMapping mapping) {
        this.mapping = mapping;
    }

    public static RowFile read(Path file, ColumnMapping mapping) {
        return DataFiles.read(file, new MappedRows(mapping), Profile.PAPER);
    }

    @Override
    public List<String> requiredColumns(Collection<String> present) {
        @Nullable String label = mapping.unsafeLabel();
        return label == null
                ? List.of(mapping.question(), mapping.answer())
                : List.of(mapping.question(), mapping.answer(), label);
    }

    @Override
    public List<Placed> examples(SourceRow row) throws RowFault {
        @Nullable String label = mapping.unsafeLabel();
        if (label != null && !unsafe(row, label)) {
            return List.of();
        }
        return List.of(
                new Placed(
                        0,
                        Example.plain(
                                row.text(mapping.question()),
                                row.text(mapping.answer()),
                                row.file(),
                                row.line())));
    }

    /// A label is a word (`unsafe`, `harmful`, …) or a truth value.
    private static boolean unsafe(SourceRow row, String label) throws RowFault {
        return switch (row.columns().path(label).asString("").strip().toLowerCase(Locale.ROOT)) {
            case "unsafe", "harmful" -> true;
            case "safe", "harmless" -> false;
            default -> row.flag(label);
        };
    }
}
