package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.train.RunCurves;
import dev.sku.app.ui.Ui;
import dev.sku.charts.Line;
import dev.sku.charts.LineChart;
import dev.sku.resources.Icon;
import dev.sku.resources.Tokens;
import java.util.List;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The ticked runs over each other, each in the colour of its box in the table; else the chosen run, or the newest.
final class OverlayCard extends VBox {
    private final RunOverlay model;
    private final LineChart harmful;
    private final LineChart perplexity;
    private final LineChart distortion;
    private final HBox legend = Ui.styled(new HBox(), "legend", "wide");
    private final Label title = Ui.whole("", "h2");

    OverlayCard(RunOverlay model, Tokens tokens) {
        this.model = model;
        harmful = new LineChart(tokens, text("axis.step"), "");
        perplexity = new LineChart(tokens, text("axis.step"), "");
        distortion = new LineChart(tokens, text("axis.step"), "");
        harmful.startAtZero(true);
        perplexity.crosshairProperty().bindBidirectional(harmful.crosshairProperty());
        distortion.crosshairProperty().bindBidirectional(harmful.crosshairProperty());
        distortion.smoothingProperty().set(.8);
        GridPane charts = Ui.grid(20, 33.3, 33.3, 33.3);
        charts.addRow(
                0,
                named("runs.curve.harmful", harmful),
                named("runs.curve.perplexity", perplexity),
                named("runs.curve.distortion", distortion));
        RowConstraints row = new RowConstraints();
        row.setVgrow(Priority.ALWAYS);
        row.setMinHeight(0);
        charts.getRowConstraints().add(row);
        getStyleClass().add("card");
        setMinHeight(220);
        Label hint = Ui.wrapped(text("runs.overlayHint"), "muted", "small");
        hint.visibleProperty().bind(javafx.beans.binding.Bindings.isEmpty(model.curves()));
        charts.visibleProperty().bind(javafx.beans.binding.Bindings.isNotEmpty(model.curves()));
        StackPane stack = new StackPane(charts, hint);
        Button clear =
                Ui.button(
                        "overlay-clear",
                        text("runs.overlayClear"),
                        Icon.CLOSE,
                        model::clear,
                        "compact",
                        "ghost");
        clear.visibleProperty().bind(javafx.beans.binding.Bindings.isNotEmpty(model.ticked()));
        clear.managedProperty().bind(clear.visibleProperty());
        Label more = Ui.label(text("runs.overlayHint"), "caption");
        more.visibleProperty().bind(clear.visibleProperty().not().and(charts.visibleProperty()));
        more.managedProperty().bind(more.visibleProperty());
        getChildren()
                .addAll(
                        Ui.styled(new HBox(title, legend, Ui.gap(), more, clear), "card-head"),
                        Ui.growing(stack));
        model.curves().addListener((ListChangeListener<RunCurves>) _ -> draw());
        sceneProperty().subscribe(_ -> draw());
    }

    private static VBox named(String key, LineChart chart) {
        chart.setId(key.replace('.', '-'));
        return Ui.column(4, Ui.label(text(key), "small", "muted"), Ui.growing(chart));
    }

    /// What is on no page is drawn when it comes to one.
    private void draw() {
        if (getScene() == null) {
            return;
        }
        title.setText(text("runs.overlaid", model.ticked().isEmpty() ? 0 : model.curves().size()));
        legend.getChildren().clear();
        List.of(harmful, perplexity, distortion).forEach(LineChart::removeLines);
        for (RunCurves run : model.curves()) {
            int colour = model.ticked().getOrDefault(run.run(), 1);
            Label name = Ui.label(model.title(run.run()));
            name.setId("overlaid-" + run.run());
            name.setGraphic(Ui.dot("cat-" + colour));
            legend.getChildren().add(name);
            add(harmful, run, colour, RunCurves::harmful);
            add(perplexity, run, colour, RunCurves::perplexity);
            add(distortion, run, colour, RunCurves::guidedDistortion);
        }
    }

    private void add(
            LineChart chart,
            RunCurves run,
            int colour,
            Function<RunCurves, List<RunCurves.Point>> points) {
        String token = "-cat-" + colour;
        int line = chart.addLine(new Line(model.title(run.run()), token, token, 1.7));
        points.apply(run).forEach(p -> chart.append(line, p.x(), p.y()));
    }

    void restyle(Tokens tokens) {
        List.of(harmful, perplexity, distortion).forEach(c -> c.restyle(tokens));
    }
}
