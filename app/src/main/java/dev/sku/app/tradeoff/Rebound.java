package dev.sku.app.tradeoff;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.OutcomeBar;
import dev.sku.app.ui.PageMemory;
import dev.sku.app.ui.Ui;
import dev.sku.charts.Scatter;
import dev.sku.charts.ScatterChart;
import dev.sku.figures.Figure;
import dev.sku.figures.Figure.Mark;
import dev.sku.protocol.Membership;
import dev.sku.protocol.Outcome;
import dev.sku.resources.Icon;
import dev.sku.resources.Tokens;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Whether the harm of the chosen model comes back: by other prompts, trained again, with rounded weights; and whether its
/// rows can be told. All models that are drawn, over the steps of relearning.
final class Rebound extends VBox {
    private static final double CHART = 210;

    /// As wide as `100.0 % [96.9, 100.0]`.
    private static final double RATE = 156;

    private static final double NAME = 132;
    private static final double SHORT_NAME = 76;

    private final TradeoffViewModel model;
    private final ReboundViewModel rebound;
    private final FileDialogs dialogs;
    private final ScatterChart chart;
    private final VBox over;
    private final FlowPane legend = new FlowPane(14, 4);
    private Tokens tokens;
    private final VBox rows = Ui.column(6);

    Rebound(TradeoffViewModel model, FileDialogs dialogs, Tokens tokens, PageMemory memory) {
        super(10);
        this.model = model;
        this.rebound = model.rebound();
        this.dialogs = dialogs;
        this.tokens = tokens;
        setId("tradeoff-rebound");
        memory.words("tradeoff.rebound.steps", rebound.stepsProperty());
        memory.flag("tradeoff.rebound.full", rebound.fullProperty());
        memory.flag("tradeoff.rebound.rounded", rebound.roundedProperty());
        memory.flag("tradeoff.rebound.membership", rebound.membershipProperty());
        chart = new ScatterChart(tokens, _ -> new Region(), () -> {});
        chart.setId("rebound-chart");
        chart.setMinSize(CHART, CHART);
        chart.setPrefHeight(CHART);
        over = Ui.column(4, Ui.wrapped(text("tradeoff.rebound.over"), "caption"), chart, legend);
        legend.getStyleClass().add("legend");
        getChildren().addAll(head(), form(), over, rows);
        rebound.relearnedProperty().subscribe(this::showOver);
        model.selectedProperty().subscribe(this::show);
        model.figureProperty().subscribe(_ -> show(model.selectedProperty().get()));
    }

    private HBox head() {
        ToggleButton draw = Ui.chip("rebound-draw", text("tradeoff.rebound.draw"));
        draw.setTooltip(new Tooltip(text("tradeoff.rebound.draw.hint")));
        draw.setOnAction(_ -> rebound.draw(draw.isSelected()));
        model.figureProperty()
                .subscribe(figure -> {
                    draw.setSelected(figure != null && figure.spec().isRebound());
                    draw.setDisable(!rebound.canDraw());
                });
        Button ask =
                Ui.button(
                        "tradeoff-ask",
                        text("tradeoff.rebound.ask"),
                        Icon.EVALUATE,
                        this::ask,
                        "compact");
        ask.setTooltip(new Tooltip(text("tradeoff.rebound.hint")));
        ask.disableProperty().bind(cannot(() -> canAsk(model.selectedProperty().get())));
        return Ui.row(8, shrinking(text("tradeoff.rebound")), Ui.gap(), draw, ask);
    }

    /// What is tried, and the button that tries it.
    private VBox form() {
        TextField steps = Ui.wide(new TextField());
        steps.setId("rebound-steps");
        steps.setMinWidth(70);
        steps.setAccessibleText(text("tradeoff.rebound.steps"));
        steps.textProperty().bindBidirectional(rebound.stepsProperty());
        Button measure =
                Ui.button(
                        "rebound-measure",
                        text("tradeoff.rebound.measure"),
                        Icon.EVALUATE,
                        this::measure,
                        "compact");
        measure.setTooltip(new Tooltip(text("tradeoff.rebound.measure.hint")));
        measure.disableProperty()
                .bind(
                        cannot(() -> rebound.canMeasure(model.selectedProperty().get()))
                                .or(rebound.faultProperty().isNotEmpty()));
        Label fault = Ui.wrapped("", "fault");
        fault.textProperty().bind(rebound.faultProperty());
        fault.visibleProperty().bind(rebound.faultProperty().isNotEmpty());
        fault.managedProperty().bind(fault.visibleProperty());
        Label progress = Ui.wrapped("", "caption");
        progress.textProperty().bind(model.sweep().progressProperty());
        progress.visibleProperty().bind(model.sweep().progressProperty().isNotEmpty());
        progress.managedProperty().bind(progress.visibleProperty());
        return Ui.column(
                6,
                Ui.row(
                        8,
                        Ui.whole(text("tradeoff.rebound.relearn"), "field-label"),
                        steps,
                        measure),
                new FlowPane(
                        8,
                        6,
                        chip("rebound-full", "tradeoff.rebound.full", rebound.fullProperty()),
                        chip(
                                "rebound-rounded",
                                "tradeoff.rebound.rounded",
                                rebound.roundedProperty()),
                        chip(
                                "rebound-membership",
                                "tradeoff.rebound.membership",
                                rebound.membershipProperty())),
                fault,
                progress);
    }

