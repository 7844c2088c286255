package dev.sku.figures;

import dev.sku.figures.Figure.Mark;
import dev.sku.figures.Figure.Series;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Relearning;
import dev.sku.protocol.Treatment;
import dev.sku.protocol.Wire;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A figure of what brings harm back as text: what was tried downwards, models across.
public final class ReboundTables {
    private final Figure figure;

    public ReboundTables(Figure figure) {
        this.figure = figure;
    }

    /// RFC 4180, full precision, rates in per cent.
    String csv() {
        StringBuilder out =
                new StringBuilder(
                        "series,run,method,step,lambda,tried,relearning,measure,value,low,high,seeds,judge,key\r\n");
        for (Series series : figure.series()) {
            for (Mark mark : series.marks()) {
                MeasuredPoint p = mark.point();
                Reading reading = reading(mark);
                Span span = reading.span();
                out.append(
                                List.of(
                                                Tables.quoted(series.name()),
                                                Tables.quoted(p.run()),
                                                Wire.word(p.method()),
                                                String.valueOf(p.step()),
                                                String.valueOf(p.lambda()),
                                                Tables.quoted(figure.tried(mark)),
                                                Tables.quoted(how(p)),
                                                measure().key(),
                                                String.valueOf(reading.value()),
                                                span == null ? "" : String.valueOf(span.low()),
                                                span == null ? "" : String.valueOf(span.high()),
                                                seeds(mark),
                                                Tables.quoted(p.measurement().judge()),
                                                p.key())
                                        .stream()
                                        .collect(Collectors.joining(",")))
                        .append("\r\n");
            }
        }
        return out.toString();
    }

    private static String how(MeasuredPoint point) {
        return point.treatment() instanceof Treatment.Relearned(_, _, Relearning how)
                ? "%s, seed %d".formatted(TreatmentWords.how(how), how.seed())
                : "";
    }

    private static String seeds(Mark mark) {
        return mark.seeds().stream()
                .map(s -> String.valueOf(s.conditions().seed()))
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private Measure measure() {
        return figure.spec().axes().y() == Measure.TRIED
                ? figure.spec().axes().x()
                : figure.spec().axes().y();
    }

    private Reading reading(Mark mark) {
        return figure.spec().axes().y() == Measure.TRIED ? mark.x() : mark.y();
    }

    /// The names of the models, behind an empty one.
    public List<String> head() {
        List<String> head = new ArrayList<>(List.of(""));
        figure.series().forEach(s -> head.add(s.name()));
        return head;
    }

    /// What was tried, then what was measured of each model; empty where it was not tried.
    public List<List<String>> rows() {
        Set<String> tried = new LinkedHashSet<>();
        if (figure.spec().axes().y() == Measure.TRIED) {
            figure.y().ticks().reversed().forEach(tick -> tried.add(tick.words()));
        } else {
            figure.marks().forEach(mark -> tried.add(figure.tried(mark)));
        }
        return tried.stream()
                .map(words -> {
                    List<String> row = new ArrayList<>(List.of(words));
                    figure.series().forEach(s -> row.add(cell(s, words)));
                    return row;
                })
                .toList();
    }

    private String cell(Series series, String tried) {
        Optional<Mark> mark =
                series.marks().stream().filter(m -> figure.tried(m).equals(tried)).findFirst();
        return mark.map(
                        m -> {
                            Reading reading = reading(m);
                            Span span = reading.span();
                            return measure().format(reading.value())
                                    + (span == null
                                            ? ""
                                            : " [%s, %s]"
                                                    .formatted(
                                                            measure().format(span.low()),
                                                            measure().format(span.high())));
                        })
                .orElse("");
    }

    String markdown() {
        UnaryOperator<String> escaped = s -> s.replace("|", "\\|");
        StringBuilder out = new StringBuilder("|");
        head().forEach(h -> out.append(' ').append(escaped.apply(h)).append(" |"));
        out.append("\n|---|").append("---:|".repeat(figure.series().size()));
        for (List<String> row : rows()) {
            out.append("\n|");
            row.forEach(cell -> out.append(' ').append(escaped.apply(cell)).append(" |"));
        }
        return out.append("\n\n").append(notes()).append('\n').toString();
    }

    /// For `booktabs`; a `table` around it is the paper's.
    String latex() {
        StringBuilder out = new StringBuilder("% Needs \\usepackage{booktabs}.\n");
        out.append("{\\small\\setlength{\\tabcolsep}{4pt}%\n");
        out.append(
                "\\begin{tabular}{l%s}\n\\toprule\n".formatted("r".repeat(figure.series().size())));
        out.append(latex(head())).append("\\midrule\n");
        rows().forEach(row -> out.append(latex(row)));
        out.append("\\bottomrule\n\\end{tabular}}\n");
        notes().lines().forEach(line -> out.append("% ").append(line).append('\n'));
        return out.toString();
    }

    private static String latex(List<String> cells) {
        return cells.stream().map(Tex::escaped).collect(Collectors.joining(" & ")) + " \\\\\n";
    }

    /// What the numbers are, and how models were trained again.
    public String notes() {
        String trained =
                figure.marks().stream()
                        .map(m -> m.point().treatment())
                        .filter(Treatment.Relearned.class::isInstance)
                        .map(t -> TreatmentWords.how(((Treatment.Relearned) t).how()))
                        .distinct()
                        .collect(Collectors.joining("; "));
        return Words.text("rebound.value", measure().brief(), figure.group().words())
                + (trained.isEmpty() ? "" : " " + Words.text("rebound.trained", trained) + ".");
    }
}
