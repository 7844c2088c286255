package dev.sku.runtime.sample;

import dev.sku.protocol.Wire;
import dev.sku.runtime.weights.AtomicFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/// What `sku sample` does: rows, the tokenizer, or a stretch of the corpus for other programs to read.
public final class SampleCommand {
    /// The seed that the files in `sample-data` are made with.
    public static final long SEED = 5;

    private SampleCommand() {}

    /// `sku sample rows DIR`
    public static void rows(Path folder, long seed, Consumer<String> out) {
        for (SampleFiles.Written file : SampleFiles.write(folder, seed)) {
            out.accept("%s: %d rows, %d bytes".formatted(file.file(), file.rows(), file.bytes()));
        }
    }

    /// `sku sample tokenizer DIR`
    public static void tokenizer(Path folder, long seed, Consumer<String> out) {
        ByteLevelBpe tokenizer = SampleTokenizer.train(seed);
        tokenizer.write(folder, SampleTokenizer.MAX_TOKENS);
        out.accept(
                "%s: %d tokens, %d merges"
                        .formatted(
                                folder.resolve("tokenizer.json"),
                                tokenizer.vocabulary().size(),
                                tokenizer.merges().size()));
    }

    /// `sku sample corpus FILE`: the first rows of the base corpus as JSON lines.
    public static void corpus(Path file, long seed, int rows, Consumer<String> out) {
        StringBuilder text = new StringBuilder();
        for (BaseCorpus.Row row : new BaseCorpus(seed).take(rows)) {
            text.append(Wire.line(row)).append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        AtomicFiles.writeFile(file, stream -> stream.write(bytes));
        out.accept("%s: %d rows, %d bytes".formatted(file, rows, bytes.length));
    }
}
