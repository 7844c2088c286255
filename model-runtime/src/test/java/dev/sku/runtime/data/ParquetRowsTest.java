package dev.sku.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.BadRow;
import dev.sku.protocol.ColumnMapping;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Profile;
import dev.sku.runtime.parquet.WrittenParquet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetRowsTest {
    private static final MessageType ROW =
            MessageTypeParser.parseMessageType(
                    "message row { optional binary q (UTF8); optional binary a (UTF8); optional boolean unsafe; }");

    @TempDir Path folder;

    @Test
    void safeRlhfOnTheHubsOwnFormGivesCategoriesAndSeverity() {
        Path file = arrow("safe-rlhf.parquet");
        assertThat(DataFiles.columns(file)).contains("prompt", "response_1_harm_category");
        assertThat(DataFiles.layout(DataFiles.columns(file))).contains(DataFiles.Side.HARMFUL);
        assertThat(SafeRlhf.read(file).rows())
                .containsExactly(
                        new Example(
                                "Question 1?",
                                "Yes. 1",
                                file.toString(),
                                2,
                                "No. 1",
                                List.of("Theft", "Fraud"),
                                1));
    }

    @Test
    void truthfulQaOnTheHubsOwnFormHasItsAnswersAsAList() {
        Path file = arrow("truthful-qa.parquet");
        assertThat(DataFiles.layout(DataFiles.columns(file))).contains(DataFiles.Side.NORMAL);
        assertThat(TruthfulQa.read(file, Profile.PAPER).rows())
                .extracting(Example::answer)
                .containsExactly("Because it is.", "For a reason; or two");
        assertThat(TruthfulQa.read(file, Profile.REFERENCE).rows())
                .extracting(Example::answer)
                .containsExactly("Because it is.", "Because it is; For a reason; or two");
    }

    @Test
    void badRowsAreKnownByTheirNumber() throws IOException {
        Path file = folder.resolve("rows.bin"); // the name does not matter
        WrittenParquet.write(
                file,
                ROW,
                row -> row.append("q", "Q1").append("a", "A1").append("unsafe", true),
                row -> row.append("q", "Q2").append("a", "A2").append("unsafe", false),
                row -> row.append("a", "A3").append("unsafe", true),
                row -> row.append("q", "Q4").append("a", "A4"),
                row ->
                        row.append("q", Binary.fromConstantByteArray(new byte[] {'Q', (byte) 0xdf}))
                                .append("a", "A5")
                                .append("unsafe", true),
                row -> row.append("q", "Q6").append("a", "A6").append("unsafe", true));
        RowFile read = MappedRows.read(file, new ColumnMapping("q", "a", "unsafe"));
        assertThat(read.rows()).extracting(Example::question).containsExactly("Q1", "Q6");
        assertThat(read.badRows())
                .containsExactly(
                        new BadRow(read.file(), 3, "column q is missing"),
                        new BadRow(read.file(), 4, "column unsafe is missing"),
                        new BadRow(read.file(), 5, "the text of column q is not valid UTF-8"));
    }

    @Test
    void aMissingColumnIsNamedWithThoseThatAreThere() throws IOException {
        Path file = folder.resolve("rows.parquet");
        WrittenParquet.write(file, ROW);
        assertThatThrownBy(() -> MappedRows.read(file, new ColumnMapping("q", "answer", null)))
                .hasMessageContaining("DATA_COLUMN_MISSING")
                .hasMessageContaining("answer, q, a, unsafe");
        assertThat(MappedRows.read(file, new ColumnMapping("q", "a", null)).rows()).isEmpty();
    }

    @Test
    void whatIsCalledParquetAndIsNotIsNoCsv() throws IOException {
        Path file = Files.writeString(folder.resolve("rows.parquet"), "q,a\nWhy?,So.\n");
        assertThatThrownBy(() -> DataFiles.columns(file)).satisfies(ParquetRowsTest::isParquets);
    }

    @Test
    void parquetInsideGzipHasToBeUnpacked() throws IOException {
        Path file = folder.resolve("rows.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            Files.copy(arrow("none.parquet"), out);
        }
        assertThatThrownBy(() -> DataFiles.columns(file))
                .satisfies(ParquetRowsTest::isParquets)
                .hasMessageContaining("gzip as a whole");
    }

    private static void isParquets(Throwable found) {
        assertThat(((ProblemException) found).problem().code())
                .isEqualTo(Problem.Code.DATA_PARQUET);
    }

    private static Path arrow(String name) {
        return Path.of("src/test/resources/dev/sku/runtime/parquet", name);
    }
}
