package dev.sku.runtime.report;

import dev.sku.figures.Axis;
import dev.sku.protocol.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A small line chart as SVG, and its numbers as CSV.
///
/// @param lines in colours that people with any colour vision can tell apart; each has its own dashes too
record LineFigure(String title, String xName, String yName, List<Line> lines) {
    private static final List<String> COLOURS =
            List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000");
    private static final List<String> DASHES = List.of("none", "6 3", "2 2", "8 3 2 3");
    private static final int WIDTH = 640;
    private static final int HEIGHT = 260;
    private static final int LEFT = 72;
    private static final int RIGHT = 10;
    private static final int TOP = 10;
    private static final int BOTTOM = 40;
    private static final int TICKS = 5;

    record Line(String name, List<Point> points) {}

    /// @param low lower end of an interval; that and the upper one are y where there is none
    record Point(double x, double y, double low, double high) {
        Point(double x, double y) {
            this(x, y, y, y);
        }

        boolean finite() {
            return Double.isFinite(x) && Double.isFinite(y);
        }
    }

    String csv() {
        StringBuilder csv = new StringBuilder("line,%s,%s,low,high\n".formatted(xName, yName));
        for (Line line : lines) {
            for (Point p : line.points) {
                csv.append(
                        "%s,%s,%s,%s,%s\n"
                                .formatted(
                                        '"' + line.name.replace("\"", "\"\"") + '"',
                                        Numbers.exact(p.x),
                                        Numbers.exact(p.y),
                                        Numbers.exact(p.low),
                                        Numbers.exact(p.high)));
            }
        }
        return csv.toString();
    }

    void draw(Html out) {
        List<Point> all =
                lines.stream().flatMap(l -> l.points.stream()).filter(Point::finite).toList();
        if (all.isEmpty()) {
            return;
        }
        Axis x = axis(xName, all.stream().map(Point::x));
        Axis y = axis(yName, all.stream().flatMap(p -> Stream.of(p.low, p.high)));
        out.raw("<figure><figcaption>").text(title).raw("</figcaption>");
        out.raw(
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\""
                        .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT));
        out.text(title).raw("\">");
        axes(out, x, y);
        for (int i = 0; i < lines.size(); i++) {
            line(out, lines.get(i), i, x, y);
        }
        out.raw("</svg><p class=\"legend\">");
        for (int i = 0; i < lines.size(); i++) {
            out.raw(
                            svg(
                                    "<span><svg width=\"26\" height=\"8\" style=\"width:26px\"><line x1=\"0\" x2=\"26\" y1=\"4\" y2=\"4\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/></svg> ",
                                    colour(i), DASHES.get(i % DASHES.size())))
                    .text(lines.get(i).name)
                    .raw("</span> ");
        }
        out.raw("</p><details><summary>Numbers</summary><pre>").text(csv());
        out.raw("</pre></details></figure>\n");
    }

    private static Axis axis(String name, Stream<Double> values) {
        List<Double> finite = values.filter(Double::isFinite).sorted().toList();
        return Axis.linear(name, finite.getFirst(), finite.getLast(), TICKS);
    }

    private void axes(Html out, Axis x, Axis y) {
        for (Axis.Tick tick : y.ticks()) {
            double py = py(y, tick.at());
            out.raw(
                    svg(
                            "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>",
                            LEFT, WIDTH - RIGHT, py, py));
            label(out, LEFT - 6, py + 4, "end", tick.words());
        }
        for (Axis.Tick tick : x.ticks()) {
            label(out, px(x, tick.at()), HEIGHT - BOTTOM + 16, "middle", tick.words());
        }
        label(out, (LEFT + WIDTH) / 2.0, HEIGHT - 6, "middle", xName);
        out.raw(
                        svg(
                                "<text transform=\"translate(14 %.1f) rotate(-90)\" text-anchor=\"middle\">",
                                HEIGHT / 2.0))
                .text(yName)
                .raw("</text>");
    }

    private static void label(Html out, double x, double y, String anchor, String text) {
        out.raw(svg("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor))
                .text(text)
                .raw("</text>");
    }

    private static void line(Html out, Line line, int number, Axis x, Axis y) {
        List<String> path = new ArrayList<>();
        for (Point p : line.points) {
            if (p.finite()) {
                path.add(svg("%.1f,%.1f", px(x, p.x), py(y, p.y)));
                if (p.low < p.high) {
                    out.raw(
                            svg(
                                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
                                    px(x, p.x),
                                    px(x, p.x),
                                    py(y, p.low),
                                    py(y, p.high),
                                    colour(number)));
                }
            }
        }
        out.raw(
                svg(
                        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" stroke-dasharray=\"%s\" points=\"%s\"/>",
                        colour(number),
                        DASHES.get(number % DASHES.size()),
                        String.join(" ", path)));
    }

    private static double px(Axis x, double value) {
        return LEFT + x.share(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double py(Axis y, double value) {
        return HEIGHT - BOTTOM - y.share(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String colour(int number) {
        return COLOURS.get(number % COLOURS.size());
    }

    @SuppressWarnings("AnnotateFormatMethod") // all formats are in this class
    private static String svg(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
