package dev.sku.charts;

import java.util.List;
import org.jfree.chart.ui.TextAnchor;

/// What a scatter chart shows, in the units of its axes.
///
/// @param front a dashed line; without points there is none
/// @param knee number of the point that is ringed; −1 for none
public record Scatter(
        Axis x, Axis y, List<Series> series, Outline front, int knee, String kneeWords) {
    private static final int TICKS = 6;

    /// @param brief instead of the label where there is little room
    /// @param log values are drawn by their logarithms
    public record Axis(
            String label, String brief, boolean log, double low, double high, List<Tick> ticks) {
        double share(double value) {
            return log
                    ? Math.log(value / low) / Math.log(high / low)
                    : (value - low) / (high - low);
        }

        double at(double share) {
            return log ? low * Math.pow(high / low, share) : low + share * (high - low);
        }

        /// A part of it, with round ticks inside.
        Axis between(double from, double to) {
            List<Tick> round =
                    log ? ticks(Scale.powers(Math.log10(from), Math.log10(to)), true) : List.of();
            return new Axis(
                    label,
                    brief,
                    log,
                    from,
                    to,
                    round.size() > 2 ? round : ticks(Scale.exactly(from, to, TICKS), false));
        }

        private static List<Tick> ticks(Scale scale, boolean powers) {
            return scale.ticks(TextAnchor.CENTER).stream()
                    .map(t ->
                            new Tick(
                                    powers ? Math.pow(10, t.getValue()) : t.getValue(),
                                    t.getText()))
                    .toList();
        }
    }

    public record Tick(double at, String words) {}

    /// @param slot 1 to 8: its colour `-cat-N` and the shape of its points
    public record Series(String name, int slot, List<Point> points, List<Path> paths) {}

    /// @param number of the point among all, as the chart's properties name it
    /// @param intervals bars, or an ellipse
    /// @param words told to people who cannot see it
    public record Point(int number, double x, double y, List<Outline> intervals, String words) {}

    public record Path(boolean dotted, Outline line) {}

    /// @param ys as many as `xs`
    public record Outline(List<Double> xs, List<Double> ys) {
        boolean closed() {
            return xs.size() > 2;
        }
    }

    /// The part of both axes that is brushed.
    public record Brush(double lowX, double highX, double lowY, double highY) {
        public boolean holds(double x, double y) {
            return x >= lowX && x <= highX && y >= lowY && y <= highY;
        }
    }
}
