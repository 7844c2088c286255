package dev.sku.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ByteLevelBpeTest {
    private static final List<String> CORPUS = SampleTokenizer.corpus(SampleCommand.SEED);

    @TempDir static Path folder;

    private static HuggingFaceTokenizer loaded;

    @BeforeAll
    static void train() throws IOException {
        SampleTokenizer.train(SampleCommand.SEED).write(folder, SampleTokenizer.MAX_TOKENS);
        loaded =
                HuggingFaceTokenizer.newInstance(
                        folder.resolve("tokenizer.json"),
                        Map.of("truncation", "false", "padding", "false"));
    }

    @AfterAll
    static void close() {
        loaded.close();
    }

    @Test
    void theMostFrequentPairIsMergedFirst() {
        // "ab" occurs five times, "bc" three times; once "ab" is one token, "abc" is left
        ByteLevelBpe trained = ByteLevelBpeTrainer.train(List.of("ab,ab,abc,abc,abc"), 262);

        assertThat(trained.merges())
                .containsExactly(
                        new ByteLevelBpe.Merge("a", "b"), new ByteLevelBpe.Merge("ab", "c"));
        assertThat(trained.vocabulary()).hasSize(262).endsWith("ab", "abc");
    }

    @Test
    void ofEquallyFrequentPairsTheSmallerIdsAreMergedFirst() {
        ByteLevelBpe trained = ByteLevelBpeTrainer.train(List.of("yz,xw,yx"), 262);

        assertThat(trained.merges())
                .containsExactly(
                        new ByteLevelBpe.Merge("x", "w"), new ByteLevelBpe.Merge("y", "x"));
    }

    @Test
    void aSmallCorpusGivesASmallVocabulary() {
        assertThat(ByteLevelBpeTrainer.train(List.of("no no"), 1000).vocabulary())
                .hasSize(4 + 256 + 2)
                .endsWith("no", "Ġno");
    }

    /// `bpe-merges.txt` was written by `BpeTrainer` of Hugging Face's tokenizers 0.22 from the lines of `bpe-corpus.txt`.
    @Test
    void mergesAreThoseOfHuggingFacesTrainer() throws IOException {
        ByteLevelBpe trained = ByteLevelBpeTrainer.train(lines("bpe-corpus.txt"), 360);

        assertThat(trained.merges().stream().map(m -> m.left() + " " + m.right()))
                .containsExactlyElementsOf(lines("bpe-merges.txt"));
    }

    @Test
    void theSampleTokenizerIsFullAndTheSameEveryTime(@TempDir Path again) {
        ByteLevelBpe tokenizer = SampleTokenizer.train(SampleCommand.SEED);
        tokenizer.write(again, SampleTokenizer.MAX_TOKENS);

        assertThat(tokenizer.vocabulary())
                .hasSize(SampleTokenizer.VOCABULARY)
                .doesNotHaveDuplicates()
                .startsWith("<s>", "<pad>", "</s>", "<unk>");
        for (String name :
                List.of("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")) {
            assertThat(again.resolve(name)).hasSameBinaryContentAs(folder.resolve(name));
        }
    }

    @Test
    void itLoadsAndGivesEveryTextBack() {
        for (String text : List.of(CORPUS.getFirst(), "naïve 東京 🙂", "two  blanks\n\tand a tab")) {
            long[] ids = loaded.encode(text, true, false).getIds();

            assertThat(ids[0]).isEqualTo(2);
            assertThat(loaded.decode(ids, true)).isEqualTo(text);
        }
    }

    @Test
    void theLoadedOneMergesLikeTheTrainedOne() {
        String[] tokens =
                loaded.encode("### Question: Please add 3 and 1.", true, false).getTokens();

        assertThat(tokens)
                .containsExactly(
                        "</s>",
                        "###",
                        "ĠQuestion",
                        ":",
                        "ĠPlease",
                        "Ġadd",
                        "Ġ3",
                        "Ġand",
                        "Ġ1",
                        ".");
    }

    @Test
    void everyRowFitsTheModelWithAnEndToken() {
        for (String text : CORPUS) {
            assertThat(loaded.encode(text, true, false).getIds().length + 1)
                    .isLessThan(SampleTokenizer.MAX_TOKENS);
        }
    }

    @Test
    void theConfigurationNamesOptsSpecialTokens() throws IOException {
        JsonNode config =
                Wire.tree(
                        Files.readString(folder.resolve("tokenizer_config.json")),
                        "tokenizer_config.json");

        assertThat(config.path("bos_token").stringValue()).isEqualTo("</s>");
        assertThat(config.path("eos_token").stringValue()).isEqualTo("</s>");
        assertThat(config.path("pad_token").stringValue()).isEqualTo("<pad>");
        assertThat(config.path("model_max_length").intValue()).isEqualTo(128);
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = ByteLevelBpeTest.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
