package dev.sku.charts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;

/// The values of all shown lines at one x: a row for each line of the chart, a column for each source laid over it.
final class ValueCard extends GridPane {
    private static final double LONGEST_SOURCE = 96;

    private final LineChart chart;

    ValueCard(LineChart chart) {
        super(16, 3);
        this.chart = chart;
        getStyleClass().add("hover-card");
    }

    void fill(double x) {
        Label head = new Label();
        head.getStyleClass().addAll("strong", "small");
        getChildren().clear();
        add(head, 0, 0);
        Map<Integer, Integer> rows = new HashMap<>();
        List<String> sources = new ArrayList<>();
        double at = Double.NaN;
        for (int i = 0; i < chart.data().size(); i++) {
            Line line = chart.data().line(i);
            Samples samples = chart.data().samples(i);
            int nearest = samples.nearest(x);
            if (!chart.data().shown(i) || nearest < 0) {
                continue;
            }
            Line.Beside beside = line.beside();
            int row =
                    rows.computeIfAbsent(beside == null ? i : beside.line(), _ -> rows.size() + 1);
            if (beside == null) {
                at = samples.x(nearest);
                add(named(line.name(), line), 0, row);
                add(value(samples.y(nearest)), 1, row);
            } else {
                if (!sources.contains(beside.source())) {
                    sources.add(beside.source());
                    add(named(beside.source(), line), 1 + sources.size(), 0);
                }
                add(value(samples.y(nearest)), 2 + sources.indexOf(beside.source()), row);
            }
        }
        if (!Double.isNaN(at)) {
            head.setText(Scale.number(at, at == Math.rint(at) ? 1 : .01));
        }
        applyCss();
    }

    private Label named(String name, Line line) {
        Label label = new Label(name);
        label.setGraphic(new Circle(4, chart.tokens().color(line.token())));
        if (line.isBeside()) {
            label.setMaxWidth(LONGEST_SOURCE);
            setHalignment(label, HPos.RIGHT);
        } else {
            label.setMinWidth(Region.USE_PREF_SIZE);
        }
        return label;
    }

    private static Label value(double value) {
        Label label = new Label(Scale.number(value, .0001));
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.getStyleClass().add("hover-value");
        setHalignment(label, HPos.RIGHT);
        return label;
    }
}
