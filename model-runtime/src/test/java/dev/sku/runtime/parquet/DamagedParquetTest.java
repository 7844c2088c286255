package dev.sku.runtime.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sku.protocol.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedParquetTest {
    private static final Duration AT_MOST = Duration.ofSeconds(3);
    private static final int TRIALS = 700;

    @TempDir Path folder;

    @Test
    void aFileThatWasCutSaysSo() throws IOException {
        byte[] good = Files.readAllBytes(ParquetFileTest.arrow("none.parquet"));
        assertThat(sentence(Arrays.copyOf(good, good.length - 1)))
                .contains("rows.parquet cannot be read as Parquet: it does not end with PAR1");
        assertThat(sentence(Arrays.copyOf(good, 6))).contains("it is cut off");
        assertThat(sentence(Arrays.copyOfRange(good, 1, good.length)))
                .contains("it does not begin with PAR1");
    }

    @Test
    void anImpossibleFooterLengthIsNamed() throws IOException {
        byte[] bytes = Files.readAllBytes(ParquetFileTest.arrow("none.parquet"));
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length - 8, Integer.MAX_VALUE);
        assertThat(sentence(bytes)).contains("its footer cannot be 2147483647 bytes long");
    }

    @Test
    void anotherCompressionIsNamedWithRowGroupAndColumn() throws IOException {
        assertThat(sentence(Files.readAllBytes(ParquetFileTest.arrow("lz4.parquet"))))
                .contains(
                        "row group 1, column prompt: it is compressed with lz4_raw; none, snappy, gzip and zstd are read");
    }

    @Test
    void anEncryptedFileSaysSo() throws IOException {
        byte[] bytes = Files.readAllBytes(ParquetFileTest.arrow("none.parquet"));
        bytes[bytes.length - 1] = 'E';
        bytes[3] = 'E';
        assertThat(sentence(bytes)).contains("it is encrypted, which is not read here");
    }

    @Test
    void aWrongByteInAPageIsFoundByItsChecksum() throws IOException {
        byte[] bytes = Files.readAllBytes(ParquetFileTest.arrow("zstd.parquet"));
        bytes[200] ^= 1;
        assertThat(sentence(bytes)).contains("row group 1, column prompt: the checksum of a page");
    }

    @Test
    void aRowThatIsTooLongIsAFaultOfThatRowOnly() throws IOException {
        Path file = folder.resolve("rows.parquet");
        WrittenParquet.write(
                file,
                MessageTypeParser.parseMessageType("message row { required binary q (UTF8); }"),
                row -> row.append("q", "short"),
                row -> row.append("q", "x".repeat(3 << 20)),
                row -> row.append("q", "also short"));
        try (ParquetFile open = ParquetFile.open(file, 1 << 20)) {
            assertThat(next(open).fault()).isNull();
            assertThat(next(open).fault()).isEqualTo("the row is longer than 1 MB");
            assertThat(next(open).columns().path("q").stringValue()).isEqualTo("also short");
        }
    }

    @Test
    void whatTheFooterSaysOfRowsAndColumnsIsCheckedBeforeItIsBelieved() throws IOException {
        byte[] good = Files.readAllBytes(ParquetFileTest.arrow("none.parquet"));
        assertThat(
                        sentence(
                                FooterWith.changed(
                                        good, f -> group(f).setNum_rows(1L << 40))))
                .contains("it says that it has more than 1000000 rows in");
        assertThat(sentence(FooterWith.changed(good, f -> chunk(f).setNum_values(41))))
                .contains("row group 1, column prompt: it has 41 values for 40 rows");
        assertThat(
                        sentence(
                                FooterWith.changed(
                                        good, f -> chunk(f).setTotal_compressed_size(1L << 50))))
                .contains("column prompt: it says that it has 1125899906842624 bytes");
        assertThat(sentence(FooterWith.changed(good, f -> element(f, 0).setNum_children(0))))
                .contains("it has no columns");
        assertThat(sentence(FooterWith.changed(good, f -> element(f, 2).setName("prompt"))))
                .contains("it has two columns prompt");
        assertThat(
                        sentence(
                                FooterWith.changed(
                                        good,
                                        f -> column(f).setFile_path("other.parquet"))))
                .contains("its values are in another file");
    }

    private static RowGroup group(FileMetaData footer) {
        return Objects.requireNonNull(footer.getRow_groups()).getFirst();
    }

    private static ColumnChunk column(FileMetaData footer) {
        return Objects.requireNonNull(group(footer).getColumns()).getFirst();
    }

    private static ColumnMetaData chunk(FileMetaData footer) {
        return Objects.requireNonNull(column(footer).getMeta_data());
    }

    private static SchemaElement element(FileMetaData footer, int index) {
        return Objects.requireNonNull(footer.getSchema()).get(index);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "delta", "old"})
    void whateverIsWrongWithAFileTheFaultIsASentence(String way) throws IOException {
        fuzz(Files.readAllBytes(ParquetFileTest.arrow(way + ".parquet")), way.hashCode());
    }

    @ParameterizedTest
    @CsvSource({"UNCOMPRESSED,PARQUET_1_0", "SNAPPY,PARQUET_2_0"})
    void theFilesOfAnotherWriterToo(CompressionCodecName codec, WriterVersion version)
            throws IOException {
        Path good = folder.resolve("good.parquet");
        WrittenParquet.answers(good, 200, codec, version, 4096);
        fuzz(Files.readAllBytes(good), 7);
    }

    private void fuzz(byte[] good, long seed) throws IOException {
        RandomGenerator random = new SplittableRandom(seed);
        Path file = folder.resolve("rows.parquet");
        long until = System.nanoTime() + AT_MOST.toNanos();
        int refused = 0;
        int tried = 0;
        for (; tried < TRIALS && System.nanoTime() < until; tried++) {
            byte[] bytes = damaged(good, random);
            Files.write(file, bytes);
            Throwable found = catchThrowable(() -> readAll(file));
            if (found != null) {
                assertThat(found)
                        .as("trial %d of seed %d", tried, seed)
                        .isInstanceOf(ProblemException.class);
                assertThat(((ProblemException) found).problem().sentence(Locale.ENGLISH))
                        .startsWith(file + " cannot be read as Parquet: ");
                refused++;
            }
        }
        assertThat(tried).isGreaterThan(100);
        assertThat(refused).isGreaterThan(tried / 4);
    }

    /// Bits and bytes changed, runs of them overwritten, moved or cut: half of the time in the pages, else anywhere.
    private static byte[] damaged(byte[] good, RandomGenerator random) {
        byte[] bytes = good.clone();
        int pages = good.length - 8 - FooterWith.length(good);
        int below = random.nextBoolean() ? pages : good.length - 4;
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(below);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) 0xff;
                case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 5), (byte) 0xff);
                case 4 -> {
                    int length = Math.min(bytes.length - at, 1 + random.nextInt(40));
                    System.arraycopy(
                            bytes, random.nextInt(bytes.length - length), bytes, at, length);
                }
                default -> {
                    byte[] less = Arrays.copyOf(bytes, bytes.length - 1);
                    System.arraycopy(bytes, at + 1, less, at, bytes.length - at - 1);
                    bytes = less;
                }
            }
        }
        return bytes;
    }

    private static int readAll(Path file) throws IOException {
        int rows = 0;
        try (ParquetFile open = ParquetFile.open(file, 1 << 20)) {
            while (open.next() != null) {
                rows++;
            }
        }
        return rows;
    }

    private static ParquetRow next(ParquetFile file) {
        return Objects.requireNonNull(file.next());
    }

    private String sentence(byte[] bytes) throws IOException {
        Path file = folder.resolve("rows.parquet");
        Files.write(file, bytes);
        Throwable found = catchThrowable(() -> readAll(file));
        assertThat(found).isInstanceOf(ProblemException.class);
        return ((ProblemException) found).problem().sentence(Locale.ENGLISH);
    }
}
