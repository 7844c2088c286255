package dev.sku.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.BadRow;
import dev.sku.protocol.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeRlhfTest {
    @TempDir Path folder;

    @Test
    void everyUnsafeResponseIsARowAndTheSafeOneGoesWithIt() throws IOException {
        RowFile read =
                read(row("Q", "bad", "good", false, true), row("R", "b0", "b1", false, false));
        assertThat(read.rows())
                .containsExactly(
                        new Example("Q", "bad", read.file(), 1, "good", List.of(), null),
                        new Example("R", "b0", read.file(), 2, null, List.of(), null),
                        new Example("R", "b1", read.file(), 2, null, List.of(), null));
    }

    @Test
    void aRowWithTwoSafeResponsesIsSoundAndGivesNone() throws IOException {
        RowFile read = read(row("Q", "a", "b", true, true));
        assertThat(read.rows()).isEmpty();
        assertThat(read.badRows()).isEmpty();
    }

    @Test
    void theNewerLayoutGivesCategoriesAndSeverity() throws IOException {
        RowFile read =
                read(
                        """
                        {"prompt":"Q","response_0":"bad","response_1":"good","prompt_source":"x",\
                        "response_0_source":"m","response_1_source":"m",\
                        "is_response_0_safe":false,"is_response_1_safe":true,\
                        "response_0_harm_category":{"Theft":true,"Insulting Behavior":false,"Fraud":true},\
                        "response_1_harm_category":{"Theft":false},\
                        "response_0_severity_level":2,"response_1_severity_level":0,\
                        "better_response_id":1,"safer_response_id":1,"response_0_sha256":"0"}\
                        """);
        assertThat(read.rows())
                .containsExactly(
                        new Example(
                                "Q", "bad", read.file(), 1, "good", List.of("Theft", "Fraud"), 2));
    }

    @Test
    void aRowWithoutAVerdictOrTextIsABadRow() throws IOException {
        RowFile read =
                read(
                        row("Q", "bad", "good", false, true),
                        "{\"prompt\":\"Q\",\"response_0\":\"a\",\"response_1\":\"b\",\"is_response_0_safe\":false}",
                        row("Q", "  ", "good", false, true),
                        row("", "bad", "good", false, true),
                        "{\"prompt\":7,\"response_0\":\"a\",\"is_response_0_safe\":false,\"is_response_1_safe\":true}");
        assertThat(read.rows()).hasSize(1);
        assertThat(read.badRows())
                .containsExactly(
                        new BadRow(read.file(), 2, "column is_response_1_safe is missing"),
                        new BadRow(read.file(), 3, "column response_0 is empty"),
                        new BadRow(read.file(), 4, "column prompt is empty"),
                        new BadRow(read.file(), 5, "column prompt is not text"));
    }

    @Test
    void theReleasedCodeTakesAllFirstResponsesBeforeTheSecond() throws IOException {
        Path file = file(row("Q", "q0", "q1", false, false), row("R", "r0", "r1", false, false));
        assertThat(DataFiles.read(file, DataFiles.Side.HARMFUL, null, Profile.REFERENCE).rows())
                .extracting(Example::answer)
                .containsExactly("q0", "r0", "q1", "r1");
    }

    private RowFile read(String... lines) throws IOException {
        return SafeRlhf.read(file(lines));
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("rows.jsonl"), List.of(lines));
    }

    private static String row(String q, String r0, String r1, boolean safe0, boolean safe1) {
        return """
        {"prompt":"%s","response_0":"%s","response_1":"%s","is_response_0_safe":%s,"is_response_1_safe":%s,\
        "better_response_id":0,"safer_response_id":0}\
        """
                .formatted(q, r0, r1, safe0, safe1);
    }
}
