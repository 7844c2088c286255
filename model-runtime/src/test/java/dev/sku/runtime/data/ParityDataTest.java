package dev.sku.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Profile;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Rows, token ids, answer starts and encodings as recorded with `transformers`.
class ParityDataTest {
    private Path dev = Path.of("");
    private JsonNode plan = Wire.tree("{}", "");

    @TempDir Path folder;

    @BeforeEach
    void find() throws IOException {
        dev = Shared.file("parity/dev");
        plan = json("plan.json");
    }

    @Test
    void harmfulRowsAreThoseRecordedInOrder() {
        RowFile read = SafeRlhf.read(dev.resolve("data/harmful.jsonl"));
        assertThat(read.badRows()).isEmpty();
        sameRows(read.rows(), plan.path("bad_rows"));
    }

    @Test
    void theReferencePoolHasTheHarmfulRowsInTheReleasedCodesOrder() {
        List<Example> byRow = SafeRlhf.read(dev.resolve("data/harmful.jsonl")).rows();
        List<Example> pool =
                DataFiles.read(
                                dev.resolve("data/harmful.jsonl"),
                                DataFiles.Side.HARMFUL,
                                null,
                                Profile.REFERENCE)
                        .rows();
        assertThat(pool)
                .containsExactlyElementsOf(
                        plan.path("reference_pool_order")
                                .valueStream()
                                .map(i -> byRow.get(i.intValue()))
                                .toList());
    }

    @Test
    void normalRowsAreThoseRecordedInOrder() {
        RowFile read = TruthfulQa.read(dev.resolve("data/TruthfulQA.csv"), Profile.REFERENCE);
        assertThat(read.badRows()).isEmpty();
        sameRows(read.rows(), plan.path("norm_rows"));
    }

    @Test
    void idsAndAnswerStartsAreThoseRecorded() throws RowFault {
        PromptTemplate template = new TextTemplate(DataSpec.SKU_TEMPLATE);
        try (TextTokenizer tokenizer = TextTokenizer.open(dev.resolve("models/opt"))) {
            for (String side : List.of("bad_rows", "norm_rows")) {
                for (JsonNode row : plan.path(side)) {
                    TokenRow tokens =
                            template.tokenize(
                                    tokenizer,
                                    row.path("question").asString(),
                                    row.path("answer").asString(),
                                    128);
                    assertThat(tokens)
                            .isEqualTo(
                                    new TokenRow(
                                            TextTokenizerTest.ids(row.path("ids")),
                                            row.path("answer_start").intValue()));
                    assertThat(tokens.answerStart())
                            .isEqualTo(row.path("ref_start_unpadded").intValue());
                }
            }
            for (JsonNode prompt : plan.path("tests").path("prompts")) {
                assertThat(tokenizer.encode(prompt.path("text").asString()))
                        .isEqualTo(TextTokenizerTest.ids(prompt.path("ids")));
            }
        }
    }

    @Test
    void encodingsAreThoseRecorded() throws IOException {
        encodes("models/opt", "bytelevel");
        encodes("tokenizer-llama2style", "llama2style");
    }

    @Test
    void encodingsFromVocabAndMergesAloneAreThoseRecorded() throws IOException {
        for (String name : List.of("vocab.json", "merges.txt", "tokenizer_config.json")) {
            Files.copy(dev.resolve("models/opt").resolve(name), folder.resolve(name));
        }
        encodes(folder, "bytelevel");
    }

    private void encodes(String model, String name) throws IOException {
        encodes(dev.resolve(model), name);
    }

    private void encodes(Path model, String name) throws IOException {
        try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
            assertThat(json("golden.json").path("tokenizer"))
                    .isNotEmpty()
                    .allSatisfy(golden -> {
                        long[] ids = TextTokenizerTest.ids(golden.path(name + "_ids"));
                        assertThat(tokenizer.encode(golden.path("text").asString())).isEqualTo(ids);
                        assertThat(tokenizer.decode(ids, true))
                                .isEqualTo(golden.path(name + "_decoded").asString());
                    });
        }
    }

    private static void sameRows(List<Example> rows, JsonNode recorded) {
        assertThat(rows).hasSize(recorded.size());
        Iterator<Example> read = rows.iterator();
        for (JsonNode row : recorded) {
            Example example = read.next();
            assertThat(example.question()).isEqualTo(row.path("question").asString());
            assertThat(example.answer()).isEqualTo(row.path("answer").asString());
        }
    }

    private JsonNode json(String name) throws IOException {
        return Wire.tree(Files.readString(dev.resolve(name)), name);
    }
}
