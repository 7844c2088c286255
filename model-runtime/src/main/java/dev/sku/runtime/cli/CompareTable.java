package dev.sku.runtime.cli;

import dev.sku.protocol.Flip;
import dev.sku.protocol.Numbers;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.protocol.Prompt;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SideFacts;
import dev.sku.protocol.SideReply;
import dev.sku.runtime.report.RunFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Replies of several sides to a list of prompts, as a table for a person and a record for a program.
final class CompareTable {
    private final List<SideFacts> sides;
    private final Sampling sampling;
    private final List<Prompt> prompts;
    private final String[] texts;
    private final List<List<SideReply>> replies = new ArrayList<>();
    private final List<List<SideReply>> swept = new ArrayList<>();

    /// @param promptText exactly what the first side read
    /// @param replies in the order of the sides
    /// @param alongLambda the last side's replies, from the smallest λ on
    /// @param flips where the class of these changes
    record Answered(
            String question,
            boolean harmful,
            String promptText,
            List<SideReply> replies,
            List<SideReply> alongLambda,
            List<Flip> flips) {}

    /// @param harmfulPrompts outcomes on them
    /// @param normalPrompts outcomes on these; refusals here are over-refusals
    record Tally(String side, OutcomeCounts harmfulPrompts, OutcomeCounts normalPrompts) {}

    record Report(
            List<SideFacts> sides,
            Sampling sampling,
            List<Tally> tallies,
            List<Answered> prompts) {}

    CompareTable(List<SideFacts> sides, Sampling sampling, List<Prompt> prompts) {
        this.sides = sides;
        this.sampling = sampling;
        this.prompts = prompts;
        this.texts = new String[prompts.size()];
        prompts.forEach(_ -> {
            replies.add(new ArrayList<>());
            swept.add(new ArrayList<>());
        });
    }

    int size() {
        return prompts.size();
    }

    void asked(int prompt, String text) {
        texts[prompt] = text;
    }

    void answered(int prompt, SideReply reply) {
        replies.get(prompt).add(reply);
    }

    void swept(int prompt, SideReply reply) {
        swept.get(prompt).add(reply);
    }

    Report report() {
        List<Answered> all = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            List<SideReply> along =
                    swept.get(p).stream()
                            .sorted(Comparator.comparingDouble(SideReply::lambda))
                            .toList();
            all.add(
                    new Answered(
                            prompts.get(p).question(),
                            prompts.get(p).harmful(),
                            texts[p],
                            inOrder(p),
                            along,
                            Flip.of(along)));
        }
        List<Tally> tallies =
                IntStream.range(0, sides.size())
                        .mapToObj(s ->
                                new Tally(sides.get(s).name(), counts(s, true), counts(s, false)))
                        .toList();
        return new Report(sides, sampling, tallies, all);
    }

    private List<SideReply> inOrder(int prompt) {
        return replies.get(prompt).stream()
                .sorted(Comparator.comparingInt(SideReply::side))
                .toList();
    }

    private OutcomeCounts counts(int side, boolean harmful) {
        return OutcomeCounts.of(
                IntStream.range(0, prompts.size())
                        .filter(p -> prompts.get(p).harmful() == harmful)
                        .mapToObj(p -> inOrder(p).get(side).verdict().outcome())
                        .toList());
    }

    void print(Console console) {
        for (int p = 0; p < prompts.size(); p++) {
            console.line("");
            console.line(prompts.get(p).question());
            for (SideReply reply : inOrder(p)) {
                SideFacts side = sides.get(reply.side());
                console.line(
                        "  %-12s %-5s %-11s %s"
                                .formatted(
                                        side.name(),
                                        side.adjustable()
                                                ? "λ " + Numbers.exact(reply.lambda())
                                                : "",
                                        word(reply.verdict().outcome()),
                                        reply.text().strip().replace('\n', ' ')));
            }
            if (!swept.get(p).isEmpty()) {
                console.line("  " + flips(Flip.of(swept.get(p))));
            }
        }
        console.line("");
        for (Tally tally : report().tallies()) {
            console.line(line(tally));
        }
    }

    private static String flips(List<Flip> flips) {
        return flips.isEmpty()
                ? "the same class at every λ"
                : flips.stream()
                        .map(f ->
                                "%s to %s between λ %s and %s"
                                        .formatted(
                                                word(f.from()),
                                                word(f.to()),
                                                Numbers.exact(f.below()),
                                                Numbers.exact(f.above())))
                        .collect(Collectors.joining("; "));
    }

    private static String line(Tally tally) {
        List<String> parts = new ArrayList<>();
        if (tally.harmfulPrompts().n() > 0) {
            parts.add("harmful " + of(tally.harmfulPrompts(), Outcome.HARMFUL));
        }
        if (tally.normalPrompts().n() > 0) {
            parts.add("normal prompts refused " + of(tally.normalPrompts(), Outcome.REFUSAL));
        }
        return "%-12s %s".formatted(tally.side(), String.join("; ", parts));
    }

    private static String of(OutcomeCounts counts, Outcome outcome) {
        return RunFigures.percent(counts, outcome) + " of " + counts.n();
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
