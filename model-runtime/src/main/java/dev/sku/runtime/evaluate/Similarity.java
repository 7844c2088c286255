package dev.sku.runtime.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How near two texts are in meaning: the cosine of their vectors.
final class Similarity {
    /// Tokens of one pass.
    private static final int PACK = 1024;

    private final TextVectors vectors;
    private final Map<List<List<String>>, Map<String, double[]>> known = new HashMap<>();

    Similarity(TextVectors vectors) {
        this.vectors = vectors;
    }

    /// Of each reply with the nearest of its references; two empty texts agree (1), one empty text and another do not (0).
    ///
    /// @param replies without blanks around them, which references do not have either
    /// @param references of each reply, at least one
    List<Double> best(List<String> replies, List<List<String>> references) {
        // What shares a pass changes the last bits: references and replies have passes of their
        // own, so that the numbers do not depend on what was measured before.
        Map<String, double[]> wanted =
                known.computeIfAbsent(
                        references, all -> embedded(all.stream().flatMap(List::stream)));
        Map<String, double[]> said = embedded(replies.stream());
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            String reply = replies.get(i);
            all.add(
                    references.get(i).stream()
                            .mapToDouble(r ->
                                    r.equals(reply)
                                            ? 1
                                            : cosine(vector(said, reply), vector(wanted, r)))
                            .max()
                            .orElse(0));
        }
        return all;
    }

    private static double[] vector(Map<String, double[]> all, String text) {
        return all.getOrDefault(text, new double[0]);
    }

    private Map<String, double[]> embedded(Stream<String> asked) {
        List<String> texts = asked.distinct().toList();
        Map<String, double[]> found = new HashMap<>();
        int from = 0;
        while (from < texts.size()) {
            List<long[]> rows = new ArrayList<>();
            int tokens = 0;
            int to = from;
            while (to < texts.size()) {
                long[] ids = vectors.tokens(texts.get(to));
                if (!rows.isEmpty() && tokens + ids.length > PACK) {
                    break;
                }
                rows.add(ids);
                tokens += ids.length;
                to++;
            }
            List<double[]> pass = vectors.of(rows);
            for (int i = 0; i < pass.size(); i++) {
                found.put(texts.get(from + i), pass.get(i));
            }
            from = to;
        }
        return found;
    }

    private static double cosine(double[] a, double[] b) {
        if (a.length == 0 || b.length == 0) {
            return a.length == b.length ? 1 : 0;
        }
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }
}
