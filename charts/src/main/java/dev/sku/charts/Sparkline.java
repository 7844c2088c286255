package dev.sku.charts;

import dev.sku.resources.Tokens;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;

/// The course of a number beside it: no axis, no label, as wide as it is given.
public final class Sparkline extends Region {
    private final javafx.scene.shape.Polyline line = new javafx.scene.shape.Polyline();
    private final Polygon area = new Polygon();
    private final String token;
    private List<Double> values = List.of();

    public Sparkline(Tokens tokens, String token) {
        this.token = token;
        line.setStrokeWidth(1.5);
        line.setStrokeLineCap(StrokeLineCap.ROUND);
        line.setStrokeLineJoin(StrokeLineJoin.ROUND);
        line.setManaged(false);
        area.setManaged(false);
        getChildren().addAll(area, line);
        setMinSize(0, 28);
        setPrefSize(74, 28);
        setMaxSize(74, 28);
        restyle(tokens);
    }

    public void restyle(Tokens tokens) {
        Color colour = tokens.color(token);
        line.setStroke(colour);
        area.setFill(colour.deriveColor(0, 1, 1, .14));
    }

    public void show(List<Double> next) {
        List<Double> finite = next.stream().filter(Double::isFinite).toList();
        if (!finite.equals(values)) {
            values = finite;
            draw();
        }
    }

    @Override
    protected void layoutChildren() {
        draw();
    }

    private void draw() {
        if (values.size() < 2 || getWidth() < 2) {
            line.getPoints().clear();
            area.getPoints().clear();
            return;
        }
        List<Double> points = new ArrayList<>(2 * values.size() + 4);
        double low = values.stream().mapToDouble(v -> v).min().orElse(0);
        double high = values.stream().mapToDouble(v -> v).max().orElse(1);
        boolean flat = high - low < 1e-12;
        for (int i = 0; i < values.size(); i++) {
            double x = i * getWidth() / (values.size() - 1);
            double share = flat ? .5 : (values.get(i) - low) / (high - low);
            double y = 2 + (getHeight() - 4) * (1 - share);
            points.add(x);
            points.add(y);
        }
        line.getPoints().setAll(points);
        points.addAll(List.of(getWidth(), getHeight(), 0.0, getHeight()));
        area.getPoints().setAll(points);
    }
}
