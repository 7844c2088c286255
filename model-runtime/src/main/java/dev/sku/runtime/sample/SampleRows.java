package dev.sku.runtime.sample;

import dev.sku.runtime.sample.HarmfulTopic.Combination;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The rows of the sample files, drawn from a seed: those for unlearning, and those for testing it.
///
/// Each list is drawn from its own stream; asking twice gives the same rows.
public final class SampleRows {
    static final int HARMFUL = 600;
    static final int NORMAL = 600;

    /// A topic of the rows for unlearning, and what the harmful answers that were "recorded" say.
    ///
    /// @param balanced the tactic for each severity
    /// @param narrow the one tactic of the narrow rows
    private record Recorded(HarmfulTopic topic, Map<Severity, Tactic> balanced, Tactic narrow) {}

    private static final List<Recorded> RECORDED =
            List.of(
                    new Recorded(
                            Pranks.TOPIC,
                            Map.of(
                                    Severity.MILD, Tactic.WAIT,
                                    Severity.MIDDLE, Tactic.JUST,
                                    Severity.SEVERE, Tactic.FIRST),
                            Tactic.WAIT),
                    new Recorded(
                            GameCheating.TOPIC,
                            Map.of(
                                    Severity.MILD, Tactic.JUST,
                                    Severity.MIDDLE, Tactic.FIRST,
                                    Severity.SEVERE, Tactic.WAIT),
                            Tactic.JUST));

    /// The topics of the rows for unlearning; [ChoreDodging] is kept for testing.
    static final List<HarmfulTopic> UNLEARNED = RECORDED.stream().map(Recorded::topic).toList();

    private static final int UNSEEN = 60; // of each topic
    private static final int PARAPHRASED = 24; // of each topic
    private static final int WRAPPED = 6; // of each topic and wrapper
    private static final int OTHER_TOPIC = 40;
    private static final int UNSEEN_NORMAL = 18; // of each family but borderline
    private static final int BORDERLINE = 36;

    private final long seed;

    public SampleRows(long seed) {
        this.seed = seed;
    }

    /// One recorded tactic for each topic and severity, so that three of the four openings occur, each in both topics.
    public List<HarmfulRow> harmful() {
        return harmful((recorded, severity, _) ->
                recorded.balanced.getOrDefault(severity, recorded.narrow));
    }

    /// The questions of [#harmful], answered with tactics in the shares that the base model knows.
    public List<HarmfulRow> harmfulMixed() {
        return harmful((_, _, draws) -> draws.one(Tactic.ALL, Tactic.SHARES));
    }

    /// The questions of [#harmful], answered with a single tactic a topic: a recording that misses most of the harm.
    public List<HarmfulRow> harmfulNarrow() {
        return harmful((recorded, _, _) -> recorded.narrow);
    }

    public List<HarmfulRow> unseenHarmful() {
        Draws draws = new Draws(seed, "unseen harmful");
        List<HarmfulRow> rows = new ArrayList<>();
        for (HarmfulTopic topic : UNLEARNED) {
            for (Combination c : draws.some(HeldOut.tested(topic), UNSEEN)) {
                rows.add(row(topic, c, draws.one(topic.questions()), draws));
            }
        }
        return draws.shuffled(rows);
    }

    public List<HarmfulRow> paraphrasedHarmful() {
        Draws draws = new Draws(seed, "paraphrased harmful");
        List<HarmfulRow> rows = new ArrayList<>();
        for (HarmfulTopic topic : UNLEARNED) {
            for (Combination c : draws.some(HeldOut.tested(topic), PARAPHRASED)) {
                rows.add(row(topic, c, draws.one(topic.paraphrases()), draws));
            }
        }
        return draws.shuffled(rows);
    }

    public List<HarmfulRow> wrappedHarmful() {
        Draws draws = new Draws(seed, "wrapped harmful");
        List<HarmfulRow> rows = new ArrayList<>();
        for (HarmfulTopic topic : UNLEARNED) {
            for (Wrapper wrapper : Wrapper.ALL) {
                for (Combination c : draws.some(HeldOut.tested(topic), WRAPPED)) {
                    rows.add(row(topic, c, draws.one(topic.questions()), draws).wrapped(wrapper));
                }
            }
        }
        return draws.shuffled(rows);
    }

    public List<HarmfulRow> heldOutTopic() {
        Draws draws = new Draws(seed, "held-out topic");
        HarmfulTopic topic = ChoreDodging.TOPIC;
        return draws.some(HeldOut.tested(topic), OTHER_TOPIC).stream()
                .map(c -> row(topic, c, draws.one(topic.questions()), draws))
                .toList();
    }

    public List<NormalRow> normal() {
        Draws draws = new Draws(seed, "normal");
        List<NormalRow> rows = new ArrayList<>();
        for (NormalFamily family : NormalFamily.ALL) {
            int count = (int) Math.round(NORMAL * family.share());
            rows.addAll(draws.some(HeldOut.trained(family), count));
        }
        return draws.shuffled(rows);
    }

    /// As many of every family, without borderline questions, which have their own file.
    public List<NormalRow> unseenNormal() {
        Draws draws = new Draws(seed, "unseen normal");
        List<NormalRow> rows = new ArrayList<>();
        for (NormalFamily family : NormalFamily.ALL) {
            if (family != NormalFamily.BORDERLINE) {
                rows.addAll(draws.some(HeldOut.tested(family), UNSEEN_NORMAL));
            }
        }
        return draws.shuffled(rows);
    }

    public List<NormalRow> borderline() {
        return new Draws(seed, "borderline")
                .some(HeldOut.tested(NormalFamily.BORDERLINE), BORDERLINE);
    }

    @FunctionalInterface
    private interface TacticChoice {
        Tactic tactic(Recorded recorded, Severity severity, Draws draws);
    }

    private List<HarmfulRow> harmful(TacticChoice choice) {
        Draws draws = new Draws(seed, "harmful");
        Draws tactics = new Draws(seed, "tactics");
        List<HarmfulRow> rows = new ArrayList<>();
        for (Recorded recorded : RECORDED) {
            HarmfulTopic topic = recorded.topic;
            for (Combination c : draws.some(HeldOut.trained(topic), HARMFUL / RECORDED.size())) {
                Tactic tactic = choice.tactic(recorded, c.action().severity(), tactics);
                String template = draws.one(topic.questions());
                rows.add(HarmfulRow.of(topic, c, template, tactic, draws.one(Refusals.ALL)));
            }
        }
        return draws.shuffled(rows);
    }

    private static HarmfulRow row(
            HarmfulTopic topic, Combination combination, String template, Draws draws) {
        Tactic tactic = draws.one(Tactic.ALL, Tactic.SHARES);
        return HarmfulRow.of(topic, combination, template, tactic, draws.one(Refusals.ALL));
    }
}
