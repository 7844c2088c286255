package dev.sku.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenStreamTest {
    @Test
    void piecesOfRecordedTextsJoinToTheWholeText() throws IOException {
        for (String name : List.of("bytelevel", "metaspace")) {
            try (TextTokenizer tokenizer = TextTokenizer.open(Shared.resource(name))) {
                TextTokenizerTest.encodings()
                        .forEach(e -> joins(tokenizer, TextTokenizerTest.ids(e.path(name))));
            }
        }
    }

    /// Random ids hold every kind of broken character, special tokens and unknown ids among them.
    @Test
    void piecesOfAnyTokensJoinToTheWholeText() {
        RandomStream random = RandomStream.of(1, "tokens");
        for (String name : List.of("bytelevel", "metaspace")) {
            try (TextTokenizer tokenizer = TextTokenizer.open(Shared.resource(name))) {
                for (int i = 0; i < 600; i++) {
                    // a third of the texts from the first ids only: special tokens and single bytes
                    int below = i % 3 == 0 ? 40 : i % 3 == 1 ? 270 : tokenizer.vocabSize() + 2;
                    long[] ids = new long[1 + random.below(24)];
                    for (int t = 0; t < ids.length; t++) {
                        ids[t] = random.below(below);
                    }
                    joins(tokenizer, ids);
                }
            }
        }
    }

    @Test
    void aCharacterOfSeveralTokensComesWhole() {
        try (TextTokenizer tokenizer = TextTokenizer.open(Shared.resource("bytelevel"))) {
            assertThat(pieces(tokenizer, tokenizer.encodePlain("a\ud83d\ude00b"), true))
                    .containsExactly("a", "", "", "", "\ud83d\ude00", "b", "");
        }
    }

    @Test
    void wordsOfAMetaspaceTokenizerKeepTheirBlanks() {
        try (TextTokenizer tokenizer = TextTokenizer.open(Shared.resource("metaspace"))) {
            assertThat(pieces(tokenizer, tokenizer.encodePlain("the  door"), true))
                    .containsExactly("the ", " do", "o", "r", "");
        }
    }

    @Test
    void whatIsHeldBackComesAtTheEnd() {
        try (TextTokenizer tokenizer = TextTokenizer.open(Shared.resource("metaspace"))) {
            long half = tokenizer.idOf("<0xE6>").orElseThrow();
            assertThat(pieces(tokenizer, new long[] {half}, true)).containsExactly("", "\ufffd");
        }
    }

    private static void joins(TextTokenizer tokenizer, long[] ids) {
        for (boolean skipSpecial : new boolean[] {true, false}) {
            assertThat(String.join("", pieces(tokenizer, ids, skipSpecial)))
                    .as("%s of %s", skipSpecial, java.util.Arrays.toString(ids))
                    .isEqualTo(tokenizer.decode(ids, skipSpecial));
        }
    }

    private static List<String> pieces(TextTokenizer tokenizer, long[] ids, boolean skipSpecial) {
        TokenStream stream = new TokenStream(tokenizer, skipSpecial);
        List<String> pieces = new ArrayList<>();
        for (long id : ids) {
            pieces.add(stream.add(id));
        }
        pieces.add(stream.finish());
        return pieces;
    }
}
