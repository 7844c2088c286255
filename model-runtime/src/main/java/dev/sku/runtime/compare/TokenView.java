package dev.sku.runtime.compare;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.TokenDifference;
import dev.sku.protocol.TokenDifference.Choice;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.data.TokenStream;
import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.PackedRows;
import dev.sku.runtime.model.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// A text under two models: how likely each token is, and how far the two models' next-token distributions lie apart.
final class TokenView {
    private static final int LISTED = 10;

    private TokenView() {}

    /// @param one a reply behind the first side's prompt
    /// @param two the same text behind the second's
    static List<TokenDifference> of(Placed one, Placed two) {
        Side first = one.side;
        Side second = two.side;
        TextTokenizer tokenizer = first.base().tokenizer();
        if (!Arrays.equals(one.reply(), two.reply())
                || tokenizer.vocabSize() != second.base().tokenizer().vocabSize()) {
            throw ProblemException.of(
                    Problem.Code.TOKENIZERS_DIFFER, first.spec().name(), second.spec().name());
        }
        long[] ids = one.ids;
        int start = one.start;
        float[][] p = logProbabilities(first, ids, start);
        float[][] q = logProbabilities(second, two.ids, two.start);
        TokenStream stream = new TokenStream(tokenizer, false);
        for (int i = 0; i < start; i++) {
            stream.add(ids[i]);
        }
        List<TokenDifference> all = new ArrayList<>();
        for (int i = 0; i < p.length; i++) {
            int id = (int) ids[start + i];
            all.add(
                    new TokenDifference(
                            id,
                            stream.add(id),
                            p[i][id],
                            q[i][id],
                            divergence(p[i], q[i]),
                            likeliest(tokenizer, p[i]),
                            likeliest(tokenizer, q[i])));
        }
        return all;
    }

    /// A reply behind a side's prompt.
    ///
    /// @param ids of both
    /// @param start of the reply
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Placed(Side side, long[] ids, int start) {
        /// @param before tokens of the prompt alone
        static Placed of(Side side, long[] before, long[] ids) {
            int most = side.base().model().config().maxPositions();
            if (ids.length > most) {
                throw ProblemException.of(
                        Problem.Code.PROMPT_TOO_LONG, ids.length, side.spec().name(), most);
            }
            int mismatch = Arrays.mismatch(before, ids);
            return new Placed(side, ids, mismatch < 0 ? ids.length : Math.max(1, mismatch));
        }

        long[] reply() {
            return Arrays.copyOfRange(ids, start, ids.length);
        }
    }

    /// Log-softmax (N, V) of the positions that predict the tokens from `start` on.
    private static float[][] logProbabilities(Side side, long[] ids, int start) {
        CausalLm model = side.base().model();
        Variant variant = side.get();
        int n = ids.length - start;
        if (n == 0) {
            return new float[0][];
        }
        long[] index = new long[n];
        for (int i = 0; i < n; i++) {
            index[i] = start - 1L + i;
        }
        try (Scope step = new Scope()) {
            Value hidden = model.hidden(step, PackedRows.of(List.of(ids)), variant);
            Value places = model.atHead(step, step.tensor(index, n));
            Value rows = model.script().call(step, "select_rows", hidden, places);
            float[] logits = model.logits(step, rows, variant).floats();
            int vocabulary = logits.length / n;
            float[][] all = new float[n][];
            for (int i = 0; i < n; i++) {
                all[i] = logSoftmax(logits, i * vocabulary, vocabulary);
            }
            return all;
        }
    }

    private static float[] logSoftmax(float[] logits, int from, int count) {
        float top = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            top = Math.max(top, logits[from + i]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.exp(logits[from + i] - top);
        }
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = (float) (logits[from + i] - top - Math.log(sum));
        }
        return out;
    }

    /// Σ p·(log p − log q), nats.
    private static double divergence(float[] p, float[] q) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += Math.exp(p[i]) * (p[i] - q[i]);
        }
        return Math.max(0, sum);
    }

    private static List<Choice> likeliest(TextTokenizer tokenizer, float[] logProbabilities) {
        PriorityQueue<Integer> best =
                new PriorityQueue<>(Comparator.comparingDouble(i -> logProbabilities[i]));
        for (int i = 0; i < logProbabilities.length; i++) {
            best.add(i);
            if (best.size() > LISTED) {
                best.remove();
            }
        }
        return best.stream()
                .sorted(Comparator.comparingDouble((Integer i) -> -logProbabilities[i]))
                .map(i ->
                        new Choice(
                                i,
                                tokenizer.decode(new long[] {i}, false),
                                Math.exp(logProbabilities[i])))
                .toList();
    }
}
