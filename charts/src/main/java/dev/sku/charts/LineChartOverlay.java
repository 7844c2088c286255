package dev.sku.charts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/// What stands above the lines and moves with the pointer: crosshair, values, the band of a zoom, the last value of each
/// line. Nodes, so that moving the pointer redraws no chart.
final class LineChartOverlay {
    private static final double LABEL_HEIGHT = 14;
    private static final Font LABEL_FONT = Font.font("Inter SemiBold", 11);

    private final LineChart chart;
    private final javafx.scene.shape.Line vertical = new javafx.scene.shape.Line();
    private final ValueCard card;
    private final Rectangle band = new Rectangle();
    private final List<Circle> points = new ArrayList<>();
    private final List<Text> ends = new ArrayList<>();
    private double pressed = Double.NaN;
    private double lastX;
    private boolean panning;

    LineChartOverlay(LineChart chart) {
        this.chart = chart;
        card = new ValueCard(chart);
        vertical.getStyleClass().add("crosshair-line");
        band.getStyleClass().add("zoom-band");
        card.setManaged(false);
        chart.overlay.getChildren().addAll(vertical, band, card);
        List.of(vertical, band, card).forEach(n -> n.setVisible(false));
        chart.setOnMouseMoved(e -> point(e.getX(), e.getY()));
        chart.setOnMouseExited(_ -> chart.crosshairProperty().set(Double.NaN));
        chart.setOnMousePressed(this::press);
        chart.setOnMouseDragged(this::drag);
        chart.setOnMouseReleased(this::release);
        chart.setOnScroll(this::scroll);
    }

    private void point(double x, double y) {
        boolean inside =
                x >= chart.visibleLeft()
                        && x <= chart.visibleRight()
                        && y >= chart.visibleTop()
                        && y <= chart.visibleBottom();
        chart.crosshairProperty().set(inside ? chart.xAt(x) : Double.NaN);
    }

    private void press(MouseEvent e) {
        if (e.getButton() == MouseButton.PRIMARY && e.getClickCount() == 2) {
            pressed = Double.NaN;
            chart.fit();
        } else if (e.getButton() == MouseButton.PRIMARY) {
            pressed = e.getX();
            lastX = e.getX();
            panning = e.isShiftDown();
        }
    }

    private void drag(MouseEvent e) {
        if (Double.isNaN(pressed)) {
            return;
        }
        if (panning) {
            double by = chart.xAt(lastX) - chart.xAt(e.getX());
            lastX = e.getX();
            chart.zoom(chart.visibleLow() + by, chart.visibleHigh() + by);
            return;
        }
        double from = clamp(Math.min(pressed, e.getX()));
        band.setX(from);
        band.setWidth(clamp(Math.max(pressed, e.getX())) - from);
        band.setY(chart.visibleTop());
        band.setHeight(chart.visibleBottom() - chart.visibleTop());
        band.setVisible(true);
    }

    private void release(MouseEvent e) {
        if (!Double.isNaN(pressed) && !panning && Math.abs(e.getX() - pressed) > 4) {
            double a = chart.xAt(clamp(Math.min(pressed, e.getX())));
            chart.zoom(a, chart.xAt(clamp(Math.max(pressed, e.getX()))));
        }
        band.setVisible(false);
        pressed = Double.NaN;
    }

    private void scroll(ScrollEvent e) {
        if (e.getDeltaY() == 0) {
            return;
        }
        double at = chart.xAt(clamp(e.getX()));
        double factor = e.getDeltaY() > 0 ? .8 : 1.25;
        double low = at - (at - chart.visibleLow()) * factor;
        double high = at + (chart.visibleHigh() - at) * factor;
        chart.zoom(low, high);
        e.consume();
    }

    private double clamp(double x) {
        return Math.clamp(
                x, chart.visibleLeft(), Math.max(chart.visibleLeft(), chart.visibleRight()));
    }

