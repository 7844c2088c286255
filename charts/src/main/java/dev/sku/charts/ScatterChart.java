package dev.sku.charts;

import dev.sku.resources.Texts;
import dev.sku.resources.Tokens;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jspecify.annotations.Nullable;

/// Points in two measures, with intervals, paths and a front. Pointing shows a point's card, a click or the arrow keys select
/// it, Enter opens it, dragging brushes; the wheel, + and − zoom, dragging with Shift and arrows with it pan, 0 shows the whole.
/// Escape or a double click ends the brush, and then the zoom.
public final class ScatterChart extends ChartPane {
    static final int NONE = -1;

    private final XYPlot plot;
    private final TickAxis xAxis;
    private final TickAxis yAxis;
    private final ScatterOverlay layer;
    private final IntegerProperty selected = new SimpleIntegerProperty(NONE);
    private final ObjectProperty<Scatter.@Nullable Brush> brush = new SimpleObjectProperty<>();
    private final ReadOnlyBooleanWrapper zoomed = new ReadOnlyBooleanWrapper();
    private ScatterView view = ScatterView.WHOLE;
    private @Nullable Scatter whole;
    private @Nullable Scatter scatter;

    /// @param card what is shown beside the point that is pointed at, by its number
    /// @param open what Enter does with the selected point
    public ScatterChart(Tokens tokens, IntFunction<Region> card, Runnable open) {
        this(new XYPlot(), tokens, card, open);
    }

    private ScatterChart(XYPlot plot, Tokens tokens, IntFunction<Region> card, Runnable open) {
        super(plot, tokens);
        this.plot = plot;
        xAxis = new TickAxis();
        yAxis = new TickAxis();
        plot.setDomainAxis(xAxis);
        plot.setRangeAxis(yAxis);
        // Without a renderer a plot draws no grid; it has no data of its own to draw.
        plot.setRenderer(new XYLineAndShapeRenderer(false, false));
        plot.setDataset(new PolylineDataset());
        plot.setDomainGridlineStroke(stroke(1));
        plot.setRangeGridlineStroke(stroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        setFocusTraversable(true);
        getStyleClass().add("scatter");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        layer = new ScatterOverlay(this, card, open);
        selected.subscribe(_ -> layer.select());
        brush.subscribe(_ -> layer.band());
        restyle(tokens);
    }

    public void show(Scatter next) {
        if (!next.equals(whole)) {
            Scatter before = whole;
            if (before == null || !measures(next).equals(measures(before))) {
                view = ScatterView.WHOLE;
            }
            whole = next;
            if (point(selected.get()) == null) {
                selected.set(NONE);
            }
            look(view);
        }
    }

    private static List<Object> measures(Scatter of) {
        return List.of(of.x().label(), of.x().log(), of.y().label(), of.y().log());
    }

    /// Shows this part of the whole.
    void look(ScatterView next) {
        view = next;
        zoomed.set(!view.isWhole());
        if (whole != null) {
            Scatter part = view.part(whole);
            scatter = part;
            xAxis.show(part.x());
            yAxis.show(part.y());
            changed();
            drawIfChanged();
        }
    }

    ScatterView view() {
        return view;
    }

    /// Shows the whole.
    public void fit() {
        look(ScatterView.WHOLE);
    }

    /// Shows what is brushed, as large as it can be, and ends the brush.
    public void zoomToBrush() {
        Scatter.Brush only = brush.get();
        Scatter all = whole;
        if (only != null && all != null) {
            brush.set(null);
            look(
                    ScatterView.between(
                            all.x().share(only.lowX()),
                            all.x().share(only.highX()),
                            all.y().share(only.lowY()),
                            all.y().share(only.highY())));
        }
    }

    /// Whether only a part is shown.
    public ReadOnlyBooleanProperty zoomedProperty() {
        return zoomed.getReadOnlyProperty();
    }

    /// Number of the point that is selected; −1 for none.
    public IntegerProperty selectedProperty() {
        return selected;
    }

    /// Null where all is looked at.
    public ObjectProperty<Scatter.@Nullable Brush> brushProperty() {
        return brush;
    }

    @Override
    public ChartTable table() {
        Scatter now = whole;
        if (now == null) {
            return new ChartTable(List.of(), List.of());
        }
        List<List<String>> rows = new ArrayList<>();
        for (Scatter.Series series : now.series()) {
            for (Scatter.Point p : series.points()) {
                rows.add(List.of(series.name(), String.valueOf(p.x()), String.valueOf(p.y())));
            }
        }
        return new ChartTable(
                List.of(Texts.text("tradeoff.points.series"), now.x().brief(), now.y().brief()),
                rows);
    }

    @Nullable Scatter scatter() {
        return scatter;
    }

    Scatter.@Nullable Point point(int number) {
        return points().filter(p -> p.number() == number).findFirst().orElse(null);
    }

    Stream<Scatter.Point> points() {
        return whole == null
                ? Stream.empty()
                : whole.series().stream().flatMap(s -> s.points().stream());
    }

    double xPixel(Scatter of, double x) {
        Rectangle2D area = dataArea();
        return area.getMinX() + of.x().share(x) * area.getWidth();
    }

    double yPixel(Scatter of, double y) {
        Rectangle2D area = dataArea();
        return area.getMaxY() - of.y().share(y) * area.getHeight();
    }

    double xAt(Scatter of, double pixel) {
        Rectangle2D area = dataArea();
        return of.x().at((pixel - area.getMinX()) / area.getWidth());
    }

    double yAt(Scatter of, double pixel) {
        Rectangle2D area = dataArea();
        return of.y().at((area.getMaxY() - pixel) / area.getHeight());
    }

    @Override
    List<Axis> axes() {
        return List.of(xAxis, yAxis);
    }

    @Override
    void style(Tokens next) {
        axisColours(xAxis);
        axisColours(yAxis);
        plot.setDomainGridlinePaint(next.paint("-chart-grid"));
        plot.setRangeGridlinePaint(next.paint("-chart-grid"));
    }

    @Override
    void prepare(double width, double height) {
        xAxis.name(width - 70);
        yAxis.name(height - 50);
    }

    @Override
    void afterDraw() {
        layer.draw();
        setAccessibleText(String.join(". ", points().map(Scatter.Point::words).toList()));
    }
}
