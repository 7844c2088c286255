package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.charts.Line;
import dev.sku.charts.LineChart;
import dev.sku.protocol.Event;
import dev.sku.protocol.ModuleWeights;
import dev.sku.resources.Icon;
import dev.sku.resources.Tokens;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The loss and its three weighted terms over steps.
final class LossCard extends VBox {
    private static final List<String> TERMS = List.of("total", "gd", "rd", "pd");
    private static final double SMOOTHING = .86;

    private final LineChart chart;
    private final List<ToggleButton> switches;
    private int drawn;
    private int rewinds;

    LossCard(Tokens tokens) {
        chart = new LineChart(tokens, text("axis.step"), text("axis.lossNats"));
        chart.setId("loss-chart");
        getStyleClass().add("card");
        for (String term : TERMS) {
            chart.addLine(
                    new Line(
                            text("loss." + term + ".short"),
                            "-loss-" + term,
                            "-loss-" + term + "-fg",
                            term.equals("total") ? 2 : 1.7));
        }
        switches = TERMS.stream().map(this::lineSwitch).toList();
        HBox legend = Ui.styled(new HBox(), "legend");
        legend.getChildren().addAll(switches);
        Slider smooth = Ui.slider(0, .98);
        smooth.setId("loss-smoothing");
        smooth.setAccessibleText(text("loss.smooth"));
        smooth.setValue(SMOOTHING);
        chart.smoothingProperty().bind(smooth.valueProperty());
        ToggleButton log = Ui.chip("loss-log", text("loss.log"));
        log.setTooltip(new Tooltip(text("loss.log.tip")));
        chart.logarithmicProperty().bind(log.selectedProperty());
        Label smoothLabel = Ui.whole(text("loss.smooth"), "caption");
        smoothLabel.setLabelFor(smooth);
        HBox head =
                Ui.styled(
                        new HBox(
                                Ui.whole(text("loss.title"), "h2"),
                                legend,
                                Ui.gap(),
                                smoothLabel,
                                Ui.sized(smooth, 70),
                                log,
                                Ui.iconButton(
                                        "loss-fit",
                                        text("chart.fit"),
                                        Icon.FIT,
                                        chart::fit,
                                        "compact")),
                        "card-head");
        getChildren().addAll(head, Ui.growing(chart));
    }

    private ToggleButton lineSwitch(String term) {
        ToggleButton button = new ToggleButton(text("loss." + term + ".short"));
        button.setId("loss-show-" + term);
        button.setGraphic(Ui.dot(term));
        button.setSelected(true);
        button.setMinWidth(USE_PREF_SIZE);
        button.setTooltip(new Tooltip(text("loss." + term)));
        button.selectedProperty().subscribe(shown -> chart.show(TERMS.indexOf(term), shown));
        return button;
    }

    /// Draws the steps that are new since the last time.
    void show(RunView view, int steps) {
        if (view.rewinds() != rewinds || view.steps().size() < drawn) {
            rewinds = view.rewinds();
            drawn = 0;
            chart.clear();
        }
        for (; drawn < view.steps().size(); drawn++) {
            append(view.steps().get(drawn));
        }
        chart.expectEnd(steps > 0 && steps <= 400 ? steps : Double.NaN);
        if (drawn > 0) {
            name(view.steps().getLast().weights());
        }
    }

    void clear() {
        drawn = 0;
        chart.clear();
        chart.fit();
    }

    private void append(RunHistory.Point point) {
        Event.StepCompleted s = point.step();
        ModuleWeights w = point.weights();
        chart.append(0, s.step(), s.loss().total());
        term(1, s.step(), w.guidedDistortion(), s.loss().guidedDistortion());
        term(2, s.step(), w.randomDisassociation(), s.loss().randomDisassociation());
        term(3, s.step(), w.preservationDivergence(), s.loss().preservationDivergence());
    }

    /// A module that is left out has no line.
    private void term(int line, int step, double weight, double loss) {
        if (weight != 0) {
            chart.append(line, step, weight * loss);
        }
    }

    private void name(ModuleWeights w) {
        List<Double> weights =
                List.of(w.guidedDistortion(), w.randomDisassociation(), w.preservationDivergence());
        for (int i = 0; i < weights.size(); i++) {
            String name = text("loss." + TERMS.get(i + 1) + ".short");
            switches.get(i + 1).setText(text("loss.weighted", Numbers.exact(weights.get(i)), name));
        }
    }

    LineChart chart() {
        return chart;
    }
}
