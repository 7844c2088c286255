package dev.sku.runtime.data;

import dev.sku.runtime.parquet.ParquetFile;
import dev.sku.runtime.parquet.ParquetRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rows of a Parquet file, known by their number in it, from 1.
final class ParquetRows implements RowSource {
    private final String name;
    private final ParquetFile file;
    private int row;

    ParquetRows(Path path) throws IOException {
        this.name = path.toString();
        this.file = ParquetFile.open(path, MAX_ROW_BYTES);
    }

    @Override
    public Set<String> columns() {
        return new LinkedHashSet<>(file.columns());
    }

    @Override
    public @Nullable Item next() {
        ParquetRow read = file.next();
        if (read == null) {
            return null;
        }
        row++;
        return read.fault() == null
                ? new Item(row, new SourceRow(name, row, read.columns()), null)
                : new Item(row, null, read.fault());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
