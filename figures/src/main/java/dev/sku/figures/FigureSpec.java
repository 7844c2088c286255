package dev.sku.figures;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.util.List;
import java.util.Map;

/// What a figure is made of and how it looks: `figure.json`. With it and the runs the same figure is drawn again.
public record FigureSpec(Data data, Axes axes, Shown shown, Paper paper) {
    /// What one starts from: harm against perplexity, in a column.
    public static FigureSpec usual(List<String> runs) {
        return new FigureSpec(
                new Data(runs, List.of(), Map.of()),
                new Axes(Measure.PERPLEXITY, Measure.HARMFUL, false, false),
                new Shown(Colours.RUN, Intervals.BARS, true, true, false, true),
                Paper.of(Venue.TEXT));
    }

    /// What brings harm back to unlearned models, all of it in one figure.
    public static FigureSpec rebound(List<String> runs) {
        FigureSpec usual = usual(runs);
        return usual.with(new Axes(Measure.HARMFUL, Measure.TRIED, false, false));
    }

    /// The same in two other measures.
    public FigureSpec with(Axes others) {
        return new FigureSpec(data, others, shown, paper);
    }

    /// Whether it shows what brings harm back, and not what harm costs.
    public boolean isRebound() {
        return axes.y() == Measure.TRIED || axes.x() == Measure.RELEARNED;
    }

    /// @throws ProblemException `FIGURE_LOG`, `FIGURE_REBOUND` or `FIGURE_PAPER`
    public FigureSpec checked() {
        boolean misplaced = axes.x() == Measure.TRIED || axes.y() == Measure.RELEARNED;
        if (misplaced || (axes.x().isRebound() && axes.y().isRebound())) {
            throw ProblemException.of(Problem.Code.FIGURE_REBOUND);
        }
        requirePositive(axes.x(), axes.logX());
        requirePositive(axes.y(), axes.logY());
        if (!within(paper.width(), 2, 20)
                || !within(paper.height(), 1.5, 20)
                || !within(paper.letters(), 5, 20)) {
            throw ProblemException.of(
                    Problem.Code.FIGURE_PAPER,
                    Numerals.plain(paper.width()),
                    Numerals.plain(paper.height()),
                    Numerals.plain(paper.letters()));
        }
        return this;
    }

    private static void requirePositive(Measure measure, boolean log) {
        if (log && !measure.positive()) {
            throw ProblemException.of(Problem.Code.FIGURE_LOG, measure.words());
        }
    }

    private static boolean within(double value, double low, double high) {
        return value >= low && value <= high;
    }

    /// @param runs folders
    /// @param keys of the points; none for all that were measured alike
    /// @param names that runs have in the figure, by folder name
    public record Data(List<String> runs, List<String> keys, Map<String, String> names) {
        public Data {
            runs = List.copyOf(runs);
            keys = List.copyOf(keys);
            names = Map.copyOf(names);
        }
    }

    public record Axes(Measure x, Measure y, boolean logX, boolean logY) {}

    /// @param lambdaPaths lines from the base over rising λ
    /// @param stepPaths lines from the base over the steps of training, dotted
    /// @param labels λ beside its point where there is room
    public record Shown(
            Colours colours,
            Intervals intervals,
            boolean front,
            boolean lambdaPaths,
            boolean stepPaths,
            boolean labels) {}

    /// What shares a colour and a marker.
    public enum Colours {
        RUN,
        /// Runs that differ in their seed alone are one series of means.
        SETTINGS,
        METHOD
    }

    public enum Intervals {
        NONE,
        BARS,
        /// Four quarter ellipses whose half axes are the two intervals; no joint 95 % region. A bar where one is unknown.
        ELLIPSES
    }

    /// @param width in inches, as is `height`
    /// @param letters their size in points
    public record Paper(double width, double height, double letters) {
        private static final double SHAPE = 0.66;

        public static Paper of(Venue venue) {
            return new Paper(
                    venue.width(),
                    Math.round(100 * SHAPE * venue.width()) / 100.0,
                    venue.letters());
        }
    }

    /// Widths that figures have in print, from the style files of the venues.
    public enum Venue {
        /// One column of NeurIPS and ICLR.
        TEXT("neurips", 5.5, 9),
        ICML_COLUMN("icml", 3.25, 7),
        ACL_COLUMN("acl", 3.03, 7),
        /// Across both columns of ICML, ACL and IEEE.
        WIDE("wide", 6.75, 9),
        SLIDE("slide", 10, 16);

        private final String key;
        private final double width;
        private final double letters;

        Venue(String key, double width, double letters) {
            this.key = key;
            this.width = width;
            this.letters = letters;
        }

        /// @throws ProblemException `USAGE_INVALID`
        public static Venue of(String key) {
            return java.util.Arrays.stream(values())
                    .filter(v -> v.key.equals(key))
                    .findFirst()
                    .orElseThrow(() ->
                            ProblemException.of(
                                    Problem.Code.USAGE_INVALID, Words.text("venue.unknown", key)));
        }

        public String key() {
            return key;
        }

        public double width() {
            return width;
        }

        public double letters() {
            return letters;
        }

        public String words() {
            return Words.text("venue." + key, Numerals.plain(width));
        }
    }
}
