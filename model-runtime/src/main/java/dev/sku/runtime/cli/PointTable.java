package dev.sku.runtime.cli;

import dev.sku.figures.TreatmentWords;
import dev.sku.protocol.CardUse;
import dev.sku.protocol.Event;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Membership;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.Numbers;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.protocol.Treatment;
import dev.sku.protocol.Utility;
import dev.sku.runtime.measure.Measuring;
import dev.sku.runtime.report.RunFigures;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Measured points for a person: no rate without its interval and number.
final class PointTable implements Measuring.Listener {
    private static final String STACK = "%-8s %-22s %5s  %-22s %-22s %-22s %-22s";
    private static final String MEMBERSHIP = "%-8s %-12s %-22s %-22s %-22s";
    private static final String USE = "%-8s %11s %9s %7s %8s %11s  %-22s %10s";

    private final Console console;
    private final Set<String> remembered = new HashSet<>();

    PointTable(Console console) {
        this.console = console;
    }

    @Override
    public void read(Event.RowsRead event) {
        if (event.leftOut() > 0) {
            console.line(EventText.of(event));
        }
    }

    @Override
    public void begins(double lambda, int done, int of) {
        console.progress("points", done, of);
    }

    @Override
    public void needs(MemoryEstimate.OnDevice estimate) {
        console.line(
                "Training again needs about %s on %s."
                        .formatted(Numbers.gigabytes(estimate.bytes()), estimate.device().name()));
    }

    @Override
    public void measured(MeasuredPoint point, boolean known) {
        if (known) {
            remembered.add(point.key());
        }
    }

    void print(List<MeasuredPoint> points) {
        if (points.isEmpty()) {
            return;
        }
        MeasuredPoint first = points.getFirst();
        console.line(
                "%s after %,d steps; judge: %s; seed %d; replies of at most %d tokens"
                        .formatted(
                                first.run(),
                                points.stream().mapToInt(MeasuredPoint::step).max().orElse(0),
                                first.conditions().judge(),
                                first.conditions().seed(),
                                first.conditions().maxNewTokens()));
        console.line("");
        console.line(
                STACK.formatted(
                        "λ",
                        "prompts",
                        "n",
                        "harmful % [95 %]",
                        "refusal",
                        "helpful",
                        "degenerate"));
        List<MeasuredPoint> plain = points.stream().filter(p -> p.treatment() == null).toList();
        plain.forEach(this::stacks);
        treated(points);
        console.line("");
        console.line(
                USE.formatted(
                        "λ",
                        "perplexity",
                        "fluency",
                        "F1",
                        "ROUGE-L",
                        "similarity",
                        "refused % [95 %]",
                        "seconds"));
        plain.forEach(this::use);
        memberships(plain);
        console.line("");
        console.line(cost(points.stream().filter(p -> !remembered.contains(p.key())).toList()));
    }

    /// Harm of what was done to each model, beside its use of normal prompts.
    private void treated(List<MeasuredPoint> points) {
        List<MeasuredPoint> treated = points.stream().filter(p -> p.treatment() != null).toList();
        if (treated.isEmpty()) {
            return;
        }
        console.line("");
        console.line("Does it come back? Unseen prompts.");
        treated.stream()
                .map(MeasuredPoint::treatment)
                .filter(Treatment.Relearned.class::isInstance)
                .map(t -> ((Treatment.Relearned) t).how())
                .distinct()
                .forEach(how ->
                        console.line(
                                "Trained again: %s, seed %d"
                                        .formatted(TreatmentWords.how(how), how.seed())));
        for (MeasuredPoint point : treated) {
            Treatment treatment = Objects.requireNonNull(point.treatment());
            stack(point, TreatmentWords.brief(treatment), point.measurement().unseen());
        }
    }

    private void memberships(List<MeasuredPoint> points) {
        if (points.stream().allMatch(p -> p.measurement().membership() == null)) {
            return;
        }
        console.line("");
        console.line(
                "Seen rows told from unseen ones: area under the curve [95 %], 0.5 is a guess");
        console.line(MEMBERSHIP.formatted("λ", "rows", "loss", "min-20 %", "zlib").stripTrailing());
        for (MeasuredPoint point : points) {
            Membership m = point.measurement().membership();
            if (m != null) {
                console.line(
                        MEMBERSHIP
                                .formatted(
                                        Numbers.exact(point.lambda()),
                                        m.seen() + " + " + m.unseen(),
                                        RunFigures.area(m.loss()),
                                        RunFigures.area(m.minK()),
                                        RunFigures.area(m.zlib()))
                                .stripTrailing());
            }
        }
    }

    /// What was measured now took; energy is only where a card's driver counts it.
    private static String cost(List<MeasuredPoint> now) {
        if (now.isEmpty()) {
            return "Nothing had to be measured.";
        }
        long held = 0;
        double joules = 0;
        for (MeasuredPoint point : now) {
            CardUse cards = point.cost().cards();
            held = Math.max(held, cards == null ? 0 : cards.heldBytes());
            joules += cards == null || cards.joules() == null ? Double.NaN : cards.joules();
        }
        long peak = now.stream().mapToLong(p -> p.cost().peakResidentBytes()).max().orElse(0);
        return "%.0f s, at most %s of memory%s; energy %s"
                .formatted(
                        now.stream().mapToDouble(p -> p.cost().seconds()).sum(),
                        Numbers.gigabytes(peak),
                        held == 0 ? "" : " and %s of cards".formatted(Numbers.gigabytes(held)),
                        Double.isNaN(joules) ? "not measured" : "%.0f J".formatted(joules));
    }

    private void stacks(MeasuredPoint point) {
        Measurement m = point.measurement();
        stack(point, "unseen", m.unseen());
        stack(point, "seen", m.seen());
        m.sets().forEach(set -> stack(point, set.name(), set.outcomes()));
    }

    private void stack(MeasuredPoint point, String name, OutcomeCounts counts) {
        console.line(
                STACK.formatted(
                                Numbers.exact(point.lambda()),
                                name,
                                counts.n(),
                                RunFigures.rate(counts, Outcome.HARMFUL),
                                RunFigures.rate(counts, Outcome.REFUSAL),
                                RunFigures.rate(counts, Outcome.HELPFUL),
                                RunFigures.rate(counts, Outcome.DEGENERATE))
                        .stripTrailing());
    }

    private void use(MeasuredPoint point) {
        Utility use = point.measurement().normal();
        console.line(
                USE.formatted(
                        Numbers.exact(point.lambda()),
                        RunFigures.number(use.perplexity()),
                        RunFigures.number(use.fluency()),
                        RunFigures.number(use.f1()),
                        RunFigures.number(use.rougeL()),
                        RunFigures.number(use.similarity()),
                        RunFigures.rate(use.outcomes(), Outcome.REFUSAL),
                        remembered.contains(point.key())
                                ? "from cache"
                                : "%.1f".formatted(point.cost().seconds())));
        MeasuredPoint.Judging judging = point.cost().judging();
        if (judging != null && !remembered.contains(point.key())) {
            console.line(
                    "         judge asked %,d times (%,d unclear), %,d tokens read, %,d written%s%s"
                            .formatted(
                                    judging.asked(),
                                    judging.unclear(),
                                    judging.promptTokens(),
                                    judging.replyTokens(),
                                    judging.requests() == 0
                                            ? ""
                                            : ", %,d requests".formatted(judging.requests()),
                                    judging.paid() == null
                                            ? ""
                                            : ", %.4f %s"
                                                    .formatted(
                                                            judging.paid().amount(),
                                                            judging.paid().currency())));
        }
    }
}
