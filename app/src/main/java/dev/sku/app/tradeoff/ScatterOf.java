package dev.sku.app.tradeoff;

import static dev.sku.resources.Texts.text;

import dev.sku.charts.Scatter;
import dev.sku.figures.Axis;
import dev.sku.figures.Figure;
import dev.sku.figures.Figure.Mark;
import dev.sku.figures.Outline;
import java.util.ArrayList;
import java.util.List;

/// A figure as the chart takes it: a point's number is its place in [Figure#marks()].
final class ScatterOf {
    private ScatterOf() {}

    static Scatter figure(Figure figure) {
        List<Mark> marks = figure.marks();
        List<Scatter.Series> series = new ArrayList<>();
        for (Figure.Series one : figure.series()) {
            series.add(
                    new Scatter.Series(
                            one.name(),
                            one.slot(),
                            one.marks().stream().map(m -> point(figure, one, m, marks)).toList(),
                            one.traces().stream().map(ScatterOf::path).toList()));
        }
        boolean front = figure.spec().shown().front() && !figure.front().isEmpty();
        return new Scatter(
                axis(figure.x()),
                axis(figure.y()),
                series,
                front ? outline(figure.frontLine()) : new Scatter.Outline(List.of(), List.of()),
                front ? marks.indexOf(figure.knee()) : -1,
                text("tradeoff.knee"));
    }

    private static Scatter.Axis axis(Axis axis) {
        return new Scatter.Axis(
                axis.hint().isEmpty() ? axis.label() : axis.label() + ", " + axis.hint(),
                axis.label(),
                axis.log(),
                axis.low(),
                axis.high(),
                axis.ticks().stream().map(t -> new Scatter.Tick(t.at(), t.words())).toList());
    }

    private static Scatter.Point point(
            Figure figure, Figure.Series series, Mark mark, List<Mark> marks) {
        var axes = figure.spec().axes();
        return new Scatter.Point(
                marks.indexOf(mark),
                mark.x().value(),
                mark.y().value(),
                figure.intervals(mark).stream().map(ScatterOf::outline).toList(),
                text(
                        "tradeoff.point",
                        series.name(),
                        PointText.place(figure, mark),
                        axes.y().brief() + " " + PointText.reading(figure, mark, false),
                        axes.x().brief() + " " + PointText.reading(figure, mark, true)));
    }

    private static Scatter.Path path(Figure.Trace trace) {
        return new Scatter.Path(
                trace.overSteps(),
                new Scatter.Outline(
                        trace.marks().stream().map(m -> m.x().value()).toList(),
                        trace.marks().stream().map(m -> m.y().value()).toList()));
    }

    private static Scatter.Outline outline(Outline outline) {
        return new Scatter.Outline(outline.xs(), outline.ys());
    }
}
