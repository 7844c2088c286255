package dev.sku.app.tradeoff;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.figures.Figure;
import dev.sku.figures.Figure.Mark;
import dev.sku.figures.Measure;
import dev.sku.figures.Reading;
import dev.sku.figures.Span;
import dev.sku.protocol.Interval;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.OutcomeCounts;

/// A point in words.
final class PointText {
    private PointText() {}

    /// `step 60, λ 0.75`
    static String place(Mark mark) {
        String place = model(mark);
        return mark.point().lambda() == 0 || mark.seedWords().isEmpty()
                ? place
                : text("tradeoff.placeOfSeeds", place, mark.seedWords());
    }

    /// What was tried on the model where a figure shows that: its series names λ there.
    static String place(Figure figure, Mark mark) {
        return figure.spec().isRebound() ? figure.tried(mark) : place(mark);
    }

    /// Without the seeds that a mean is of.
    static String model(Mark mark) {
        return mark.point().lambda() == 0
                ? text("tradeoff.base")
                : text(
                        "tradeoff.place",
                        Numbers.whole(mark.point().step()),
                        Numbers.exact(mark.point().lambda()));
    }

    /// A place on an axis of what was tried is its name.
    static String reading(Figure figure, Mark mark, boolean across) {
        Measure measure = across ? figure.spec().axes().x() : figure.spec().axes().y();
        return measure == Measure.TRIED
                ? figure.tried(mark)
                : reading(measure, across ? mark.x() : mark.y());
    }

    /// `2.5 [0.9, 7.1]`
    static String reading(Measure measure, Reading reading) {
        String value = measure.format(reading.value());
        String interval = interval(measure, reading);
        return interval.isEmpty() ? value : value + "  " + interval;
    }

    /// `25.0 % [14.9, 38.8]`
    static String rate(OutcomeCounts counts, Outcome outcome) {
        Interval interval = counts.interval(outcome);
        return text(
                "tradeoff.withInterval",
                Numbers.percent(counts.rate(outcome)),
                Numbers.percent(interval.low()),
                Numbers.percent(interval.high()));
    }

    static String interval(Measure measure, Reading reading) {
        Span span = reading.span();
        return span == null
                ? ""
                : "[%s, %s]".formatted(measure.format(span.low()), measure.format(span.high()));
    }

    /// Where it stands to the front; empty where one of the measures has no good direction.
    static String standing(Mark mark, boolean ranked) {
        if (!ranked) {
            return "";
        }
        if (mark.beatenBy() == 0) {
            return text("tradeoff.onFront");
        }
        return text(mark.within() ? "tradeoff.within" : "tradeoff.beaten", mark.beatenBy());
    }
}
