package dev.sku.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `encodings.json` was recorded with Hugging Face's `tokenizers` 0.23.2, on tokenizers trained for these tests.
class TextTokenizerTest {
    private static final Path BYTE_LEVEL = Shared.resource("bytelevel");
    private static final Path METASPACE = Shared.resource("metaspace");

    @TempDir Path folder;

    static Stream<JsonNode> encodings() throws IOException {
        String text = Files.readString(Shared.resource("encodings.json"));
        return Wire.tree(text, "encodings.json").valueStream();
    }

    static long[] ids(JsonNode node) {
        return node.valueStream().mapToLong(JsonNode::longValue).toArray();
    }

    @Test
    void byteLevelIdsAndTextsAreThoseRecorded() throws IOException {
        agrees(BYTE_LEVEL, "bytelevel");
    }

    @Test
    void metaspaceIdsAndTextsAreThoseRecordedWithTheStartTokenTheConfigurationAsksFor()
            throws IOException {
        agrees(METASPACE, "metaspace");
    }

    @Test
    void vocabAndMergesAloneGiveTheSameAsTheWholeFile() throws IOException {
        Files.copy(BYTE_LEVEL.resolve("vocab.json"), folder.resolve("vocab.json"));
        Files.copy(BYTE_LEVEL.resolve("merges.txt"), folder.resolve("merges.txt"));
        agrees(folder, "bytelevel");
    }

    private static void agrees(Path model, String name) throws IOException {
        try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
            assertThat(encodings())
                    .hasSizeGreaterThan(20)
                    .allSatisfy(recorded -> {
                        long[] expected = ids(recorded.path(name));
                        assertThat(tokenizer.encode(recorded.path("text").asString()))
                                .isEqualTo(expected);
                        assertThat(tokenizer.decode(expected, true))
                                .isEqualTo(recorded.path(name + "Text").asString());
                        assertThat(tokenizer.decode(expected, false))
                                .isEqualTo(recorded.path(name + "All").asString());
                    });
        }
    }

    @Test
    void plainEncodingHasNoTokensAround() {
        try (TextTokenizer opt = TextTokenizer.open(BYTE_LEVEL);
                TextTokenizer llama = TextTokenizer.open(METASPACE)) {
            assertThat(opt.encodePlain("")).isEmpty();
            assertThat(llama.encodePlain("")).isEmpty();
            assertThat(opt.encode("")).containsExactly(2);
            assertThat(llama.encode("")).containsExactly(1);
            assertThat(opt.encode("the door")).endsWith(opt.encodePlain("the door")).startsWith(2);
        }
    }

    @Test
    void aStartTokenTheFileAddsItselfIsNotAddedTwice() throws IOException {
        Files.copy(BYTE_LEVEL.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"add_bos_token\":true,\"bos_token\":\"</s>\"}");
        try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
            assertThat(tokenizer.encode("")).containsExactly(2);
        }
    }

    @Test
    void longTextsAreNeitherCutNorPaddedWhateverTheFileSays() throws IOException {
        String json = Files.readString(BYTE_LEVEL.resolve("tokenizer.json"));
        Files.writeString(
                folder.resolve("tokenizer.json"),
                json.replaceFirst(
                                "\"truncation\": null",
                                "\"truncation\": {\"direction\":\"Right\",\"max_length\":4,\"strategy\":\"LongestFirst\",\"stride\":0}")
                        .replaceFirst(
                                "\"padding\": null",
                                "\"padding\": {\"strategy\":{\"Fixed\":16},\"direction\":\"Right\",\"pad_to_multiple_of\":null,\"pad_id\":1,\"pad_type_id\":0,\"pad_token\":\"<pad>\"}"));
        try (TextTokenizer changed = TextTokenizer.open(folder);
                TextTokenizer tokenizer = TextTokenizer.open(BYTE_LEVEL)) {
            String text = "bread ".repeat(2000);
            assertThat(changed.encode(text))
                    .isEqualTo(tokenizer.encode(text))
                    .hasSizeGreaterThan(2000);
            assertThat(changed.encode("a")).hasSize(2);
        }
    }

    @Test
    void halvesOfSurrogatePairsBecomeReplacementCharacters() {
        try (TextTokenizer tokenizer = TextTokenizer.open(BYTE_LEVEL)) {
            long[] ids = tokenizer.encode("a\ud83d b\udc00\ud83d\ude42");
            assertThat(tokenizer.decode(ids, true)).isEqualTo("a\ufffd b\ufffd\ud83d\ude42");
        }
    }

    @Test
    void tokensAreFoundByName() {
        try (TextTokenizer tokenizer = TextTokenizer.open(BYTE_LEVEL)) {
            assertThat(tokenizer.idOf("</s>")).hasValue(2);
            assertThat(tokenizer.idOf("no such token")).isEmpty();
            assertThat(tokenizer.vocabSize()).isEqualTo(400);
        }
    }

    @Test
    void idsThatAreNoTokensDecodeToNothing() {
        try (TextTokenizer tokenizer = TextTokenizer.open(BYTE_LEVEL)) {
            assertThat(tokenizer.decode(new long[] {400, 100_000}, true)).isEmpty();
        }
    }

    @Test
    void brokenFilesHaveASentence() throws IOException {
        assertThat(sentence()).contains("has no tokenizer");
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": 0}");
        assertThat(sentence()).contains("has no tokenizer");
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\na b c\n");
        assertThat(sentence())
                .contains("merges.txt cannot be read as a tokenizer: line 2 is not a pair");
        Files.writeString(folder.resolve("merges.txt"), "");
        assertThat(sentence()).contains("vocab.json", "has no </s>");
        Files.writeString(folder.resolve("vocab.json"), "{\"</s>\": 2, \"a\": 0}");
        Files.writeString(folder.resolve("merges.txt"), "a b\n");
        assertThat(sentence()).contains("vocab.json cannot be read as a tokenizer");
        Files.writeString(folder.resolve("tokenizer.json"), "{\n\"model\":");
        assertThat(sentence())
                .contains("tokenizer.json cannot be read", "line 2 is not valid JSON");
        Files.writeString(folder.resolve("tokenizer.json"), "[]");
        assertThat(sentence()).contains("it holds no JSON object");
        Files.writeString(folder.resolve("tokenizer.json"), "{}");
        assertThat(sentence()).contains("tokenizer.json cannot be read as a tokenizer");
        Files.write(folder.resolve("tokenizer.json"), new byte[] {'{', (byte) 0xff});
        assertThat(sentence()).contains("it is not valid UTF-8");
    }

    @Test
    void aStartTokenThatDoesNotExistHasASentence() throws IOException {
        Files.copy(BYTE_LEVEL.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"add_bos_token\":true,\"bos_token\":\"<bos>\"}");
        assertThat(sentence()).contains("asks for the token '<bos>' in front");
    }

    private String sentence() {
        var sentence = new java.util.concurrent.atomic.AtomicReference<String>();
        assertThatThrownBy(() -> TextTokenizer.open(folder).close())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> sentence.set(e.problem().sentence(Locale.ENGLISH)));
        return sentence.get();
    }
}
