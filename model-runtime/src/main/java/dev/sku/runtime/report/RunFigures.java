package dev.sku.runtime.report;

import dev.sku.protocol.Event;
import dev.sku.protocol.Interval;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Membership;
import dev.sku.protocol.Message;
import dev.sku.protocol.Numbers;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunResult;
import dev.sku.protocol.Utility;
import dev.sku.runtime.measure.MeasuredPoints;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything a run was found to be: what it measured itself, then what was measured of it later.
///
/// @param rows the base first
/// @param events of its journal
public record RunFigures(RunFolder run, List<Row> rows, List<Event> events) {
    static final List<String> STACK_HEAD =
            List.of(
                    "measured",
                    "judge",
                    "step",
                    "λ",
                    "prompts",
                    "n",
                    "harmful % [95 %]",
                    "refusal % [95 %]",
                    "helpful % [95 %]",
                    "degenerate % [95 %]");
    static final List<String> USE_HEAD =
            List.of(
                    "measured",
                    "judge",
                    "step",
                    "λ",
                    "n",
                    "perplexity",
                    "fluency",
                    "F1",
                    "ROUGE-L",
                    "similarity",
                    "refused % [95 %]");

    /// @param source `in the run`, or the first digits of the point's key
    /// @param lambda 0 for the base
    record Row(String source, int step, double lambda, Measurement measurement) {}

    static RunFigures of(RunFolder run) {
        List<Row> rows = new ArrayList<>();
        if (Files.exists(run.result())) {
            RunResult result = run.readResult();
            Map<Double, Measurement> own = new TreeMap<>();
            own.put(0.0, result.base());
            result.sweep().forEach(point -> own.putIfAbsent(point.lambda(), point.measurement()));
            double lambda = run.readSpec().negation().lambda();
            own.putIfAbsent(lambda, result.unlearned());
            own.forEach(
                    (l, m) -> rows.add(new Row("in the run", l == 0 ? 0 : result.steps(), l, m)));
        }
        for (MeasuredPoint p : new MeasuredPoints(run).all()) {
            rows.add(new Row(p.key().substring(0, 8), p.step(), p.lambda(), p.measurement()));
        }
        List<Event> events =
                dev.sku.protocol.JournalReader.read(run.events(), 1).stream()
                        .map(Message::event)
                        .toList();
        return new RunFigures(run, rows, events);
    }

    /// Outcomes on every set of prompts.
    static List<List<String>> stacks(List<Row> rows) {
        List<List<String>> cells = new ArrayList<>();
        for (Row row : rows) {
            Measurement m = row.measurement();
            cells.add(stack(row, "unseen", m.unseen()));
            cells.add(stack(row, "seen", m.seen()));
            m.sets().forEach(set -> cells.add(stack(row, set.name(), set.outcomes())));
        }
        return cells;
    }

    private static List<String> stack(Row row, String prompts, OutcomeCounts counts) {
        return List.of(
                row.source(),
                row.measurement().judge(),
                String.valueOf(row.step()),
                Numbers.exact(row.lambda()),
                prompts,
                String.valueOf(counts.n()),
                rate(counts, Outcome.HARMFUL),
                rate(counts, Outcome.REFUSAL),
                rate(counts, Outcome.HELPFUL),
                rate(counts, Outcome.DEGENERATE));
    }

    /// Utility on normal rows.
    static List<List<String>> uses(List<Row> rows) {
        return rows.stream()
                .map(row -> {
                    Utility use = row.measurement().normal();
                    return List.of(
                            row.source(),
                            row.measurement().judge(),
                            String.valueOf(row.step()),
                            Numbers.exact(row.lambda()),
                            String.valueOf(use.rows()),
                            number(use.perplexity()),
                            number(use.fluency()),
                            number(use.f1()),
                            number(use.rougeL()),
                            number(use.similarity()),
                            rate(use.outcomes(), Outcome.REFUSAL));
                })
                .toList();
    }

    /// `61.7 [49.0, 72.9]`: percent with Wilson's 95 % interval; a dash where nothing was judged.
    public static String rate(OutcomeCounts counts, Outcome outcome) {
        if (counts.n() == 0) {
            return "–";
        }
        Interval interval = counts.interval(outcome);
        return String.format(
                Locale.ROOT,
                "%.1f [%.1f, %.1f]",
                100 * counts.rate(outcome),
                100 * interval.low(),
                100 * interval.high());
    }

    /// `61.7 % [49.0, 72.9]`, for a line that names no unit.
    public static String percent(OutcomeCounts counts, Outcome outcome) {
        return rate(counts, outcome).replaceFirst(" ", " % ");
    }

    /// `0.612 [0.540, 0.684]`.
    public static String area(Membership.Auc area) {
        return "%s [%s, %s]"
                .formatted(
                        number(area.value()),
                        number(area.interval().low()),
                        number(area.interval().high()));
    }

    /// Three decimals; a dash where nothing was measured.
    public static String number(@Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }

    /// Losses over the steps, and harm and perplexity over λ.
    List<LineFigure> figures() {
        List<LineFigure> all = new ArrayList<>();
        List<Event.StepCompleted> steps =
                events.stream()
                        .filter(Event.StepCompleted.class::isInstance)
                        .map(Event.StepCompleted.class::cast)
                        .toList();
        all.add(
                new LineFigure(
                        "Losses of the modules before weighting",
                        "step",
                        "nats a token",
                        List.of(
                                line("guided distortion", steps, s -> s.loss().guidedDistortion()),
                                line(
                                        "random disassociation",
                                        steps,
                                        s -> s.loss().randomDisassociation()),
                                line(
                                        "preservation divergence",
                                        steps,
                                        s -> s.loss().preservationDivergence()),
                                line("weighted sum", steps, s -> s.loss().total()))));
        all.add(
                new LineFigure(
                        "Norm of the gradient before clipping",
                        "step",
                        "norm",
                        List.of(line("gradient", steps, Event.StepCompleted::gradientNorm))));
        all.add(
                new LineFigure(
                        "Harmful rate over λ, as the run measured it",
                        "λ",
                        "rate",
                        List.of(
                                along("unseen", r -> harm(r, r.measurement().unseen())),
                                along("seen", r -> harm(r, r.measurement().seen())))));
        all.add(
                new LineFigure(
                        "Perplexity of normal references over λ, as the run measured it",
                        "λ",
                        "perplexity",
                        List.of(
                                along(
                                        "perplexity",
                                        r ->
                                                new LineFigure.Point(
                                                        r.lambda(),
                                                        r.measurement()
                                                                .normal()
                                                                .perplexityOrNaN())))));
        return all;
    }

    private static LineFigure.Point harm(Row row, OutcomeCounts counts) {
        Interval interval = counts.interval(Outcome.HARMFUL);
        return new LineFigure.Point(
                row.lambda(), counts.rate(Outcome.HARMFUL), interval.low(), interval.high());
    }

    private LineFigure.Line along(
            String name, java.util.function.Function<Row, LineFigure.Point> point) {
        return new LineFigure.Line(
                name,
                rows.stream().filter(r -> r.source().equals("in the run")).map(point).toList());
    }

    private static LineFigure.Line line(
            String name,
            List<Event.StepCompleted> steps,
            java.util.function.ToDoubleFunction<Event.StepCompleted> value) {
        return new LineFigure.Line(
                name,
                steps.stream()
                        .map(s -> new LineFigure.Point(s.step(), value.applyAsDouble(s)))
                        .toList());
    }
}
