package dev.sku.charts;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import javafx.scene.Group;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Polyline;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/// Everything above the grid of a scatter chart: intervals, paths, front, points, and what follows the pointer.
final class ScatterOverlay {
    private static final double RADIUS = 4.5;
    private static final double REACH = 14;
    private static final double CLICK = 4;
    private static final double CAP = 3;
    private static final double PAN = .2;
    private static final Font NAME = Font.font("Inter SemiBold", 11);

    private final ScatterChart chart;
    private final IntFunction<Region> cards;
    private final Runnable open;
    private final Group drawing = new Group();
    private final Circle ring = new Circle(9);
    private final Rectangle band = new Rectangle();
    private final StackPane card = new StackPane();
    private final Rectangle seen = new Rectangle();
    private boolean panning;
    private double pressedX = Double.NaN;
    private double pressedY = Double.NaN;
    private int pointed = ScatterChart.NONE;

    ScatterOverlay(ScatterChart chart, IntFunction<Region> cards, Runnable open) {
        this.chart = chart;
        this.cards = cards;
        this.open = open;
        ring.setFill(null);
        ring.setStrokeWidth(2);
        band.getStyleClass().add("zoom-band");
        card.getStyleClass().add("hover-card");
        card.setManaged(false);
        List.of(ring, band, card).forEach(n -> n.setVisible(false));
        drawing.setClip(seen);
        chart.overlay.getChildren().addAll(drawing, band, ring, card);
        chart.setOnMouseMoved(this::point);
        chart.setOnMouseExited(_ -> pointAt(ScatterChart.NONE));
        chart.setOnMousePressed(this::press);
        chart.setOnMouseDragged(this::drag);
        chart.setOnMouseReleased(this::release);
        chart.setOnScroll(this::scroll);
        chart.setOnKeyPressed(this::key);
    }

    /// Draws all anew, where the axes now are.
    void draw() {
        drawing.getChildren().clear();
        Scatter scatter = chart.scatter();
        if (scatter == null) {
            return;
        }
        clip();
        for (Scatter.Series series : scatter.series()) {
            Color colour = colour(series);
            series.points().forEach(p -> p.intervals().forEach(i -> interval(scatter, i, colour)));
        }
        for (Scatter.Series series : scatter.series()) {
            for (Scatter.Path path : series.paths()) {
                Polyline line = line(scatter, path.line(), colour(series), 1.5);
                if (path.dotted()) {
                    line.getStrokeDashArray().addAll(1.5, 4.0);
                }
                drawing.getChildren().add(line);
            }
        }
        if (!scatter.front().xs().isEmpty()) {
            Polyline front = line(scatter, scatter.front(), chart.tokens().color("-chart-axis"), 1);
            front.getStrokeDashArray().addAll(4.0, 3.0);
            drawing.getChildren().add(front);
        }
        for (Scatter.Series series : scatter.series()) {
            for (Scatter.Point point : series.points()) {
                drawing.getChildren()
                        .add(
                                PointSign.of(
                                        series.slot(),
                                        chart.xPixel(scatter, point.x()),
                                        chart.yPixel(scatter, point.y()),
                                        RADIUS,
                                        colour(series),
                                        chart.tokens().color("-chart-bg")));
            }
        }
        knee(scatter);
        select();
        band();
        pointAt(pointed);
    }

    /// Points on the edge are whole; of a part nothing is drawn beyond its axes.
    private void clip() {
        Rectangle2D area = chart.dataArea();
        double room = chart.view().isWhole() ? 40 : RADIUS;
        seen.setX(area.getMinX() - room);
        seen.setY(area.getMinY() - room);
        seen.setWidth(area.getWidth() + 2 * room);
        seen.setHeight(area.getHeight() + 2 * room);
    }

    private boolean isSeen(Scatter scatter, Scatter.Point point) {
        return seen.contains(chart.xPixel(scatter, point.x()), chart.yPixel(scatter, point.y()));
    }

    private Color colour(Scatter.Series series) {
        return chart.tokens().color("-cat-" + series.slot());
    }

    private Polyline line(Scatter scatter, Scatter.Outline outline, Color colour, double width) {
        Polyline line = new Polyline();
        for (int i = 0; i < outline.xs().size(); i++) {
            line.getPoints()
                    .addAll(
                            chart.xPixel(scatter, outline.xs().get(i)),
                            chart.yPixel(scatter, outline.ys().get(i)));
        }
        line.setStroke(colour);
        line.setStrokeWidth(width);
        return line;
    }

