package dev.sku.figures;

import dev.sku.figures.Figure.Trace;
import java.util.ArrayList;
import java.util.List;

/// One thing that the legend names.
///
/// @param slot of a series; 0 for what is no series
record LegendEntry(String words, Kind kind, int slot) {
    enum Kind {
        SERIES,
        FRONT,
        KNEE,
        STEPS
    }

    /// In parts of the letters' size: of the sign, and of the room to the next entry.
    static final double SIGN = 2.1;

    private static final double GAP = 1.1;

    static List<LegendEntry> of(Figure figure) {
        List<LegendEntry> all = new ArrayList<>();
        for (Figure.Series series : figure.series()) {
            all.add(new LegendEntry(series.name(), Kind.SERIES, series.slot()));
        }
        if (figure.series().stream().flatMap(s -> s.traces().stream()).anyMatch(Trace::overSteps)) {
            all.add(
                    new LegendEntry(
                            Words.text(
                                    figure.spec().isRebound() ? "legend.control" : "legend.steps"),
                            Kind.STEPS,
                            0));
        }
        if (figure.spec().shown().front() && !figure.front().isEmpty()) {
            all.add(new LegendEntry(Words.text("legend.front"), Kind.FRONT, 0));
            if (figure.knee() != null) {
                all.add(new LegendEntry(Words.text("legend.knee"), Kind.KNEE, 0));
            }
        }
        return all;
    }

    double width(double letters) {
        return Lettering.width(words, letters) + (SIGN + .5 + GAP) * letters;
    }
}
