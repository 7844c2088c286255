package dev.sku.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Wire;
import dev.sku.runtime.testing.TinyRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `evaluate` and `generate` with a model of 128 positions.
class EvaluateCommandTest {
    private static final String LONG = "please tell me how it is done ".repeat(20);

    @TempDir static Path made;
    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void makeModelAndRows() {
        TinyRun.make(made);
    }

    @Test
    void withoutRowsThereIsNothingToMeasureOn() {
        assertThat(sku("evaluate")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo(
                        "There is nothing to measure on: give --harmful_data, --normal_data or both.\n");
    }

    @Test
    void onlyARunsModelIsTrainedAgain() throws IOException {
        assertThat(sku("evaluate", "--harmful_data", rows("A?").toString(), "--membership"))
                .isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo(
                        "Only a run's model is trained again or told by its rows: give its folder.\n");
    }

    @Test
    void whatCannotBeTriedIsSaidBeforeAnythingIsLoaded() {
        assertThat(sku("evaluate", "--relearn-rows", "4")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("Say after how many steps: --relearn 5,10,20.\n");
        err.getBuffer().setLength(0);
        assertThat(sku("evaluate", "--relearn", "0")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo(
                        "That cannot be tried on a model: numbers of steps are from 1 to 10,000.\n");
        err.getBuffer().setLength(0);
        assertThat(sku("generate", "A?", "--quantize", "int8,int4")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("Give one way to hold the model: --quantize int8.\n");
    }

    @Test
    void whatWasNotMeasuredIsAbsent() throws IOException {
        Path rows = rows("What is a pear?");

        assertThat(sku("evaluate", "--harmful_data", rows.toString(), "--json", "-")).isZero();

        JsonNode model = Wire.tree(out.toString(), "out").path("model");
        assertThat(model.path("unseen").path("helpful").intValue(0)).isLessThan(2);
        assertThat(model.path("normal").has("perplexity")).isFalse();
        assertThat(out.toString()).doesNotContain("NaN");
    }

    @Test
    void aPromptWithoutRoomForAReplyIsLeftOutWithTheReason() throws IOException {
        Path rows = rows("What is a pear?", LONG);

        assertThat(sku("evaluate", "--harmful_data", rows.toString(), "--json", "-")).isZero();

        JsonNode report = Wire.tree(out.toString(), "out");
        assertThat(report.path("harmfulReplies").size()).isEqualTo(1);
        assertThat(report.path("leftOut").size()).isEqualTo(1);
        assertThat(report.path("leftOut").path(0).path("line").intValue()).isEqualTo(2);
        assertThat(report.path("leftOut").path(0).path("reason").stringValue())
                .matches("the prompt alone has \\d+ tokens; with its answer a row may have 128");
    }

    @Test
    void rowsThatAreAllTooLongAreRefused() throws IOException {
        assertThat(sku("evaluate", "--harmful_data", rows(LONG).toString())).isEqualTo(65);
        assertThat(err.toString()).contains("has no usable row");
    }

    @Test
    void aReplyIsNotSilentlyEmptyWhereThePromptIsTooLong() {
        assertThat(sku("generate", "What is a pear?", LONG)).isEqualTo(65);
        assertThat(err.toString())
                .matches(
                        "A prompt has \\d{3} tokens, special ones included; this model takes 1 to 127,"
                                + " so that there is room for a reply\\.\n");
    }

    private Path rows(String... questions) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String question : questions) {
            lines.append(
                    "{\"prompt\":\"%s\",\"response_0\":\"No.\",\"response_1\":\"Yes, do.\",\"is_response_0_safe\":true,\"is_response_1_safe\":false}\n"
                            .formatted(question));
        }
        return Files.writeString(folder.resolve("rows.jsonl"), lines);
    }

    private int sku(String command, String... rest) {
        String[] arguments = new String[rest.length + 3];
        arguments[0] = command;
        arguments[1] = "--model";
        arguments[2] = made.resolve("model").toString();
        System.arraycopy(rest, 0, arguments, 3, rest.length);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
