package dev.sku.runtime.evaluate;

import dev.sku.runtime.data.TokenRow;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.LongList;
import dev.sku.runtime.model.PackedRows;
import dev.sku.runtime.model.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// How surprised a model is by given answers.
public final class Perplexity {
    /// Tokens of one forward pass.
    private static final int PACK = 4096;

    private Perplexity() {}

    /// Negative log-likelihood of a row's answer.
    ///
    /// @param nats summed over the tokens
    public record Surprise(double nats, int tokens) {
        /// Mean nats a token; NaN for no tokens.
        public double mean() {
            return nats / tokens;
        }
    }

    /// exp of the mean nats a token over all answer tokens of all rows; null where there are none, or no number results.
    public static @Nullable Double of(List<Surprise> rows) {
        double nats = rows.stream().mapToDouble(Surprise::nats).sum();
        long tokens = rows.stream().mapToLong(Surprise::tokens).sum();
        double perplexity = tokens == 0 ? Double.NaN : Math.exp(nats / tokens);
        return Double.isFinite(perplexity) ? perplexity : null;
    }

    /// The answers of rows under a model, each token given all before it.
    public static List<Surprise> surprises(CausalLm model, Variant variant, List<TokenRow> rows) {
        return surprises(model, variant, rows, () -> false);
    }

    /// @param cancelled asked before each forward pass
    /// @throws CancellationException when it was
    static List<Surprise> surprises(
            CausalLm model, Variant variant, List<TokenRow> rows, BooleanSupplier cancelled) {
        List<Surprise> all = new ArrayList<>();
        for (float[] row : logLikelihoods(model, variant, rows, cancelled)) {
            double nats = 0;
            for (float token : row) {
                nats -= token;
            }
            all.add(new Surprise(nats, row.length));
        }
        return all;
    }

    /// log p of each answer token of each row, in nats.
    ///
    /// @param cancelled asked before each forward pass
    /// @throws CancellationException when it was
    static List<float[]> logLikelihoods(
            CausalLm model, Variant variant, List<TokenRow> rows, BooleanSupplier cancelled) {
        List<float[]> all = new ArrayList<>();
        int from = 0;
        while (from < rows.size()) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            int to = from;
            int tokens = 0;
            while (to < rows.size() && (to == from || tokens + rows.get(to).length() <= PACK)) {
                tokens += rows.get(to).length();
                to++;
            }
            all.addAll(packed(model, variant, rows.subList(from, to)));
            from = to;
        }
        return all;
    }

    private static List<float[]> packed(CausalLm model, Variant variant, List<TokenRow> rows) {
        PackedRows.Builder packed = new PackedRows.Builder();
        LongList index = new LongList();
        LongList target = new LongList();
        int[] counts = new int[rows.size()];
        for (int r = 0; r < rows.size(); r++) {
            long[] ids = rows.get(r).ids();
            int at = packed.row(ids);
            for (int i = Math.max(1, rows.get(r).answerStart()); i < ids.length; i++) {
                index.add(at + i - 1);
                target.add(ids[i]);
                counts[r]++;
            }
        }
        float[] logLikelihood =
                index.size() == 0
                        ? new float[0]
                        : model.logLikelihood(
                                packed.build(), index.toArray(), target.toArray(), variant);
        List<float[]> all = new ArrayList<>();
        int at = 0;
        for (int count : counts) {
            all.add(Arrays.copyOfRange(logLikelihood, at, at + count));
            at += count;
        }
        return all;
    }
}
