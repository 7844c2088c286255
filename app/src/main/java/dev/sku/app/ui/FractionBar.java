package dev.sku.app.ui;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.layout.Region;

/// A thin bar that is filled up to a fraction.
public final class FractionBar extends Region {
    private final Region track = new Region();
    private final Region fill = new Region();
    private final DoubleProperty fraction = new SimpleDoubleProperty();

    public FractionBar(double height) {
        track.getStyleClass().add("bar-track");
        fill.getStyleClass().add("bar-fill");
        getChildren().addAll(track, fill);
        setMinHeight(height);
        setPrefHeight(height);
        setMaxHeight(height);
        setMaxWidth(Double.MAX_VALUE);
        fraction.subscribe(_ -> fillUp()); // only this bar changes, nothing around it moves
    }

    public DoubleProperty fractionProperty() {
        return fraction;
    }

    @Override
    protected void layoutChildren() {
        track.resizeRelocate(0, 0, getWidth(), getHeight());
        fillUp();
    }

    private void fillUp() {
        double share = Double.isFinite(fraction.get()) ? Math.clamp(fraction.get(), 0, 1) : 0;
        fill.resizeRelocate(0, 0, snapSizeX(getWidth() * share), getHeight());
    }
}
