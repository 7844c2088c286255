package dev.sku.charts;

import dev.sku.resources.Tokens;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;

/// Lines over steps that grow while they are looked at: raw and smoothed, on a linear or a logarithmic axis.
///
/// Drag zooms in x, the wheel zooms at the pointer, Shift and drag pans, a double click fits; [LineChartKeys] says what the
/// keyboard does. Draws at most one low and one high point for each three pixels of a line.
public final class LineChart extends ChartPane {
    private static final double PIXELS_PER_BUCKET = 3;
    private static final double FAINT = .22;
    private static final double END_LABELS = 42;
    private static final double PLAIN_END = 20;

    private final LineData data = new LineData();
    private String xName;
    private final PolylineDataset front = new PolylineDataset();
    private final PolylineDataset back = new PolylineDataset();
    private final XYLineAndShapeRenderer frontLines = renderer();
    private final XYLineAndShapeRenderer backLines = renderer();
    private final XYPlot plot;
    private final ScaleAxis xAxis;
    private final ScaleAxis yAxis;
    private final LineChartOverlay crosshairLayer;
    private final DoubleProperty smoothing = new SimpleDoubleProperty(0);
    private final BooleanProperty logarithmic = new SimpleBooleanProperty();
    private final DoubleProperty crosshair = new SimpleDoubleProperty(Double.NaN);
    private final DoubleProperty mark = new SimpleDoubleProperty(Double.NaN);
    private double zoomLow = Double.NaN;
    private double zoomHigh = Double.NaN;
    private double expectedEnd = Double.NaN;
    private boolean zeroBased;

    public LineChart(Tokens tokens, String xLabel, String yLabel) {
        this(new XYPlot(), tokens, xLabel, yLabel);
    }

    private LineChart(XYPlot plot, Tokens tokens, String xLabel, String yLabel) {
        super(plot, tokens);
        this.plot = plot;
        xName = xLabel.isEmpty() ? "x" : xLabel;
        xAxis = new ScaleAxis(xLabel.isEmpty() ? null : xLabel, Scale.exactly(0, 1, 5));
        yAxis = new ScaleAxis(yLabel.isEmpty() ? null : yLabel, Scale.around(0, 1, 5));
        plot.setDomainAxis(xAxis);
        plot.setRangeAxis(yAxis);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlineStroke(stroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setDataset(0, front);
        plot.setRenderer(0, frontLines);
        plot.setDataset(1, back);
        plot.setRenderer(1, backLines);
        crosshairLayer = new LineChartOverlay(this);
        LineChartKeys.listen(this);
        smoothing.subscribe(strength -> {
            data.smoothBy(strength.doubleValue());
            changed();
        });
        logarithmic.subscribe(_ -> changed());
        crosshair.subscribe(_ -> crosshairLayer.place());
        mark.subscribe(_ -> changed());
        restyle(tokens);
    }

    private static XYLineAndShapeRenderer renderer() {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setDefaultCreateEntities(false);
        return renderer;
    }

    /// @return its index, for `append`
    public int addLine(Line line) {
        data.add(line);
        style(tokens());
        return data.size() - 1;
    }

    /// Calls a line otherwise.
    public void name(int line, String name) {
        if (!data.line(line).name().equals(name)) {
            data.name(line, name);
            changed();
        }
    }

    /// Adds a sample at the end of a line; x may not fall.
    public void append(int line, double x, double y) {
        data.samples(line).append(x, y);
        changed();
    }

    /// Takes all samples away; lines, zoom and switches stay.
    public void clear() {
        data.clear();
        changed();
    }

    /// Takes all lines away.
    public void removeLines() {
        keepLines(0);
    }

    /// Takes all lines away but the first.
    public void keepLines(int count) {
        data.keep(count);
        changed();
    }

    public void show(int line, boolean visible) {
        data.show(line, visible);
        changed();
    }

    /// Where the x axis ends while fewer samples are there, so that progress can be seen; NaN for the last sample.
    public void expectEnd(double x) {
        if (Double.compare(expectedEnd, x) != 0) {
            expectedEnd = x;
            changed();
        }
    }

    /// What x is called in the table, where the axis has no room for its name.
    public void nameX(String name) {
        xName = name;
    }

    /// Whether the y axis always holds zero.
    public void startAtZero(boolean zero) {
        zeroBased = zero;
        changed();
    }

    /// Looks at the whole of the data.
    public void fit() {
        zoomLow = Double.NaN;
        zoomHigh = Double.NaN;
        changed();
        drawIfChanged();
    }

    /// Looks at a part of x.
    public void zoom(double low, double high) {
        double least = (data.end() - data.start()) / 1e4;
        if (high - low > least) {
            zoomLow = Math.max(low, data.start());
            zoomHigh = Math.min(high, Math.max(data.end(), zoomLow + least));
            changed();
            drawIfChanged();
        }
    }

    public boolean zoomed() {
        return !Double.isNaN(zoomLow);
    }

    /// 0 for the lines as they are, up to 0.99.
    public DoubleProperty smoothingProperty() {
        return smoothing;
    }

    /// On a logarithmic axis values that are not above zero are left out.
    public BooleanProperty logarithmicProperty() {
        return logarithmic;
    }

    /// The x that is pointed at, NaN for none; bind it both ways to share it among charts.
    public DoubleProperty crosshairProperty() {
        return crosshair;
    }

    /// A dashed line at an x, NaN for none.
    public DoubleProperty markProperty() {
        return mark;
    }

    /// What is drawn now, in words, for those who do not see it.
    public String summary() {
        return data.summary();
    }

    @Override
    public ChartTable table() {
        return data.table(xName);
    }

    @Override
    public boolean isEmpty() {
        return data.isEmpty();
    }

    @Override
    List<Axis> axes() {
        return List.of(xAxis, yAxis);
    }

    @Override
    void style(Tokens tokens) {
        axisColours(xAxis);
        axisColours(yAxis);
        plot.setRangeGridlinePaint(tokens.paint("-chart-grid"));
    }

    @Override
    void prepare(double width, double height) {
        double low = zoomed() ? zoomLow : data.start();
        double high = zoomed() ? zoomHigh : Math.max(data.end(), nanToLow(expectedEnd));
        int buckets = (int) Math.max(16, width / PIXELS_PER_BUCKET);
        boolean smoothed = smoothing.get() > 0;
        List<Polyline> top = new ArrayList<>();
        List<Polyline> bottom = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            if (data.shown(i)) {
                paint(i, top.size(), bottom.size(), smoothed);
                top.add(onAxis(data.samples(i).line(smoothed, low, high, buckets)));
                if (smoothed && !data.line(i).isBeside()) {
                    bottom.add(onAxis(data.samples(i).line(false, low, high, buckets)));
                }
            }
        }
        front.show(top);
        back.show(bottom);
        boolean named = data.own() > 1;
        plot.setInsets(new RectangleInsets(8, 0, 0, named ? END_LABELS : PLAIN_END));
        xAxis.show(Scale.exactly(low, high, (int) Math.max(2, width / 90)));
        yAxis.show(
                yScale(
                        smoothed ? bottom : top,
                        top,
                        low,
                        high,
                        (int) Math.clamp(height / 45, 2, 6)));
        plot.clearDomainMarkers();
        if (!Double.isNaN(mark.get())) {
            plot.addDomainMarker(
                    new ValueMarker(mark.get(), tokens().paint("-chart-axis", .5), dashes(1)));
        }
    }

