package dev.sku.runtime.data;

import dev.sku.protocol.BadRow;
import java.util.List;

/// What a file of rows holds: the usable ones in order, and those left out with their reasons.
public record RowFile(String file, List<Example> rows, List<BadRow> badRows) {
    public RowFile {
        rows = List.copyOf(rows);
        badRows = List.copyOf(badRows);
    }
}