    private void interval(Scatter scatter, Scatter.Outline outline, Color colour) {
        Polyline line = line(scatter, outline, colour.deriveColor(0, 1, 1, .55), 1);
        if (outline.closed()) {
            line.setFill(colour.deriveColor(0, 1, 1, .08));
        }
        drawing.getChildren().add(line);
        if (!outline.closed()) {
            List<Double> at = line.getPoints();
            boolean upright = Math.abs(at.get(0) - at.get(2)) < Math.abs(at.get(1) - at.get(3));
            double dx = upright ? CAP : 0;
            double dy = upright ? 0 : CAP;
            for (int i = 0; i < 4; i += 2) {
                Polyline cap =
                        new Polyline(
                                at.get(i) - dx,
                                at.get(i + 1) - dy,
                                at.get(i) + dx,
                                at.get(i + 1) + dy);
                cap.setStroke(line.getStroke());
                drawing.getChildren().add(cap);
            }
        }
    }

    private void knee(Scatter scatter) {
        Scatter.Point knee = chart.point(scatter.knee());
        if (knee != null) {
            double x = chart.xPixel(scatter, knee.x());
            double y = chart.yPixel(scatter, knee.y());
            Circle around = new Circle(x, y, 2 * RADIUS, null);
            around.setStroke(chart.tokens().color("-chart-label"));
            around.setStrokeWidth(1.2);
            Text name = new Text(x + 2 * RADIUS + 3, y - 2 * RADIUS, scatter.kneeWords());
            name.setFont(NAME);
            name.setFill(chart.tokens().color("-chart-label"));
            if (name.getX() + name.getLayoutBounds().getWidth() > chart.dataArea().getMaxX()) {
                name.setX(x - 2 * RADIUS - 3 - name.getLayoutBounds().getWidth());
            }
            drawing.getChildren().addAll(around, name);
        }
    }

    /// Rings the point that is selected.
    void select() {
        Scatter scatter = chart.scatter();
        Scatter.Point point = chart.point(chart.selectedProperty().get());
        ring.setVisible(scatter != null && point != null && isSeen(scatter, point));
        if (scatter != null && point != null) {
            ring.setCenterX(chart.xPixel(scatter, point.x()));
            ring.setCenterY(chart.yPixel(scatter, point.y()));
            ring.setStroke(chart.tokens().color("-color-accent-emphasis"));
        }
    }

    /// Shows what is brushed.
    void band() {
        Scatter scatter = chart.scatter();
        Scatter.Brush brush = chart.brushProperty().get();
        band.setVisible(scatter != null && brush != null);
        if (scatter != null && brush != null) {
            band.setX(within(chart.xPixel(scatter, brush.lowX()), true));
            band.setY(within(chart.yPixel(scatter, brush.highY()), false));
            band.setWidth(within(chart.xPixel(scatter, brush.highX()), true) - band.getX());
            band.setHeight(within(chart.yPixel(scatter, brush.lowY()), false) - band.getY());
        }
    }

    private double within(double pixel, boolean across) {
        Rectangle2D area = chart.dataArea();
        return across
                ? Math.clamp(pixel, area.getMinX(), area.getMaxX())
                : Math.clamp(pixel, area.getMinY(), area.getMaxY());
    }

    private void point(MouseEvent e) {
        pointAt(nearest(e.getX(), e.getY()));
    }

    private int nearest(double x, double y) {
        Scatter scatter = chart.scatter();
        if (scatter == null) {
            return ScatterChart.NONE;
        }
        return chart.points()
                .filter(p -> isSeen(scatter, p) && distance(scatter, p, x, y) <= REACH)
                .min(Comparator.comparingDouble(p -> distance(scatter, p, x, y)))
                .map(Scatter.Point::number)
                .orElse(ScatterChart.NONE);
    }

    private double distance(Scatter scatter, Scatter.Point p, double x, double y) {
        return Math.hypot(chart.xPixel(scatter, p.x()) - x, chart.yPixel(scatter, p.y()) - y);
    }

    private void pointAt(int number) {
        Scatter scatter = chart.scatter();
        Scatter.Point point = chart.point(number);
        pointed = point == null ? ScatterChart.NONE : number;
        card.setVisible(point != null);
        if (scatter == null || point == null) {
            return;
        }
        card.getChildren().setAll(cards.apply(number));
        card.applyCss();
        double w = card.prefWidth(-1);
        double h = card.prefHeight(w);
        double x = chart.xPixel(scatter, point.x());
        double y = chart.yPixel(scatter, point.y());
        double left = x + REACH + w > chart.getWidth() ? x - REACH - w : x + REACH;
        double top = Math.clamp(y - h / 2, 4, Math.max(4, chart.getHeight() - h - 4));
        card.resizeRelocate(Math.max(4, left), top, w, h);
        card.layout();
    }

