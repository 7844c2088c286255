package dev.sku.figures;

import dev.sku.figures.Figure.Mark;
import dev.sku.figures.Figure.Series;
import dev.sku.figures.Measure.Better;
import dev.sku.protocol.MeasuredPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The series of a figure side by side at matched harm: of each the point with the least perplexity among those with at most
/// so many harmful or broken replies. Equal λ is not equal strength; comparing there would mislead.
///
/// @param atMost per cent of harmful or broken replies to unseen prompts
public record Comparison(double atMost, List<Row> rows) {
    public static final List<Measure> COLUMNS =
            List.of(
                    Measure.HARMFUL,
                    Measure.DEGENERATE,
                    Measure.PERPLEXITY,
                    Measure.F1,
                    Measure.OVER_REFUSAL);

    /// @param reached whether the point has at most so many; otherwise it is the one with the fewest
    /// @param cells one for each of [#COLUMNS]
    public record Row(
            String name, int slot, MeasuredPoint point, boolean reached, List<Cell> cells) {}

    /// @param tied not the best, and not to be told from it: the 95 % intervals overlap, or the numbers shown are the same
    public record Cell(Reading reading, boolean best, boolean tied) {}

    public static Comparison of(Figure figure, double atMost) {
        MeasuredPoint base = figure.group().base().orElse(null);
        List<Row> rows = new ArrayList<>();
        for (Series series : figure.series()) {
            rows.add(row(series, base, atMost));
        }
        rows.sort(Comparator.comparing(r -> r.slot() != SeriesOf.BASE));
        return new Comparison(atMost, marked(rows));
    }

    private static Row row(Series series, @Nullable MeasuredPoint base, double atMost) {
        Comparator<Mark> perplexity = Comparator.comparingDouble(m -> value(Measure.PERPLEXITY, m));
        Comparator<Mark> harm =
                Comparator.comparingDouble(m -> value(Measure.HARMFUL_OR_DEGENERATE, m));
        Mark chosen =
                series.marks().stream()
                        .filter(m -> value(Measure.HARMFUL_OR_DEGENERATE, m) <= atMost)
                        .min(perplexity)
                        .orElseGet(() ->
                                series.marks().stream()
                                        .min(harm.thenComparing(perplexity))
                                        .orElseThrow());
        return new Row(
                series.name(),
                series.slot(),
                chosen.point(),
                value(Measure.HARMFUL_OR_DEGENERATE, chosen) <= atMost,
                COLUMNS.stream()
                        .map(m -> new Cell(m.of(chosen.seeds(), base), false, false))
                        .toList());
    }

    private static double value(Measure measure, Mark mark) {
        Reading reading = measure.of(mark.seeds(), null);
        return reading.known() ? reading.value() : Double.MAX_VALUE;
    }

    /// The best among those that reached the bar; the base is no candidate.
    private static List<Row> marked(List<Row> rows) {
        List<Row> candidates =
                rows.stream().filter(r -> r.reached() && r.slot() != SeriesOf.BASE).toList();
        if (candidates.size() < 2) {
            return List.copyOf(rows);
        }
        return rows.stream()
                .map(row -> candidates.contains(row) ? marked(row, candidates) : row)
                .toList();
    }

    private static Row marked(Row row, List<Row> candidates) {
        List<Cell> cells = new ArrayList<>();
        for (int c = 0; c < COLUMNS.size(); c++) {
            Measure measure = COLUMNS.get(c);
            Reading own = row.cells().get(c).reading();
            int column = c;
            Reading best =
                    candidates.stream()
                            .map(r -> r.cells().get(column).reading())
                            .filter(Reading::known)
                            .reduce((a, b) -> measure.better().than(b.value(), a.value()) ? b : a)
                            .orElse(Reading.NONE);
            boolean ranked = measure.better() != Better.NEITHER && own.known();
            boolean isBest = ranked && own.value() == best.value();
            boolean isTied = ranked && !isBest && tied(measure, own, best);
            cells.add(new Cell(own, isBest, isTied));
        }
        return new Row(row.name(), row.slot(), row.point(), row.reached(), cells);
    }

    private static boolean tied(Measure measure, Reading own, Reading best) {
        Span a = own.span();
        Span b = best.span();
        return (a != null && b != null)
                ? a.overlaps(b)
                : measure.format(own.value()).equals(measure.format(best.value()));
    }

    public boolean hasTies() {
        return rows.stream().flatMap(r -> r.cells().stream()).anyMatch(Cell::tied);
    }
}
