package dev.sku.figures;

import dev.sku.figures.Comparison.Cell;
import dev.sku.figures.Comparison.Row;
import dev.sku.figures.Figure.Mark;
import dev.sku.figures.Figure.Series;
import dev.sku.protocol.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A figure's points as text: all of them as CSV, the comparison at matched harm as Markdown and as LaTeX.
final class Tables {
    private final Figure figure;

    Tables(Figure figure) {
        this.figure = figure;
    }

    /// RFC 4180, full precision, rates in per cent; a column for each end of an interval.
    String csv() {
        StringBuilder out = new StringBuilder("series,run,method,step,lambda");
        for (Measure measure : measures()) {
            out.append(",%s,%s_low,%s_high".formatted(measure.key(), measure.key(), measure.key()));
        }
        out.append(",unseen_n,normal_n,front,knee,beaten_by,seeds,judge,key\r\n");
        for (Series series : figure.series()) {
            for (Mark mark : series.marks()) {
                out.append(line(series, mark));
            }
        }
        return out.toString();
    }

    private static List<Measure> measures() {
        return List.of(Measure.values()).stream()
                .filter(m -> m != Measure.LAMBDA && m != Measure.STEP && !m.isRebound())
                .toList();
    }

    private String line(Series series, Mark mark) {
        var p = mark.point();
        List<String> cells = new ArrayList<>();
        cells.add(quoted(series.name()));
        cells.add(quoted(p.run()));
        cells.add(Wire.line(p.method()).replace("\"", ""));
        cells.add(String.valueOf(p.step()));
        cells.add(String.valueOf(p.lambda()));
        for (Measure measure : measures()) {
            Reading reading = measure.of(mark.seeds(), figure.group().base().orElse(null));
            Span span = reading.span();
            cells.add(reading.known() ? String.valueOf(reading.value()) : "");
            cells.add(span == null ? "" : String.valueOf(span.low()));
            cells.add(span == null ? "" : String.valueOf(span.high()));
        }
        cells.add(String.valueOf(p.measurement().unseen().n()));
        cells.add(String.valueOf(p.measurement().normal().rows()));
        cells.add(String.valueOf(figure.onFront(mark)));
        cells.add(String.valueOf(mark.equals(figure.knee())));
        cells.add(String.valueOf(mark.beatenBy()));
        cells.add(
                mark.seeds().stream()
                        .map(s -> String.valueOf(s.conditions().seed()))
                        .collect(Collectors.joining(" ")));
        cells.add(quoted(p.measurement().judge()));
        cells.add(p.key());
        return String.join(",", cells) + "\r\n";
    }

    static String quoted(String text) {
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    String markdown(Comparison comparison) {
        StringBuilder out = new StringBuilder("| | λ | steps |");
        Comparison.COLUMNS.forEach(m -> out.append(" ").append(m.brief()).append(" |"));
        out.append("\n|---|---:|---:|").append("---:|".repeat(Comparison.COLUMNS.size()));
        for (Row row : comparison.rows()) {
            out.append("\n| ")
                    .append(row.name().replace("|", "\\|"))
                    .append(reached(row, comparison));
            out.append(" | ").append(Numerals.plain(row.point().lambda()));
            out.append(" | ").append(row.point().step()).append(" |");
            for (int c = 0; c < row.cells().size(); c++) {
                out.append(' ').append(markdown(row.cells().get(c), Comparison.COLUMNS.get(c)));
                out.append(" |");
            }
        }
        out.append("\n\n").append(notes(comparison)).append("\n");
        return out.toString();
    }

    private static String markdown(Cell cell, Measure measure) {
        String value = measure.format(cell.reading().value());
        return (cell.best() ? "**" + value + "**" : value)
                + (cell.tied() ? "≈" : "")
                + interval(cell, measure);
    }

    private static String interval(Cell cell, Measure measure) {
        Span span = cell.reading().span();
        return span == null
                ? ""
                : " [%s, %s]".formatted(measure.format(span.low()), measure.format(span.high()));
    }

    /// For `booktabs`; a `table` around it is the paper's.
    String latex(Comparison comparison) {
        StringBuilder out = new StringBuilder("% Needs \\usepackage{booktabs}.\n");
        out.append("{\\small\\setlength{\\tabcolsep}{4pt}%\n");
        out.append(
                "\\begin{tabular}{lrr%s}\n\\toprule\n"
                        .formatted("r".repeat(Comparison.COLUMNS.size())));
        out.append(" & $\\lambda$ & Steps");
        Comparison.COLUMNS.forEach(m -> out.append(" & ").append(Tex.escaped(m.brief())));
        out.append(" \\\\\n\\midrule\n");
        for (Row row : comparison.rows()) {
            out.append(Tex.escaped(row.name()))
                    .append(reached(row, comparison).isEmpty() ? "" : "$^{*}$");
            out.append(" & ").append(Tex.escaped(Numerals.plain(row.point().lambda())));
            out.append(" & ").append(row.point().step());
            for (int c = 0; c < row.cells().size(); c++) {
                out.append(" & ").append(latex(row.cells().get(c), Comparison.COLUMNS.get(c)));
            }
            out.append(" \\\\\n");
        }
        out.append("\\bottomrule\n\\end{tabular}}\n");
        String notes =
                notes(comparison).lines().map(l -> "% " + l).collect(Collectors.joining("\n"));
        return out + notes + "\n";
    }

    private static String latex(Cell cell, Measure measure) {
        String value = Tex.escaped(measure.format(cell.reading().value()));
        return (cell.best() ? "\\textbf{" + value + "}" : value)
                + (cell.tied() ? "$^{\\approx}$" : "")
                + (cell.reading().span() == null
                        ? ""
                        : "\\,{\\scriptsize%s}".formatted(Tex.escaped(interval(cell, measure))));
    }

    private static String reached(Row row, Comparison comparison) {
        return row.reached() || row.slot() == SeriesOf.BASE
                ? ""
                : Words.text("table.notReached", Numerals.plain(comparison.atMost()));
    }

    private String notes(Comparison comparison) {
        return Words.text("table.chosen", Numerals.plain(comparison.atMost()))
                + (comparison.hasTies() ? "\n" + Words.text("table.tied") : "")
                + "\n"
                + Words.text("table.intervals", figure.group().words());
    }
}
