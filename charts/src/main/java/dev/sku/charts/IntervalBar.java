package dev.sku.charts;

import javafx.scene.layout.Region;

/// A rate and its interval on a scale from 0 to 1, for a table's cell. Coloured by the stylesheet.
public final class IntervalBar extends Region {
    private final Region track = new Region();
    private final Region range = new Region();
    private final Region point = new Region();
    private final double value;
    private final Shares.Range interval;

    public IntervalBar(double value, Shares.Range interval) {
        this.value = value;
        this.interval = interval;
        track.getStyleClass().add("interval-track");
        range.getStyleClass().add("interval-range");
        point.getStyleClass().add("interval-point");
        getChildren().addAll(track, range, point);
        setPrefSize(80, 10);
        setMinSize(40, 10);
        setMaxHeight(10);
    }

    @Override
    protected void layoutChildren() {
        double w = getWidth() - 8;
        double middle = getHeight() / 2;
        track.resizeRelocate(4, middle - 1, w, 2);
        double from = 4 + w * interval.low();
        range.resizeRelocate(
                from, middle - 2, Math.max(2, w * (interval.high() - interval.low())), 4);
        point.resizeRelocate(w * value, middle - 4, 8, 8);
    }
}
