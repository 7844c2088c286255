package dev.sku.runtime.parquet;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.schema.MessageType;

/// Where the columns of a row group stand in the file, checked before anything is read.
final class Chunks {
    private Chunks() {}

    static RowGroupPages of(FileChannel file, MessageType schema, RowGroup group, Place place) {
        List<ColumnDescriptor> columns = schema.getColumns();
        List<ColumnChunk> chunks = group.getColumns();
        if (chunks == null || chunks.size() != columns.size()) {
            throw place.fault("it does not have the columns of the file");
        }
        PageMemory memory = new PageMemory();
        Map<ColumnDescriptor, PageReader> pages = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnDescriptor column = columns.get(i);
            Place here = place.column(String.join(".", column.getPath()));
            pages.put(
                    column, pages(file, column, chunks.get(i), group.getNum_rows(), memory, here));
        }
        return new RowGroupPages(group.getNum_rows(), pages, place);
    }

    private static ColumnPages pages(
            FileChannel file,
            ColumnDescriptor column,
            ColumnChunk chunk,
            long rows,
            PageMemory memory,
            Place place) {
        ColumnMetaData facts = chunk.getMeta_data();
        if (chunk.isSetCrypto_metadata() || chunk.isSetEncrypted_column_metadata()) {
            throw place.fault("it is encrypted, which is not read here");
        }
        if (chunk.isSetFile_path()) {
            throw place.fault("its values are in another file, which is not read here");
        }
        if (facts == null
                || facts.getType() == null
                || SchemaTree.stored(facts.getType())
                        != column.getPrimitiveType().getPrimitiveTypeName()
                || !List.of(column.getPath()).equals(facts.getPath_in_schema())) {
            throw place.fault("what the footer says of it does not fit the columns of the file");
        }
        boolean oneEach = column.getMaxRepetitionLevel() == 0;
        if (oneEach ? facts.getNum_values() != rows : facts.getNum_values() < rows) {
            throw place.fault(
                    "it has %d values for %d rows".formatted(facts.getNum_values(), rows));
        }
        return new ColumnPages(
                bytes(file, facts, place),
                Codec.of(facts.getCodec(), place),
                facts.getNum_values(),
                memory,
                place);
    }

    private static ChunkBytes bytes(FileChannel file, ColumnMetaData facts, Place place) {
        long start = facts.getData_page_offset();
        long dictionary = facts.getDictionary_page_offset();
        if (facts.isSetDictionary_page_offset() && dictionary > 0 && dictionary < start) {
            start = dictionary;
        }
        long length = facts.getTotal_compressed_size();
        try {
            if (start < 4 || length < 0 || length > file.size() - 8 - start) {
                throw place.fault(
                        "it says that it has %d bytes from byte %d on, where the file has %d"
                                .formatted(length, start, file.size()));
            }
        } catch (IOException e) {
            throw place.fault("it cannot be read: " + e.getMessage(), e);
        }
        return new ChunkBytes(file, start, start + length);
    }
}
