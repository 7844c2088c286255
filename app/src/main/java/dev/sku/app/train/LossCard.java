package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.ChartFrame;
import dev.sku.app.ui.ChartTools;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.PageMemory;
import dev.sku.app.ui.Ui;
import dev.sku.charts.Line;
import dev.sku.charts.LineChart;
import dev.sku.protocol.LossPart;
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
import org.jspecify.annotations.Nullable;

/// The loss and its three weighted terms over steps.
final class LossCard extends VBox {
    private static final List<String> TERMS = List.of("total", "gd", "rd", "pd");
    private static final double SMOOTHING = .86;

    private final LineChart chart;
    private final List<ToggleButton> switches;
    private final ChartFrame frame;
    private final HBox legend = Ui.styled(new HBox(), "legend");
    private final HBox legendPlace = new HBox(legend);
    private final HBox legendRow = new HBox();
    private final Slider smooth = Ui.slider(0, .98);
    private final ToggleButton log = Ui.chip("loss-log", text("loss.log"));
    private final LossOverlay overlay;
    private int drawn;
    private int rewinds;

    LossCard(Tokens tokens, ChartTools tools, WeightsBar weights, OverlayViewModel others) {
        chart = new LineChart(tokens, text("axis.step"), text("axis.lossNats"));
        chart.setId("loss-chart");
        getStyleClass().add("card");
        setMinWidth(0);
        for (String term : TERMS) {
            chart.addLine(
                    new Line(
                            term.equals("total") ? text("loss.total.short") : term,
                            "-loss-" + term,
                            "-loss-" + term + "-fg",
                            term.equals("total") ? 2 : 1.7));
        }
        switches = TERMS.stream().map(this::lineSwitch).toList();
        overlay = new LossOverlay(others, chart, i -> switches.get(i).isSelected());
        for (int i = 0; i < TERMS.size(); i++) {
            int term = i;
            switches.get(i)
                    .selectedProperty()
                    .subscribe(shown -> {
                        chart.show(term, shown);
                        overlay.show(term, shown);
                    });
        }
        legend.getChildren().addAll(switches);
        ToggleButton steer = new ToggleButton(null, Icon.CONFIGURE.node());
        steer.setId("loss-weights");
        steer.getStyleClass().addAll("icon-only", "ghost", "compact");
        steer.setAccessibleText(text("train.weights"));
        steer.setTooltip(new Tooltip(text("train.weights")));
        steer.selectedProperty().bindBidirectional(weights.openProperty());
        smooth.setId("loss-smoothing");
        smooth.setAccessibleText(text("loss.smooth"));
        smooth.setValue(SMOOTHING);
        chart.smoothingProperty().bind(smooth.valueProperty());
        log.setTooltip(new Tooltip(text("loss.log.tip")));
        chart.logarithmicProperty().bind(log.selectedProperty());
        Label smoothLabel = Ui.whole(text("loss.smooth"), "caption");
        smoothLabel.setLabelFor(smooth);
        HBox head =
                Ui.styled(
                        new HBox(
                                Ui.whole(text("loss.title"), "h2"),
                                legendPlace,
                                Ui.gap(),
                                smoothLabel,
                                Ui.sized(smooth, 70),
                                log,
                                Ui.iconButton(
                                        "loss-fit",
                                        text("chart.fit"),
                                        Icon.FIT,
                                        chart::fit,
                                        "compact"),
                                steer,
                                overlay.menu(),
                                tools.menu(
                                        "loss-export",
                                        () ->
                                                List.of(
                                                        new ChartTools.Named(
                                                                text("loss.title"), chart)))),
                        "card-head");
        frame = tools.frame(text("loss.title"), chart);
        getChildren().addAll(head, legendRow, overlay.legend(), weights, Ui.growing(frame));
    }

    private ToggleButton lineSwitch(String term) {
        ToggleButton button = new ToggleButton(text("loss.total.short"));
        button.setId("loss-show-" + term);
        button.setGraphic(Ui.dot(term));
        button.setSelected(true);
        button.setMinWidth(USE_PREF_SIZE);
        button.setTooltip(new Tooltip(text("loss.total")));
        button.managedProperty().bind(button.visibleProperty());
        return button;
    }

    /// Draws the steps that are new since the last time.
    void grow(Course course) {
        if (course.rewinds() != rewinds || course.steps().size() < drawn) {
            rewinds = course.rewinds();
            clear();
        }
        for (; drawn < course.steps().size(); drawn++) {
            WeightedStep step = course.steps().get(drawn);
            for (int term = 0; term < TERMS.size(); term++) {
                chart.append(term, step.step().step(), step.loss(term));
            }
        }
        frame.fill();
    }

    /// @param steps that the run will have, 0 where that is not known
    void show(RunView view, int steps) {
        chart.expectEnd(steps > 0 && steps <= 400 ? steps : Double.NaN);
        chart.markProperty().set(view.steering().changedAt());
        name(view.method().parts(), drawn > 0 ? view.steering().weights() : null);
    }

    /// Smoothing, axis and hidden lines come back as they were left.
    void remember(PageMemory memory) {
        memory.number("train.smoothing", smooth.valueProperty());
        memory.flag("train.log", log.selectedProperty());
        for (int i = 0; i < TERMS.size(); i++) {
            memory.flag("train.show." + TERMS.get(i), switches.get(i).selectedProperty());
        }
    }

    /// Where there is little room the legend has a row of its own.
    void narrow(boolean narrow) {
        HBox to = narrow ? legendRow : legendPlace;
        if (!to.getChildren().contains(legend)) {
            legendPlace.getChildren().clear();
            legendRow.getChildren().clear();
            to.getChildren().add(legend);
        }
        legendRow.setManaged(narrow);
        legendRow.setVisible(narrow);
    }

    /// Another run is shown.
    void begin() {
        clear();
        chart.fit();
    }

    private void clear() {
        drawn = 0;
        chart.clear();
        overlay.cleared();
    }

    /// A part that the method lacks has no switch.
    private void name(List<LossPart> parts, @Nullable ModuleWeights w) {
        overlay.parts(parts);
        for (int i = 0; i < parts.size(); i++) {
            LossPart part = parts.get(i);
            ToggleButton button = switches.get(i + 1);
            chart.name(i + 1, part.symbol());
            button.setVisible(part != LossPart.NONE);
            button.getTooltip().setText(text("loss.part", part));
            button.setText(
                    w == null
                            ? part.symbol()
                            : text(
                                    "loss.weighted",
                                    Numbers.exact(w.parts().get(i)),
                                    part.symbol()));
        }
    }

    LineChart chart() {
        return chart;
    }
}
