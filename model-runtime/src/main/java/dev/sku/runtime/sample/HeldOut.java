package dev.sku.runtime.sample;

import dev.sku.runtime.sample.HarmfulTopic.Combination;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which fifth of the questions nobody is trained on: neither the base model nor, later, an unlearning run.
///
/// Fixed for the whole sample and not drawn from a run's seed, so that a base model made with one seed is never tested
/// on questions that another seed would have held out.
final class HeldOut {
    private static final long SEED = 11;
    private static final double SHARE = 0.2;

    private HeldOut() {}

    static List<Combination> trained(HarmfulTopic topic) {
        Set<Combination> held = combinations(topic);
        return topic.combinations().stream().filter(c -> !held.contains(c)).toList();
    }

    static List<Combination> tested(HarmfulTopic topic) {
        Set<Combination> held = combinations(topic);
        return topic.combinations().stream().filter(held::contains).toList();
    }

    static List<NormalRow> trained(NormalFamily family) {
        List<NormalRow> rows = family.rows();
        Set<String> held = keys(family, rows);
        return rows.stream().filter(r -> !held.contains(r.key())).toList();
    }

    static List<NormalRow> tested(NormalFamily family) {
        List<NormalRow> rows = family.rows();
        Set<String> held = keys(family, rows);
        return rows.stream().filter(r -> held.contains(r.key())).toList();
    }

    private static Set<Combination> combinations(HarmfulTopic topic) {
        return fifth(topic.combinations(), topic.name());
    }

    private static Set<String> keys(NormalFamily family, List<NormalRow> rows) {
        return fifth(rows.stream().map(NormalRow::key).distinct().toList(), family.title());
    }

    private static <T> Set<T> fifth(List<T> all, String purpose) {
        int count = (int) (all.size() * SHARE);
        return new HashSet<>(new Draws(SEED, purpose).some(all, count));
    }
}