    /// Puts everything where the data now is.
    void place() {
        placeEnds();
        double x = chart.crosshairProperty().get();
        boolean visible =
                !Double.isNaN(x) && x >= chart.visibleLow() && x <= chart.visibleHigh() && any();
        vertical.setVisible(visible);
        card.setVisible(visible);
        points.forEach(p -> p.setVisible(false));
        if (visible) {
            double px = Math.round(chart.xPixel(x)) + .5;
            vertical.setStartX(px);
            vertical.setEndX(px);
            vertical.setStartY(chart.visibleTop());
            vertical.setEndY(chart.visibleBottom());
            placeDots(x);
            card.fill(x);
            double w = card.prefWidth(-1);
            double h = card.prefHeight(-1);
            boolean left = px + 12 + w > chart.getWidth();
            card.resizeRelocate(
                    Math.max(0, left ? px - 12 - w : px + 12), chart.visibleTop() + 6, w, h);
        }
    }

    private boolean any() {
        for (int i = 0; i < chart.data().size(); i++) {
            if (chart.data().shown(i) && chart.data().samples(i).size() > 0) {
                return true;
            }
        }
        return false;
    }

    private void placeDots(double x) {
        for (int i = 0; i < chart.data().size(); i++) {
            Samples samples = chart.data().samples(i);
            int nearest = samples.nearest(x);
            if (chart.data().shown(i) && nearest >= 0) {
                dot(i, samples, nearest);
            }
        }
    }

    private void dot(int line, Samples samples, int nearest) {
        while (points.size() <= line) {
            Circle circle = new Circle(3.5);
            points.add(circle);
            chart.overlay.getChildren().add(0, circle);
        }
        double y =
                chart.smoothingProperty().get() > 0 ? samples.smooth(nearest) : samples.y(nearest);
        double py = chart.yPixel(y);
        if (py >= chart.visibleTop() && py <= chart.visibleBottom()) {
            Circle circle = points.get(line);
            circle.setFill(chart.tokens().color(chart.data().line(line).token()));
            circle.setCenterX(chart.xPixel(samples.x(nearest)));
            circle.setCenterY(py);
            circle.setVisible(true);
        }
    }

    /// The last value of each line at its end, pushed apart where two would touch.
    private void placeEnds() {
        List<End> labels = new ArrayList<>();
        for (int i = 0; i < chart.data().size(); i++) {
            Samples s = chart.data().samples(i);
            if (chart.data().shown(i)
                    && s.size() > 0
                    && !chart.data().line(i).isBeside()
                    && chart.data().own() > 1) {
                int last = s.size() - 1;
                double y = chart.smoothingProperty().get() > 0 ? s.smooth(last) : s.y(last);
                double px = chart.xPixel(s.x(last));
                double py = chart.yPixel(y);
                if (px >= chart.visibleLeft()
                        && px <= chart.visibleRight() + 1
                        && py >= chart.visibleTop() - 1
                        && py <= chart.visibleBottom() + 1) {
                    labels.add(new End(i, px, py, Scale.number(y, .01)));
                }
            }
        }
        Set<Integer> named = labels.stream().map(End::line).collect(Collectors.toSet());
        for (int i = 0; i < ends.size(); i++) {
            ends.get(i).setVisible(named.contains(i)); // what stays as it is, is not painted anew
        }
        labels.sort(Comparator.comparingDouble(End::y));
        double free = Double.NEGATIVE_INFINITY;
        double lowest = chart.visibleBottom() - LABEL_HEIGHT * labels.size() + LABEL_HEIGHT / 2;
        for (End label : labels) {
            double y = Math.max(free, Math.min(label.y, lowest));
            Text text = endLabel(label);
            double w = text.getLayoutBounds().getWidth();
            text.setX(Math.min(label.x + 6, chart.getWidth() - w));
            text.setY(y + 4);
            free = y + LABEL_HEIGHT;
            lowest += LABEL_HEIGHT;
        }
    }

    private Text endLabel(End label) {
        while (ends.size() <= label.line) {
            Text text = new Text();
            text.setFont(LABEL_FONT);
            ends.add(text);
            chart.overlay.getChildren().add(0, text);
        }
        Text text = ends.get(label.line);
        text.setText(label.text);
        text.setFill(chart.tokens().color(chart.data().line(label.line).textToken()));
        text.setVisible(true);
        return text;
    }

    private record End(int line, double x, double y, String text) {}
}
