package dev.sku.charts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The lines of a chart and their samples, with what of them is shown.
final class LineData {
    private final List<Entry> entries = new ArrayList<>();
    private double smoothing;

    private static final class Entry {
        private Line line;
        private final Samples samples = new Samples();
        private boolean shown = true;

        Entry(Line line) {
            this.line = line;
        }
    }

    void add(Line line) {
        Entry entry = new Entry(line);
        entry.samples.smoothBy(smoothing);
        entries.add(entry);
    }

    void clear() {
        entries.forEach(e -> e.samples.clear());
    }

    /// Keeps the first lines.
    void keep(int count) {
        entries.subList(count, entries.size()).clear();
    }

    /// Lines of the chart's own.
    int own() {
        return (int) entries.stream().filter(e -> !e.line.isBeside()).count();
    }

    void smoothBy(double strength) {
        smoothing = strength;
        entries.forEach(e -> e.samples.smoothBy(strength));
    }

    int size() {
        return entries.size();
    }

    Line line(int index) {
        return entries.get(index).line;
    }

    void name(int index, String name) {
        Entry entry = entries.get(index);
        entry.line = entry.line.called(name);
    }

    Samples samples(int index) {
        return entries.get(index).samples;
    }

    boolean shown(int index) {
        return entries.get(index).shown;
    }

    void show(int index, boolean visible) {
        entries.get(index).shown = visible;
    }

    boolean isEmpty() {
        return entries.stream().allMatch(e -> e.samples.size() == 0);
    }

    /// The first x, or zero where that is less.
    double start() {
        double start = Double.POSITIVE_INFINITY;
        for (Entry e : entries) {
            start = e.samples.size() > 0 ? Math.min(start, e.samples.x(0)) : start;
        }
        return Double.isFinite(start) ? Math.min(start, 0) : 0;
    }

    /// The last x, at least one above the first.
    double end() {
        double end = Double.NEGATIVE_INFINITY;
        for (Entry e : entries) {
            int size = e.samples.size();
            end = size > 0 ? Math.max(end, e.samples.x(size - 1)) : end;
        }
        return Double.isFinite(end) ? Math.max(end, start() + 1) : 1;
    }

    /// The shown lines with their last values, for those who do not see them.
    String summary() {
        StringBuilder text = new StringBuilder();
        for (Entry e : entries) {
            int last = e.samples.size() - 1;
            if (e.shown && last >= 0) {
                text.append(text.isEmpty() ? "" : "; ").append(e.line.name()).append(' ');
                text.append(Scale.number(e.samples.y(last), .001));
            }
        }
        return text.toString();
    }

    /// Every sample as it came, whatever is shown; a copy of how it is now.
    ChartTable table(String xName) {
        List<String> columns = new ArrayList<>(List.of(xName));
        double[][] x = new double[entries.size()][];
        double[][] y = new double[entries.size()][];
        for (int i = 0; i < x.length; i++) {
            columns.add(entries.get(i).line.name());
            x[i] = entries.get(i).samples.xs();
            y[i] = entries.get(i).samples.ys();
        }
        double[] all = distinct(x);
        return ChartTable.of(columns, all.length, row -> row(all[row], x, y));
    }

    private static double[] distinct(double[][] xs) {
        return Arrays.stream(xs).flatMapToDouble(Arrays::stream).sorted().distinct().toArray();
    }

    private static List<String> row(double at, double[][] x, double[][] y) {
        List<String> cells = new ArrayList<>(List.of(number(at)));
        for (int i = 0; i < x.length; i++) {
            int found = Arrays.binarySearch(x[i], at);
            cells.add(found < 0 ? "" : number(y[i][found]));
        }
        return cells;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
