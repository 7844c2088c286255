package dev.sku.runtime.evaluate;

import dev.sku.protocol.ProblemException;
import dev.sku.runtime.data.Sha256;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.model.Bert;
import dev.sku.runtime.model.SentenceFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A model made to tell how near sentences are, in a folder of the sentence-transformers library.
public final class SentenceEncoder implements TextVectors, AutoCloseable {
    private final SentenceFolder folder;
    private final Bert model;
    private final TextTokenizer tokenizer;
    private final TextTokenizer.Around around;
    private final int maxTokens;
    private final String fingerprint;

    private SentenceEncoder(SentenceFolder folder, Bert model, TextTokenizer tokenizer) {
        this.folder = folder;
        this.model = model;
        this.tokenizer = tokenizer;
        this.around = tokenizer.around();
        this.maxTokens = Math.min(model.maxTokens(), folder.maxTokens());
        this.fingerprint =
                "%s %s %s %d %s"
                        .formatted(
                                model.fingerprint(),
                                tokenizer.fingerprint(),
                                folder.pooling(),
                                maxTokens,
                                folder.lowerCase());
    }

    /// @param path null for none
    /// @param device `cpu` or `cuda:N`
    /// @throws ProblemException naming the file and what is not computed here
    public static @Nullable SentenceEncoder open(@Nullable String path, String device) {
        return path == null ? null : open(Path.of(path), device);
    }

    static SentenceEncoder open(Path path, String device) {
        SentenceFolder folder = SentenceFolder.open(path);
        TextTokenizer tokenizer = TextTokenizer.open(folder.model());
        try {
            return new SentenceEncoder(folder, Bert.load(folder.model(), device), tokenizer);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /// The folder's name, and some digits that tell it from others of this name.
    public String name() {
        return folder.name() + " [" + Sha256.of(fingerprint).substring(0, 8) + "]";
    }

    /// Of everything that its vectors follow from.
    public String fingerprint() {
        return fingerprint;
    }

    /// Between the special tokens; nothing of an empty text.
    @Override
    public long[] tokens(String text) {
        String read = folder.lowerCase() ? text.toLowerCase(Locale.ROOT) : text;
        long[] ids = tokenizer.encode(read);
        if (ids.length <= around.leading() + around.trailing()) {
            return new long[0];
        }
        if (ids.length <= maxTokens) {
            return ids;
        }
        long[] cut = Arrays.copyOf(ids, maxTokens);
        int behind = around.trailing();
        System.arraycopy(ids, ids.length - behind, cut, maxTokens - behind, behind);
        return cut;
    }

    @Override
    public List<double[]> of(List<long[]> texts) {
        List<long[]> read = texts.stream().filter(t -> t.length > 0).toList();
        List<float[]> pooled =
                read.isEmpty()
                        ? List.of()
                        : model.pooled(read, folder.pooling() == SentenceFolder.Pooling.CLS);
        List<double[]> vectors = new ArrayList<>();
        int next = 0;
        for (long[] text : texts) {
            vectors.add(text.length == 0 ? new double[0] : unit(pooled.get(next++)));
        }
        return vectors;
    }

    /// Of length 1.
    private static double[] unit(float[] vector) {
        double length = 0;
        for (float x : vector) {
            length += (double) x * x;
        }
        double scale = length == 0 ? 0 : 1 / Math.sqrt(length);
        double[] unit = new double[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = vector[i] * scale;
        }
        return unit;
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
