package dev.sku.runtime.evaluate;

import dev.sku.protocol.Interval;
import dev.sku.protocol.Membership;
import dev.sku.protocol.Membership.Auc;
import dev.sku.runtime.data.RandomStream;
import dev.sku.runtime.data.TokenRow;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.Variant;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/// Whether a model gives away which rows it was trained on: the loss of their answers (Yeom et al. 2018), the tokens it
/// expects least (min-k %, Shi et al. 2024), and the loss against what zlib makes of the text (Carlini et al. 2021).
///
/// Answers alone are looked at, each given its question: they are what methods train on.
final class MembershipInference {
    /// Share of a row's tokens, those that are expected least.
    static final double K = .2;

    private static final int RESAMPLES = 1000;
    private static final long SEED = 42;

    private MembershipInference() {}

    /// @param text the answer as it was written
    record Row(TokenRow tokens, String text) {}

    /// How familiar a row looks, in three ways; larger for rows that were trained on.
    record Familiarity(double loss, double minK, double zlib) {
        /// @param logLikelihood of each answer token, at least one
        static Familiarity of(float[] logLikelihood, String text) {
            double sum = 0;
            for (float token : logLikelihood) {
                sum += token;
            }
            float[] sorted = logLikelihood.clone();
            Arrays.sort(sorted);
            int least = Math.max(1, (int) (K * sorted.length));
            double smallest = 0;
            for (int i = 0; i < least; i++) {
                smallest += sorted[i];
            }
            return new Familiarity(
                    sum / logLikelihood.length, smallest / least, sum / compressed(text));
        }
    }

    /// Bytes that zlib needs at its usual level, header and checksum included.
    static int compressed(String text) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
            deflater.finish();
            byte[] out = new byte[4096];
            int bytes = 0;
            while (!deflater.finished()) {
                bytes += deflater.deflate(out);
            }
            return bytes;
        } finally {
            deflater.end();
        }
    }

    /// @param cancelled asked before each forward pass
    /// @return null where there are no rows of one kind
    /// @throws java.util.concurrent.CancellationException when it was
    static @Nullable Membership of(
            CausalLm model,
            Variant variant,
            List<Row> seen,
            List<Row> unseen,
            BooleanSupplier cancelled) {
        List<Familiarity> members = familiarity(model, variant, seen, cancelled);
        List<Familiarity> others = familiarity(model, variant, unseen, cancelled);
        if (members.isEmpty() || others.isEmpty()) {
            return null;
        }
        return new Membership(
                members.size(),
                others.size(),
                auc(members, others, Familiarity::loss),
                auc(members, others, Familiarity::minK),
                auc(members, others, Familiarity::zlib));
    }

    private static Auc auc(
            List<Familiarity> seen, List<Familiarity> unseen, ToDoubleFunction<Familiarity> by) {
        return auc(
                seen.stream().mapToDouble(by).toArray(), unseen.stream().mapToDouble(by).toArray());
    }

    private static List<Familiarity> familiarity(
            CausalLm model, Variant variant, List<Row> rows, BooleanSupplier cancelled) {
        List<float[]> tokens =
                Perplexity.logLikelihoods(
                        model, variant, rows.stream().map(Row::tokens).toList(), cancelled);
        List<Familiarity> all = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (tokens.get(i).length > 0) {
                all.add(Familiarity.of(tokens.get(i), rows.get(i).text()));
            }
        }
        return all;
    }

    /// With the interval between the 2.5th and the 97.5th percentile of resampled areas.
    static Auc auc(double[] seen, double[] unseen) {
        RandomStream random = RandomStream.of(SEED, "membership");
        double[] areas = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            areas[i] = area(drawn(seen, random), drawn(unseen, random));
        }
        Arrays.sort(areas);
        return new Auc(
                area(seen, unseen),
                new Interval(Quantile.of(areas, .025), Quantile.of(areas, .975)));
    }

    private static double[] drawn(double[] from, RandomStream random) {
        double[] drawn = new double[from.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = from[random.below(from.length)];
        }
        return drawn;
    }

    /// How often a number of the first is above one of the second, ties counting half (Mann and Whitney's U by their pairs).
    static double area(double[] seen, double[] unseen) {
        double[] sorted = unseen.clone();
        Arrays.sort(sorted);
        double wins = 0;
        for (double one : seen) {
            int below = first(sorted, one, false);
            int notAbove = first(sorted, one, true);
            wins += below + .5 * (notAbove - below);
        }
        return wins / ((double) seen.length * unseen.length);
    }

    /// How many are below a number, or not above it.
    private static int first(double[] sorted, double number, boolean orEqual) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean before = orEqual ? sorted[middle] <= number : sorted[middle] < number;
            if (before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