    private void paint(int line, int series, int backSeries, boolean smoothed) {
        Line look = data.line(line);
        frontLines.setSeriesPaint(series, tokens().paint(look.token()), false);
        frontLines.setSeriesStroke(
                series, look.isBeside() ? dashes(look.width()) : stroke(look.width()), false);
        if (smoothed && !look.isBeside()) {
            backLines.setSeriesPaint(backSeries, tokens().paint(look.token(), FAINT), false);
            backLines.setSeriesStroke(backSeries, stroke(1), false);
        }
    }

    private Scale yScale(
            List<Polyline> raw, List<Polyline> top, double low, double high, int ticks) {
        double least = zeroBased && !logarithmic.get() ? 0 : Double.POSITIVE_INFINITY;
        double most = zeroBased && !logarithmic.get() ? 0 : Double.NEGATIVE_INFINITY;
        for (List<Polyline> layer : List.of(raw, top)) {
            for (Polyline line : layer) {
                for (int i = 0; i < line.size(); i++) {
                    if (line.x(i) >= low && line.x(i) <= high && Double.isFinite(line.y(i))) {
                        least = Math.min(least, line.y(i));
                        most = Math.max(most, line.y(i));
                    }
                }
            }
        }
        if (least > most) {
            return Scale.around(0, 1, ticks);
        }
        return logarithmic.get()
                ? Scale.logarithmic(least, most)
                : Scale.around(least, most, ticks);
    }

    private Polyline onAxis(Polyline line) {
        return logarithmic.get() ? line.mapY(this::toAxis) : line;
    }

    private double toAxis(double y) {
        if (!logarithmic.get()) {
            return y;
        }
        return y > 0 ? Math.log10(y) : Double.NaN;
    }

    private static double nanToLow(double v) {
        return Double.isNaN(v) ? Double.NEGATIVE_INFINITY : v;
    }

    @Override
    void afterDraw() {
        setAccessibleText(summary());
        crosshairLayer.place();
    }

    // What the overlay asks.

    LineData data() {
        return data;
    }

    double xAt(double pixel) {
        Rectangle2D area = dataArea();
        Scale s = xAxis.scale();
        return s.low() + (pixel - area.getMinX()) / area.getWidth() * (s.high() - s.low());
    }

    double xPixel(double x) {
        Rectangle2D area = dataArea();
        Scale s = xAxis.scale();
        return area.getMinX() + (x - s.low()) / (s.high() - s.low()) * area.getWidth();
    }

    double yPixel(double y) {
        Rectangle2D area = dataArea();
        Scale s = yAxis.scale();
        return area.getMaxY() - (toAxis(y) - s.low()) / (s.high() - s.low()) * area.getHeight();
    }

    double visibleLow() {
        return xAxis.scale().low();
    }

    double visibleHigh() {
        return xAxis.scale().high();
    }

    double visibleTop() {
        return dataArea().getMinY();
    }

    double visibleBottom() {
        return dataArea().getMaxY();
    }

    double visibleLeft() {
        return dataArea().getMinX();
    }

    double visibleRight() {
        return dataArea().getMaxX();
    }
}
