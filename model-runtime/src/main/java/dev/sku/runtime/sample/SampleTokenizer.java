package dev.sku.runtime.sample;

import java.util.List;

/// The tokenizer of the sample models: 1,024 tokens, trained on prompts and answers of the base corpus.
public final class SampleTokenizer {
    public static final int VOCABULARY = 1024;

    /// Longest row in tokens that the sample models have positions for.
    public static final int MAX_TOKENS = 128;

    private static final int ROWS = 6000;

    private SampleTokenizer() {}

    public static ByteLevelBpe train(long seed) {
        return ByteLevelBpeTrainer.train(corpus(seed), VOCABULARY);
    }

    /// Rows as the model reads them, drawn from the seed's base corpus.
    static List<String> corpus(long seed) {
        return new BaseCorpus(seed).take(ROWS).stream().map(SampleTokenizer::text).toList();
    }

    private static String text(BaseCorpus.Row row) {
        return "### Question: " + row.question() + "\n ### Answer: " + row.answer();
    }
}
