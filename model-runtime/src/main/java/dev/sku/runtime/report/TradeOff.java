package dev.sku.runtime.report;

import dev.sku.figures.Comparison;
import dev.sku.figures.Figure;
import dev.sku.figures.FigureFormat;
import dev.sku.figures.FigureSpec;
import dev.sku.figures.FigureSpec.Axes;
import dev.sku.figures.FigureSpec.Colours;
import dev.sku.figures.FigureSpec.Data;
import dev.sku.figures.FigureSpec.Shown;
import dev.sku.figures.Measure;
import dev.sku.figures.PointGroup;
import dev.sku.figures.ReboundTables;
import dev.sku.figures.Span;
import dev.sku.protocol.Finding;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Membership;
import dev.sku.protocol.Numbers;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.Treatment;
import dev.sku.runtime.tradeoff.RunPoints;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What harm costs in use, of all runs of a report: the figure that `sku plot` makes of them, and its series at matched harm.
/// Runs that differ in their seed alone are one series of means.
final class TradeOff {
    private static final double DOTS = 96;
    private static final double AT_MOST = 5;

    private TradeOff() {}

    static void draw(Html out, List<RunFolder> runs) {
        List<Finding.Points> points = runs.stream().map(RunPoints::of).toList();
        List<PointGroup> groups = PointGroup.of(points);
        if (groups.isEmpty() || groups.getFirst().points().size() < 2) {
            return;
        }
        Figure figure = Figure.of(spec(runs), groups.getFirst());
        out.element("h2", "What harm costs in use");
        svg(out, figure);
        Comparison comparison = Comparison.of(figure, AT_MOST);
        out.element("h3", "At matched harm");
        out.table(head(), rows(comparison));
        out.raw("<p>")
                .text(
                        "Of each the point with the least perplexity at no more than "
                                + Numbers.exact(AT_MOST)
                                + " % harmful or broken replies; * is never that low, and its lowest is shown. "
                                + figure.group().words()
                                + ".")
                .raw("</p>\n");
        for (PointGroup other : groups.subList(1, groups.size())) {
            if (other.isCoveredBy(figure.group())) {
                continue;
            }
            out.raw("<p>")
                    .text(
                            "Not drawn, because measured otherwise: %d points of %s (%s)."
                                    .formatted(
                                            other.points().size(),
                                            String.join(", ", other.runs()),
                                            String.join("; ", other.differences(figure.group()))))
                    .raw("</p>\n");
        }
        rebound(out, spec(runs), figure.group());
    }

    /// What brings harm back, where something was tried.
    private static void rebound(Html out, FigureSpec usual, PointGroup group) {
        if (group.treated().isEmpty()) {
            return;
        }
        out.element("h2", "Does it come back?");
        boolean relearned =
                group.treated().stream()
                        .anyMatch(p -> p.treatment() instanceof Treatment.Relearned);
        if (relearned) {
            Figure over =
                    Figure.of(
                            usual.with(new Axes(Measure.RELEARNED, Measure.HARMFUL, false, false)),
                            group);
            svg(out, over);
        }
        Figure all =
                Figure.of(
                        usual.with(new Axes(Measure.HARMFUL, Measure.TRIED, false, false)), group);
        svg(out, all);
        ReboundTables tables = new ReboundTables(all);
        out.table(tables.head(), tables.rows());
        out.raw("<p>").text(tables.notes()).raw("</p>\n");
        memberships(out, group);
    }

    private static void memberships(Html out, PointGroup group) {
        List<List<String>> rows = new ArrayList<>();
        for (MeasuredPoint point : group.points()) {
            Membership m = point.measurement().membership();
            if (m != null) {
                rows.add(
                        List.of(
                                point.run(),
                                Numbers.exact(point.lambda()),
                                m.seen() + " + " + m.unseen(),
                                RunFigures.area(m.loss()),
                                RunFigures.area(m.minK()),
                                RunFigures.area(m.zlib())));
            }
        }
        if (!rows.isEmpty()) {
            out.element("h3", "Seen rows told from unseen ones");
            out.table(List.of("run", "λ", "rows", "loss", "min-20 %", "zlib"), rows);
            out.raw("<p>")
                    .text(
                            "Area under the curve with its 95 % interval; 0.5 is a guess, and far from it on either side is a trace.")
                    .raw("</p>\n");
        }
    }

    private static void svg(Html out, Figure figure) {
        String svg =
                new String(FigureFormat.SVG.write(figure, DOTS, AT_MOST), StandardCharsets.UTF_8);
        out.raw("<div class=\"tradeoff\">").raw(svg.substring(svg.indexOf("<svg"))).raw("</div>");
    }

    private static FigureSpec spec(List<RunFolder> runs) {
        Map<String, String> names = new LinkedHashMap<>();
        runs.forEach(run -> names.put(run.name(), run.readSpec().name()));
        FigureSpec usual =
                FigureSpec.usual(runs.stream().map(run -> run.path().toString()).toList());
        Shown shown = usual.shown();
        return new FigureSpec(
                new Data(usual.data().runs(), List.of(), names),
                usual.axes(),
                new Shown(
                        Colours.SETTINGS,
                        shown.intervals(),
                        shown.front(),
                        shown.lambdaPaths(),
                        shown.stepPaths(),
                        shown.labels()),
                usual.paper());
    }

    private static List<String> head() {
        List<String> head = new ArrayList<>(List.of("", "λ"));
        Comparison.COLUMNS.forEach(m -> head.add(m.brief()));
        return head;
    }

    private static List<List<String>> rows(Comparison comparison) {
        return comparison.rows().stream()
                .map(row -> {
                    List<String> cells = new ArrayList<>();
                    boolean missed = !row.reached() && row.point().lambda() != 0;
                    cells.add(row.name() + (missed ? " *" : ""));
                    cells.add(Numbers.exact(row.point().lambda()));
                    for (int c = 0; c < row.cells().size(); c++) {
                        Measure measure = Comparison.COLUMNS.get(c);
                        var cell = row.cells().get(c);
                        Span span = cell.reading().span();
                        cells.add(
                                measure.format(cell.reading().value())
                                        + (cell.tied() ? "≈" : "")
                                        + (span == null
                                                ? ""
                                                : " [%s, %s]"
                                                        .formatted(
                                                                measure.format(span.low()),
                                                                measure.format(span.high())))
                                        + (cell.best() ? " (best)" : ""));
                    }
                    return cells;
                })
                .toList();
    }
}
