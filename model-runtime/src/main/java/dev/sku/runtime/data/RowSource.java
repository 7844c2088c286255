package dev.sku.runtime.data;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.parquet.ParquetFile;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The rows of a file one after the other; never more than one of them in memory.
sealed interface RowSource extends Closeable permits JsonlRows, CsvRows, ParquetRows {
    /// Longest row in bytes; a longer one is reported and skipped.
    int MAX_ROW_BYTES = 4 << 20;

    /// Names in the header or schema, or in the first sound row; empty where there is none.
    Set<String> columns() throws IOException;

    /// Null at the end.
    @Nullable Item next() throws IOException;

    /// A row, or why there is none on this line.
    ///
    /// @param line in the file from 1; of Parquet, which has none, the number of the row
    record Item(int line, @Nullable SourceRow sound, @Nullable String fault) {
        SourceRow row() throws RowFault {
            if (sound == null) {
                throw new RowFault(fault == null ? "not readable" : fault);
            }
            return sound;
        }
    }

    /// Looks at the first bytes: Parquet, gzip, JSON object a line, else CSV. What is called `.parquet` is taken for it even
    /// where they are damaged.
    static RowSource open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
            if (ParquetFile.begins(peek(in, 4)) || file.toString().endsWith(".parquet")) {
                raw.close();
                return new ParquetRows(file);
            }
            return sniffed(file.toString(), unpacked(in));
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private static BufferedInputStream unpacked(BufferedInputStream in) throws IOException {
        byte[] magic = peek(in, 2);
        return magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b
                ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16)
                : in;
    }

    private static RowSource sniffed(String name, BufferedInputStream in) throws IOException {
        byte[] head = peek(in, 4096);
        if (ParquetFile.begins(head)) {
            throw ProblemException.of(
                    Problem.Code.DATA_PARQUET,
                    name,
                    "it is packed with gzip as a whole; unpack it");
        }
        if (startsWith(head, 'P', 'K', 3, 4)) {
            throw ProblemException.of(Problem.Code.DATA_FORMAT_UNKNOWN, name);
        }
        int at = 0;
        if (startsWith(head, 0xef, 0xbb, 0xbf)) {
            at = 3; // byte order mark
            in.skipNBytes(3);
        }
        while (at < head.length && (head[at] == ' ' || head[at] == '\n' || head[at] == '\r')) {
            at++;
        }
        if (at < head.length && (head[at] == '[' || head[at] == 0)) {
            throw ProblemException.of(Problem.Code.DATA_FORMAT_UNKNOWN, name);
        }
        return at < head.length && head[at] == '{'
                ? new JsonlRows(name, in)
                : new CsvRows(name, in);
    }

    private static byte[] peek(BufferedInputStream in, int count) throws IOException {
        in.mark(count);
        byte[] head = in.readNBytes(count);
        in.reset();
        return head;
    }

    private static boolean startsWith(byte[] head, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= head.length || (head[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