    private static ToggleButton chip(String id, String key, BooleanProperty on) {
        ToggleButton chip = Ui.chip(id, text(key));
        chip.setTooltip(new Tooltip(text(key + ".hint")));
        chip.selectedProperty().bindBidirectional(on);
        return chip;
    }

    /// Where nothing is to be asked of the chosen point, or something is measured already.
    private BooleanBinding cannot(java.util.function.BooleanSupplier can) {
        return Bindings.createBooleanBinding(
                        () -> !can.getAsBoolean(), model.selectedProperty(), model.figureProperty())
                .or(model.sweep().progressProperty().isNotEmpty());
    }

    private boolean canAsk(@Nullable Mark mark) {
        return mark != null && model.isHere(mark);
    }

    private void measure() {
        Mark mark = model.selectedProperty().get();
        if (mark != null) {
            rebound.measure(mark);
        }
    }

    private void ask() {
        Mark mark = model.selectedProperty().get();
        if (mark != null) {
            dialogs.open(
                            text("tradeoff.rebound.ask"),
                            text("file.rows"),
                            "*.jsonl",
                            "*.jsonl.gz",
                            "*.csv",
                            "*.json")
                    .ifPresent(file -> model.askAlso(mark.point(), file));
        }
    }

    private void showOver(@Nullable Figure figure) {
        over.setVisible(figure != null);
        over.setManaged(figure != null);
        if (figure != null) {
            Scatter whole = ScatterOf.figure(figure);
            Scatter.Axis y = whole.y();
            chart.show(
                    new Scatter( // the caption names what goes upwards
                            whole.x(),
                            new Scatter.Axis("", "", y.log(), y.low(), y.high(), y.ticks()),
                            whole.series(),
                            whole.front(),
                            whole.knee(),
                            whole.kneeWords()));
            legend.getChildren().setAll(ScatterCard.names(figure, tokens));
        }
    }

    private void show(@Nullable Mark mark) {
        List<ReboundViewModel.Tried> tried = mark == null ? List.of() : rebound.tried(mark);
        rows.getChildren().clear();
        if (mark == null || tried.isEmpty()) {
            rows.getChildren().add(Ui.wrapped(text("tradeoff.rebound.none"), "card-note"));
        } else {
            rows.getChildren()
                    .add(
                            Ui.wrapped(
                                    text(
                                            "tradeoff.title",
                                            model.title(mark.point().run()),
                                            PointText.model(mark)),
                                    "caption"));
            tried.forEach(t -> rows.getChildren().add(row(t)));
        }
        Membership traces = mark == null ? null : rebound.membership(mark);
        if (traces != null) {
            rows.getChildren().add(membership(traces, rebound.membershipOfBase()));
        }
    }

    private static HBox row(ReboundViewModel.Tried tried) {
        Label label = Ui.label(tried.name(), "small", "muted");
        label.setMinWidth(SHORT_NAME);
        label.setPrefWidth(NAME);
        label.setTooltip(new Tooltip(tried.name()));
        Label rate =
                Ui.sized(
                        Ui.whole(
                                PointText.rate(tried.outcomes(), Outcome.HARMFUL), "small", "mono"),
                        RATE);
        return Ui.row(10, label, Ui.wide(new OutcomeBar(tried.outcomes(), 10)), rate);
    }

    /// How well rows that were trained on can be told, beside the base.
    private static VBox membership(Membership own, @Nullable Membership base) {
        VBox all =
                Ui.column(
                        4,
                        Ui.wrapped(
                                text("tradeoff.membership", own.seen(), own.unseen()), "caption"));
        all.setId("rebound-membership-areas");
        all.getChildren()
                .addAll(
                        area("loss", own.loss(), base == null ? null : base.loss()),
                        area("minK", own.minK(), base == null ? null : base.minK()),
                        area("zlib", own.zlib(), base == null ? null : base.zlib()));
        return all;
    }

    private static HBox area(String name, Membership.Auc own, Membership.@Nullable Auc base) {
        return Ui.row(
                10,
                Ui.sized(Ui.label(text("tradeoff.membership." + name), "small", "muted"), 84),
                Ui.whole(words(own), "small", "mono"),
                Ui.gap(),
                shrinking(base == null ? "" : text("tradeoff.membership.base", words(base))));
    }

    private static String words(Membership.Auc area) {
        return text(
                "tradeoff.membership.area",
                Numbers.decimals(area.value(), 2),
                Numbers.decimals(area.interval().low(), 2),
                Numbers.decimals(area.interval().high(), 2));
    }

    private static Label shrinking(String words) {
        Label label = Ui.label(words, "small", "muted");
        label.setMinWidth(0);
        return label;
    }

    void restyle(Tokens next) {
        tokens = next;
        chart.restyle(next);
        showOver(rebound.relearnedProperty().get());
    }
}
