package dev.sku.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.BadRow;
import dev.sku.protocol.ColumnMapping;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Profile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {
    private static final ColumnMapping QA = new ColumnMapping("q", "a", null);

    @TempDir Path folder;

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstColumn() throws IOException {
        assertThat(csv("\ufeffq,a\nWhy?,So.\n").rows())
                .extracting(Example::question)
                .containsExactly("Why?");
    }

    @Test
    void quotesHoldCommasLineBreaksAndDoubledQuotes() throws IOException {
        RowFile read = csv("q,a\r\n\"Why, \"\"oh\"\" why?\",\"Line one\r\nline two\"\r\n");
        assertThat(read.rows())
                .containsExactly(
                        Example.plain("Why, \"oh\" why?", "Line one\r\nline two", read.file(), 2));
    }

    @Test
    void aRowIsKnownByTheLineItStartsOn() throws IOException {
        RowFile read = csv("q,a\n\"x\ny\",1\n\nz,2\n");
        assertThat(read.rows()).extracting(Example::line).containsExactly(2, 5);
    }

    @Test
    void theLastLineNeedsNoLineBreak() throws IOException {
        assertThat(csv("q,a\nx,1\ny,\"2\"").rows())
                .extracting(Example::answer)
                .containsExactly("1", "2");
    }

    @Test
    void rowsThatDoNotFitAreReportedWithLineAndReason() throws IOException {
        RowFile read = csv("q,a\nx\ny,\nz,1,2\n\"u\"v,1\nok,1\n");
        assertThat(read.rows()).extracting(Example::question).containsExactly("ok");
        assertThat(read.badRows())
                .containsExactly(
                        new BadRow(read.file(), 2, "1 fields where the header has 2"),
                        new BadRow(read.file(), 3, "column a is empty"),
                        new BadRow(read.file(), 4, "3 fields where the header has 2"),
                        new BadRow(read.file(), 5, "text after a closing quote"));
    }

    @Test
    void aQuoteThatIsNeverClosedNamesTheLinesItSwallowed() throws IOException {
        RowFile read = csv("q,a\nx,1\n\"y,1\nz,2\n");
        assertThat(read.rows()).hasSize(1);
        assertThat(read.badRows())
                .extracting(BadRow::line, BadRow::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                3, "a quote is never closed; lines 3 to 4 were left out"));
    }

    @Test
    void wrongBytesSpoilTheirOwnRowOnly() throws IOException {
        Path file = folder.resolve("latin1.csv");
        Files.write(
                file, "q,a\nWarum?,Stra\u00dfe\nWhy?,Road\n".getBytes(StandardCharsets.ISO_8859_1));
        RowFile csv = MappedRows.read(file, QA);
        assertThat(csv.rows()).extracting(Example::question).containsExactly("Why?");
        assertThat(csv.badRows())
                .containsExactly(new BadRow(csv.file(), 2, "the text is not valid UTF-8"));

        Files.write(
                file,
                "{\"q\":\"x\",\"a\":\"\u00df\"}\n{\"q\":\"y\",\"a\":\"1\"}\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        RowFile jsonl = MappedRows.read(file, QA);
        assertThat(jsonl.rows()).extracting(Example::question).containsExactly("y");
        assertThat(jsonl.badRows())
                .containsExactly(new BadRow(jsonl.file(), 1, "the text is not valid UTF-8"));
    }

    @Test
    void linesThatAreNoObjectsAreBadRows() throws IOException {
        RowFile read =
                jsonl(
                        "{\"q\":\"x\",\"a\":\"1\"}\n\n[1]\n{\"q\":\nnull\n{\"q\":\"x\",\"q\":\"y\",\"a\":\"1\"}\n");
        assertThat(read.rows()).hasSize(1);
        assertThat(read.badRows()).extracting(BadRow::line).containsExactly(3, 4, 5, 6);
        assertThat(read.badRows()).extracting(BadRow::reason).startsWith("not a JSON object");
    }

    @Test
    void halfASurrogatePairIsNoText() throws IOException {
        RowFile read =
                jsonl(
                        "{\"q\":\"x\\ud83d\",\"a\":\"1\"}\n{\"q\":\"x\\ud83d\\ude42\",\"a\":\"1\"}\n");
        assertThat(read.rows()).hasSize(1);
        assertThat(read.badRows())
                .extracting(BadRow::reason)
                .containsExactly("column q holds half of a surrogate pair");
    }

    @Test
    void aRowOverFourMegabytesIsSkippedAndTheNextOneRead() throws IOException {
        String big = "x".repeat(RowSource.MAX_ROW_BYTES + 10);
        RowFile lines = jsonl("{\"q\":\"" + big + "\",\"a\":\"1\"}\n{\"q\":\"y\",\"a\":\"1\"}\n");
        assertThat(lines.rows()).extracting(Example::question).containsExactly("y");
        assertThat(lines.badRows())
                .containsExactly(new BadRow(lines.file(), 1, "the line is longer than 4 MB"));
        RowFile records = csv("q,a\n\"" + big + "\",1\ny,1\n");
        assertThat(records.rows()).extracting(Example::question).containsExactly("y");
        assertThat(records.badRows())
                .containsExactly(new BadRow(records.file(), 2, "the row is longer than 4 MB"));
    }

    @Test
    void gzipIsUnpackedWhateverTheName() throws IOException {
        Path file = folder.resolve("rows.dat");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"q\":\"x\",\"a\":\"1\"}\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(MappedRows.read(file, QA).rows()).hasSize(1);
    }

    @Test
    void aGzipFileThatWasCutOffIsUnreadable() throws IOException {
        Path file = folder.resolve("cut.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"q\":\"x\",\"a\":\"1\"}\n".repeat(99).getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 12));
        assertThat(sentence(() -> MappedRows.read(file, QA)))
                .contains("cut.jsonl.gz cannot be read");
    }

    @Test
    void aMissingColumnIsNamedWithThoseThatAreThere() {
        assertThat(sentence(() -> jsonl("{\"q\":\"x\",\"b\":\"1\"}\n")))
                .endsWith("has no column a; it has q, b.");
        assertThat(sentence(() -> csv("q,b\nx,1\n"))).endsWith("has no column a; it has q, b.");
    }

    @Test
    void anArrayOfObjectsAndAZipAreUnknownFormats() {
        assertThat(sentence(() -> jsonl("[{\"q\":\"x\",\"a\":\"1\"}]")))
                .contains("the format is not known");
        assertThat(sentence(() -> jsonl("PK\u0003\u0004..."))).contains("the format is not known");
    }

    @Test
    void aFolderAndAMissingFileHaveTheirSentences() {
        assertThat(sentence(() -> MappedRows.read(folder, QA))).contains("it is a folder");
        assertThat(sentence(() -> MappedRows.read(folder.resolve("none"), QA)))
                .contains("does not exist");
    }

    @Test
    void anEmptyFileHasNoRows() throws IOException {
        assertThat(jsonl("").rows()).isEmpty();
        assertThat(jsonl("").badRows()).isEmpty();
    }

    @Test
    void onlyRowsLabelledUnsafeCount() throws IOException {
        Path file = folder.resolve("labels.csv");
        Files.writeString(
                file,
                "q,a,label\n1,a,unsafe\n2,a,safe\n3,a,True\n4,a,0\n5,a,harmful\n6,a,maybe\n7,a,\n");
        RowFile read =
                DataFiles.read(
                        file,
                        DataFiles.Side.HARMFUL,
                        new ColumnMapping("q", "a", "label"),
                        Profile.PAPER);
        assertThat(read.rows()).extracting(Example::question).containsExactly("1", "3", "5");
        assertThat(read.badRows())
                .extracting(BadRow::reason)
                .containsOnly("column label is neither true nor false");
        assertThat(read.badRows()).extracting(BadRow::line).containsExactly(7, 8);
    }

    private RowFile csv(String text) throws IOException {
        return MappedRows.read(Files.writeString(folder.resolve("rows.csv"), text), QA);
    }

    private RowFile jsonl(String text) throws IOException {
        return MappedRows.read(Files.writeString(folder.resolve("rows.jsonl"), text), QA);
    }

    private static String sentence(ThrowingCallable call) {
        var problem = new java.util.concurrent.atomic.AtomicReference<String>();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> problem.set(e.problem().sentence(Locale.ENGLISH)));
        return problem.get();
    }
}