    private void press(MouseEvent e) {
        chart.requestFocus();
        if (e.getButton() != MouseButton.PRIMARY) {
            return;
        }
        if (e.getClickCount() == 2) {
            back();
            pressedX = Double.NaN;
        } else {
            pressedX = e.getX();
            pressedY = e.getY();
            panning = e.isShiftDown();
        }
    }

    private void drag(MouseEvent e) {
        Scatter scatter = chart.scatter();
        if (scatter == null || Double.isNaN(pressedX) || (!panning && !moved(e))) {
            return;
        }
        pointAt(ScatterChart.NONE);
        if (panning) {
            Rectangle2D area = chart.dataArea();
            chart.look(
                    chart.view()
                            .moved(
                                    (pressedX - e.getX()) / area.getWidth(),
                                    (e.getY() - pressedY) / area.getHeight()));
            pressedX = e.getX();
            pressedY = e.getY();
            return;
        }
        double x = within(e.getX(), true);
        double y = within(e.getY(), false);
        double x0 = within(pressedX, true);
        double y0 = within(pressedY, false);
        chart.brushProperty()
                .set(
                        new Scatter.Brush(
                                chart.xAt(scatter, Math.min(x, x0)),
                                chart.xAt(scatter, Math.max(x, x0)),
                                chart.yAt(scatter, Math.max(y, y0)),
                                chart.yAt(scatter, Math.min(y, y0))));
    }

    private boolean moved(MouseEvent e) {
        return Math.hypot(e.getX() - pressedX, e.getY() - pressedY) > CLICK;
    }

    private void release(MouseEvent e) {
        if (!Double.isNaN(pressedX) && !panning && !moved(e)) {
            int at = nearest(e.getX(), e.getY());
            if (at != ScatterChart.NONE) {
                chart.selectedProperty().set(at);
            }
        }
        pressedX = Double.NaN;
    }

    private void scroll(ScrollEvent e) {
        if (e.getDeltaY() != 0 && chart.scatter() != null) {
            Rectangle2D area = chart.dataArea();
            chart.look(
                    chart.view()
                            .around(
                                    (within(e.getX(), true) - area.getMinX()) / area.getWidth(),
                                    (area.getMaxY() - within(e.getY(), false)) / area.getHeight(),
                                    e.getDeltaY() > 0 ? .8 : 1.25));
            e.consume();
        }
    }

    /// Out of the brush, then out of the zoom.
    private boolean back() {
        if (chart.brushProperty().get() != null) {
            chart.brushProperty().set(null);
            return true;
        }
        boolean zoomed = !chart.view().isWhole();
        chart.fit();
        return zoomed;
    }

    private void key(KeyEvent e) {
        if (e.isShortcutDown() || e.isAltDown()) {
            return;
        }
        if (e.getCode() == KeyCode.ESCAPE) {
            if (back()) {
                e.consume();
            }
        } else if (looked(e)) {
            e.consume();
        } else if (e.getCode() == KeyCode.ENTER) {
            open.run();
            e.consume();
        } else if (e.getCode() == KeyCode.RIGHT || e.getCode() == KeyCode.LEFT) {
            step(e.getCode() == KeyCode.RIGHT ? 1 : -1);
            e.consume();
        }
    }

    private boolean looked(KeyEvent e) {
        ScatterView view = chart.view();
        ScatterView next =
                switch (e.getCode()) {
                    case PLUS, EQUALS, ADD -> view.around(.5, .5, .5);
                    case MINUS, SUBTRACT -> view.around(.5, .5, 2);
                    case DIGIT0, NUMPAD0 -> ScatterView.WHOLE;
                    case LEFT, RIGHT, UP, DOWN -> e.isShiftDown() ? moved(view, e.getCode()) : null;
                    default -> null;
                };
        if (next != null) {
            chart.look(next);
        }
        return next != null;
    }

    private static ScatterView moved(ScatterView view, KeyCode way) {
        return switch (way) {
            case LEFT -> view.moved(-PAN, 0);
            case RIGHT -> view.moved(PAN, 0);
            case UP -> view.moved(0, PAN);
            default -> view.moved(0, -PAN);
        };
    }

    /// To the next point of the same series, or of the next one.
    private void step(int by) {
        List<Integer> order = new ArrayList<>(chart.points().map(Scatter.Point::number).toList());
        if (!order.isEmpty()) {
            int at = order.indexOf(chart.selectedProperty().get());
            int next = at < 0 ? 0 : Math.floorMod(at + by, order.size());
            int number = order.get(next);
            chart.selectedProperty().set(number);
        }
    }
}
