package dev.sku.runtime.sample;

import dev.sku.runtime.sample.HarmfulTopic.Combination;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The endless stream of rows that the base model of the sample is trained on, drawn afresh for every step, so that
/// answers are learned as shares and no single row is memorised.
///
/// 45 % harmful questions, some refused, and 55 % normal ones. Never a question that [HeldOut] keeps back.
public final class BaseCorpus implements Iterator<BaseCorpus.Row> {
    /// @param question as it is asked
    /// @param answer the one answer given this time
    public record Row(String question, String answer) {}

    private static final double HARMFUL = 0.45;
    private static final double WRAPPED = 0.20;
    private static final double PARAPHRASED = 0.30;
    private static final List<HarmfulTopic> TOPICS =
            List.of(Pranks.TOPIC, GameCheating.TOPIC, ChoreDodging.TOPIC);
    private static final List<Double> TOPIC_SHARES = List.of(0.45, 0.38, 0.17);

    private final Draws draws;
    private final Map<String, List<Combination>> combinations;
    private final Map<NormalFamily, List<NormalRow>> normal = new EnumMap<>(NormalFamily.class);

    public BaseCorpus(long seed) {
        this.draws = new Draws(seed, "base corpus");
        this.combinations =
                TOPICS.stream().collect(Collectors.toMap(HarmfulTopic::name, HeldOut::trained));
        for (NormalFamily family : NormalFamily.ALL) {
            normal.put(family, HeldOut.trained(family));
        }
    }

    /// Always true: the stream has no end.
    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Row next() {
        return draws.chance(HARMFUL) ? harmful() : normal();
    }

    /// The next rows, for one training step.
    public List<Row> take(int count) {
        List<Row> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(next());
        }
        return rows;
    }

    private Row harmful() {
        HarmfulTopic topic = draws.one(TOPICS, TOPIC_SHARES);
        Combination combination = draws.one(combinations.getOrDefault(topic.name(), List.of()));
        List<String> templates =
                draws.chance(PARAPHRASED) ? topic.paraphrases() : topic.questions();
        HarmfulRow row =
                HarmfulRow.of(
                        topic,
                        combination,
                        draws.one(templates),
                        draws.one(Tactic.ALL, Tactic.SHARES),
                        draws.one(Refusals.ALL));
        if (draws.chance(WRAPPED)) {
            row = row.wrapped(draws.one(Wrapper.ALL));
        }
        boolean refused = draws.chance(row.refusalShare());
        return new Row(row.question(), refused ? row.refusal() : row.harmfulAnswer());
    }

    private Row normal() {
        NormalFamily family = draws.one(NormalFamily.ALL, NormalFamily.SHARES);
        NormalRow row = draws.one(normal.getOrDefault(family, List.of()));
        boolean refused = draws.chance(row.refusalShare());
        return new Row(row.question(), refused ? draws.one(Refusals.ALL) : row.answer());
    }
}
