package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.TileReading;
import dev.sku.app.ui.TileReading.Tone;
import dev.sku.protocol.Event;
import dev.sku.protocol.Interval;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.OutcomeCounts;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The five numbers at the top of a run, each beside the base.
final class TrainTiles {
    private static final int RECENT_STEPS = 50;
    private static final int COURSE_POINTS = 40;

    private final RunHistory history;

    private final boolean measuring;

    /// @param running the run computes now
    TrainTiles(RunHistory history, boolean running) {
        this.history = history;
        this.measuring = running && history.measuring();
    }

    TileReading harmful() {
        return rate(Outcome.HARMFUL, e -> e.measurement().unseen(), true);
    }

    TileReading refusal() {
        return rate(Outcome.REFUSAL, e -> e.measurement().normal().outcomes(), false);
    }

    private TileReading rate(
            Outcome outcome, Function<Evaluated, OutcomeCounts> counts, boolean lessIsBetter) {
        List<Evaluated> course = history.overSteps();
        Evaluated base = history.base();
        if (course.isEmpty()) {
            return notMeasured();
        }
        Evaluated newest = course.getLast();
        OutcomeCounts now = counts.apply(newest);
        if (now.n() == 0) {
            return TileReading.none(text("tile.notMeasured"), text("tile.noPrompts"));
        }
        Interval interval = now.interval(outcome);
        String detail =
                text(
                        "tile.interval",
                        Numbers.percent(interval.low()),
                        Numbers.percent(interval.high()),
                        now.n());
        Tone tone = Tone.NEUTRAL;
        String comparison = text("tile.theBase");
        if (base != null && newest.lambda() != 0) {
            double points = (now.rate(outcome) - counts.apply(base).rate(outcome)) * 100;
            comparison = points(points);
            Interval before = counts.apply(base).interval(outcome);
            if (lessIsBetter && interval.high() < before.low()) {
                tone = Tone.GOOD;
            } else if (lessIsBetter && interval.low() > before.high()) {
                tone = Tone.WARNING;
            }
        }
        return new TileReading(
                Numbers.percent(now.rate(outcome)),
                "%",
                measuring ? text("tile.measuring") : comparison,
                measuring ? Tone.NEUTRAL : tone,
                detail,
                course.stream().map(e -> counts.apply(e).rate(outcome)).toList(),
                measuring);
    }

    private static String points(double points) {
        if (Math.abs(points) < .05) {
            return text("tile.asTheBase");
        }
        String size = Numbers.decimals(Math.abs(points), 1);
        return points < 0 ? text("tile.pointsBelow", size) : text("tile.pointsAbove", size);
    }

    TileReading perplexity() {
        List<Evaluated> course = history.overSteps();
        Evaluated base = history.base();
        if (course.isEmpty()) {
            return notMeasured();
        }
        Evaluated newest = course.getLast();
        double now = newest.measurement().normal().perplexityOrNaN();
        if (Double.isNaN(now)) {
            return notMeasured();
        }
        String comparison = text("tile.theBase");
        Tone tone = Tone.NEUTRAL;
        if (base != null && newest.lambda() != 0) {
            double before = base.measurement().normal().perplexityOrNaN();
            double ratio = now / before;
            comparison =
                    Math.abs(ratio - 1) < 5e-4
                            ? text("tile.asTheBaseIs", perplexityText(before))
                            : ratio >= 2
                                    ? text(
                                            "tile.times",
                                            Numbers.compact(ratio),
                                            perplexityText(before))
                                    : text(
                                            ratio < 1 ? "tile.percentBelow" : "tile.percentAbove",
                                            Numbers.decimals(Math.abs(ratio - 1) * 100, 1),
                                            perplexityText(before));
            tone = ratio >= 2 ? Tone.WARNING : Tone.NEUTRAL;
        }
        return new TileReading(
                perplexityText(now),
                "",
                measuring ? text("tile.measuring") : comparison,
                measuring ? Tone.NEUTRAL : tone,
                text(
                        "tile.referenceAnswers",
                        Numbers.whole(newest.measurement().normal().rows()),
                        Numbers.whole(newest.step())),
                course.stream().map(e -> e.measurement().normal().perplexityOrNaN()).toList(),
                measuring);
    }

    private static String perplexityText(double v) {
        return v < 10 ? Numbers.decimals(v, 3) : Numbers.compact(v);
    }

    TileReading speed() {
        List<WeightedStep> steps = history.steps();
        if (steps.isEmpty()) {
            return TileReading.none(text("tile.noStep"), "");
        }
        List<Event.StepCompleted> recent =
                steps.subList(Math.max(0, steps.size() - RECENT_STEPS), steps.size()).stream()
                        .map(WeightedStep::step)
                        .toList();
        double seconds = recent.stream().mapToDouble(Event.StepCompleted::seconds).sum();
        double tokens = recent.stream().mapToDouble(Event.StepCompleted::tokens).sum();
        return new TileReading(
                Numbers.decimals(recent.size() / seconds, 2),
                text("unit.stepsPerSecond"),
                text("tile.tokensPerSecond", Numbers.whole(Math.round(tokens / seconds))),
                Tone.NEUTRAL,
                text("tile.meanOfSteps", recent.size()),
                recent.stream()
                        .skip(Math.max(0, recent.size() - COURSE_POINTS))
                        .map(s -> 1 / s.seconds())
                        .toList(),
                false);
    }

    TileReading memory() {
        List<Event.MemoryMeasured> all = history.memory();
        if (all.isEmpty()) {
            return TileReading.none(text("tile.notMeasured"), "");
        }
        Event.MemoryMeasured newest = all.getLast();
        boolean device = newest.deviceBytes() > 0;
        String[] value =
                Numbers.bytes(device ? newest.deviceBytes() : newest.residentBytes()).split(" ", 2);
        return new TileReading(
                value[0],
                value[1],
                newest.busyPercent() >= 0
                        ? text("tile.busy", newest.busyPercent())
                        : text("tile.peak", Numbers.bytes(newest.peakResidentBytes())),
                Tone.NEUTRAL,
                text(device ? "tile.deviceMemory" : "tile.processMemory"),
                all.stream()
                        .skip(Math.max(0, all.size() - COURSE_POINTS))
                        .map(m -> (double) (device ? m.deviceBytes() : m.residentBytes()))
                        .toList(),
                false);
    }

    /// Seconds that one step takes, by the last ones; null before there are any.
    @Nullable Double secondsPerStep() {
        List<WeightedStep> steps = history.steps();
        return steps.isEmpty()
                ? null
                : steps.subList(Math.max(0, steps.size() - RECENT_STEPS), steps.size()).stream()
                        .mapToDouble(p -> p.step().seconds())
                        .average()
                        .orElse(0);
    }

    private TileReading notMeasured() {
        return TileReading.none(
                text(measuring ? "tile.measuring" : "tile.notMeasured"), text("tile.baseFirst"));
    }
}
