package dev.sku.runtime.parquet;

import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;

/// The pages of one row group.
record RowGroupPages(long rows, Map<ColumnDescriptor, PageReader> columns, Place place)
        implements PageReadStore {
    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
        PageReader pages = columns.get(column);
        if (pages == null) {
            throw place.column(String.join(".", column.getPath())).fault("it is missing");
        }
        return pages;
    }

    @Override
    public long getRowCount() {
        return rows;
    }
}
