package dev.sku.runtime.parquet;

import dev.sku.protocol.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// The rows of a Parquet file one after the other; one page of each column is in memory.
///
/// Whatever is wrong with the file is a [ProblemException] that names it, and the row group and column where they are known.
public final class ParquetFile implements Closeable {
    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final byte[] ENCRYPTED = {'P', 'A', 'R', 'E'};
    private static final int MOST_FOOTER = 64 << 20;
    private static final int ALWAYS_BELIEVED = 1_000_000; // rows

    private final FileChannel file;
    private final Place place;
    private final int longestRow;
    private final List<RowGroup> groups;
    private final MessageType schema;
    private final MessageColumnIO columns;
    private int group; // of those begun
    private long left; // rows of that group
    private @Nullable RecordReader<ParquetRow> rows;

    private ParquetFile(FileChannel file, Place place, int longestRow) throws IOException {
        this.file = file;
        this.place = place;
        this.longestRow = longestRow;
        FileMetaData footer = footer();
        this.groups = given(footer.getRow_groups());
        this.schema = SchemaTree.of(given(footer.getSchema()), place);
        this.columns = new ColumnIOFactory().getColumnIO(schema); // rows are read in order anyway
        refuseUnlessBelievable();
    }

    /// Whether a file begins as Parquet files do.
    ///
    /// @param head at least four bytes
    public static boolean begins(byte[] head) {
        return starts(head, MAGIC) || starts(head, ENCRYPTED);
    }

    /// @param longestRow in bytes of text and values; a longer one is a fault of its own
    /// @throws ProblemException where the file as a whole cannot be used
    public static ParquetFile open(Path path, int longestRow) throws IOException {
        FileChannel file = FileChannel.open(path);
        try {
            return new ParquetFile(file, Place.of(path.toString()), longestRow);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /// Names of the columns in their order, without what is inside them.
    public List<String> columns() {
        return schema.getFields().stream().map(Type::getName).toList();
    }

    /// Null at the end.
    ///
    /// @throws ProblemException where the file is damaged from here on
    public @Nullable ParquetRow next() {
        try {
            while (left == 0) {
                if (group == groups.size()) {
                    return null;
                }
                begin();
            }
            left--;
            return rows == null ? null : rows.read();
        } catch (ProblemException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw place.rowGroup(group).fault("it says that it needs more memory than there is", e);
        } catch (RuntimeException | StackOverflowError e) {
            throw fault(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void begin() {
        RowGroup next = groups.get(group++);
        left = next.getNum_rows();
        Place here = place.rowGroup(group);
        rows = null;
        if (left > 0) {
            RowGroupPages pages = Chunks.of(file, schema, next, here);
            rows = columns.getRecordReader(pages, new RowAssembly(schema, longestRow, here));
        }
    }

    /// What was found inside a page, by the library or by us below it.
    private ProblemException fault(Throwable found) {
        for (Throwable e = found; e != null; e = e.getCause()) {
            if (e instanceof ProblemException ours) {
                return ours;
            }
        }
        return place.rowGroup(group).fault("its values cannot be decoded", found);
    }

    private FileMetaData footer() throws IOException {
        long size = file.size();
        if (size < 3L * MAGIC.length) {
            throw place.fault("it is cut off");
        }
        byte[] head = new ChunkBytes(file, 0, MAGIC.length).bytes(MAGIC.length);
        byte[] tail = new ChunkBytes(file, size - 8, size).bytes(8);
        byte[] magic = Arrays.copyOfRange(tail, 4, 8);
        if (starts(head, ENCRYPTED) || starts(magic, ENCRYPTED)) {
            throw place.fault("it is encrypted, which is not read here");
        }
        if (!starts(head, MAGIC)) {
            throw place.fault("it does not begin with PAR1");
        }
        if (!starts(magic, MAGIC)) {
            throw place.fault("it does not end with PAR1, so it is cut off or still being written");
        }
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length <= 0 || length > size - 3L * MAGIC.length || length > MOST_FOOTER) {
            throw place.fault("its footer cannot be %d bytes long".formatted(length));
        }
        byte[] bytes = new ChunkBytes(file, size - 8 - length, size - 8).bytes(length);
        FileMetaData footer = ThriftStructs.footer(new ByteArrayInputStream(bytes), length, place);
        if (footer.isSetEncryption_algorithm()) {
            throw place.fault("it is encrypted, which is not read here");
        }
        return footer;
    }

    /// Equal rows take next to no room, so a small file can say that it has billions; a person's rows are not equal.
    private void refuseUnlessBelievable() throws IOException {
        long most = Math.min(Integer.MAX_VALUE, Math.max(ALWAYS_BELIEVED, file.size()));
        long free = most;
        for (RowGroup each : groups) {
            if (each.getNum_rows() < 0) {
                throw place.fault("its footer is damaged");
            }
            if (each.getNum_rows() > free) {
                throw place.fault(
                        "it says that it has more than %d rows in %d bytes"
                                .formatted(most, file.size()));
            }
            free -= each.getNum_rows();
        }
    }

    private static <T> List<T> given(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static boolean starts(byte[] bytes, byte[] with) {
        return bytes.length >= with.length
                && Arrays.equals(bytes, 0, with.length, with, 0, with.length);
    }
}
