package dev.sku.app.tradeoff;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.OutcomeBar;
import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Ui;
import dev.sku.charts.PointSign;
import dev.sku.charts.ScatterChart;
import dev.sku.figures.Figure;
import dev.sku.figures.Figure.Mark;
import dev.sku.figures.FigureSpec.Colours;
import dev.sku.figures.FigureSpec.Intervals;
import dev.sku.figures.Measure;
import dev.sku.resources.Icon;
import dev.sku.resources.Tokens;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.property.Property;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// The scatter with what it shows: axes, paths, intervals, front; and the names of its series.
final class ScatterCard extends VBox {
    private final TradeoffViewModel model;
    private final ScatterChart chart;

    /// Four lines of them.
    private static final double MOST_OF_NAMES = 84;

    private final FlowPane legend = new FlowPane(14, 4);
    private Tokens tokens;

    ScatterCard(TradeoffViewModel model, Tokens tokens, Runnable open) {
        this.model = model;
        this.tokens = tokens;
        getStyleClass().add("card");
        chart = new ScatterChart(tokens, this::hover, open);
        chart.setId("tradeoff-chart");
        FigureDraft draft = model.draft();
        HBox axes =
                Ui.row(
                        8,
                        Ui.whole(text("tradeoff.y"), "field-label"),
                        measures("tradeoff-y", draft.yProperty(), Measure.RELEARNED),
                        Ui.whole(text("tradeoff.x"), "field-label"),
                        measures("tradeoff-x", draft.xProperty(), Measure.TRIED),
                        log(
                                "tradeoff-log-y",
                                text("tradeoff.logY"),
                                draft.logYProperty(),
                                draft.yProperty()),
                        log(
                                "tradeoff-log-x",
                                text("tradeoff.logX"),
                                draft.logXProperty(),
                                draft.xProperty()));
        FlowPane shown =
                new FlowPane(
                        8,
                        6,
                        new Segmented<>(
                                "tradeoff-colours",
                                draft.coloursProperty(),
                                c -> text("tradeoff.colours", c),
                                Colours.values()),
                        chip("tradeoff-front", "tradeoff.front", draft.frontProperty()),
                        chip("tradeoff-lambdas", "tradeoff.lambdas", draft.lambdaPathsProperty()),
                        chip("tradeoff-steps", "tradeoff.steps", draft.stepPathsProperty()),
                        new Segmented<>(
                                "tradeoff-intervals",
                                draft.intervalsProperty(),
                                i -> text("tradeoff.intervals", i),
                                Intervals.values()));
        legend.getStyleClass().add("legend");
        ScrollPane names = Ui.scrolling(legend);
        names.setFitToHeight(false);
        names.setMinHeight(0);
        legend.heightProperty() // many runs leave the room to their points
                .subscribe(h -> {
                    double height = Math.min(h.doubleValue(), MOST_OF_NAMES);
                    names.setPrefHeight(height);
                    names.setMinHeight(height);
                    names.setMaxHeight(height);
                });
        getChildren().addAll(axes, shown, Ui.growing(chart), brushBar(), names);
        model.figureProperty().subscribe(this::show);
        chart.selectedProperty()
                .subscribe(number -> {
                    Figure figure = model.figureProperty().get();
                    if (figure != null && number.intValue() >= 0) {
                        model.selectedProperty().set(figure.marks().get(number.intValue()));
                    }
                });
        model.selectedProperty().subscribe(_ -> select());
        chart.brushProperty().bindBidirectional(model.brushProperty());
    }

    /// @param never what does not go this way
    private static ComboBox<Measure> measures(String id, Property<Measure> value, Measure never) {
        ComboBox<Measure> box = new ComboBox<>();
        box.getItems().addAll(Stream.of(Measure.values()).filter(m -> m != never).toList());
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(Measure measure) {
                        return measure.words();
                    }

                    @Override
                    public Measure fromString(String words) {
                        throw new UnsupportedOperationException(words);
                    }
                });
        box.setId(id);
        box.setAccessibleText(text(id.replace('-', '.')));
        box.valueProperty().bindBidirectional(value);
        box.setMinWidth(90);
        box.setPrefWidth(226);
        return box;
    }

    private static ToggleButton chip(String id, String key, Property<Boolean> on) {
        ToggleButton chip = Ui.chip(id, text(key));
        chip.selectedProperty().bindBidirectional(on);
        return chip;
    }

    private static ToggleButton log(
            String id, String words, Property<Boolean> on, Property<Measure> measure) {
        ToggleButton chip = Ui.chip(id, words);
        chip.selectedProperty().bindBidirectional(on);
        measure.subscribe(m -> chip.setDisable(!m.positive()));
        return chip;
    }

    private Region brushBar() {
        Label count = Ui.whole("", "caption");
        HBox bar =
                Ui.row(
                        8,
                        count,
                        Ui.gap(),
                        Ui.button(
                                "tradeoff-zoom",
                                text("tradeoff.zoom"),
                                Icon.ZOOM,
                                () -> {
                                    if (model.brushProperty().get() != null) {
                                        chart.zoomToBrush();
                                    } else {
                                        chart.fit();
                                    }
                                },
                                "compact"),
                        Ui.button(
                                "tradeoff-only",
                                text("tradeoff.only"),
                                Icon.FIT,
                                model::drawListed,
                                "compact"),
                        Ui.button(
                                "tradeoff-all",
                                text("tradeoff.all"),
                                Icon.CLOSE,
                                model::drawAll,
                                "compact"));
        Runnable tell =
                () -> {
                    boolean brushed = model.brushProperty().get() != null;
                    boolean some = !model.draft().keysProperty().get().isEmpty();
                    boolean zoomed = chart.zoomedProperty().get();
                    bar.setVisible(brushed || some || zoomed);
                    bar.setManaged(bar.isVisible());
                    show(bar, "#tradeoff-only", brushed);
                    show(bar, "#tradeoff-all", brushed || some);
                    show(bar, "#tradeoff-zoom", brushed || zoomed);
                    ((Button) bar.lookup("#tradeoff-zoom"))
                            .setText(text(brushed ? "tradeoff.zoom" : "tradeoff.whole"));
                    int points = model.listed().size();
                    count.setText(
                            brushed
                                    ? text("tradeoff.brushed", points)
                                    : some
                                            ? text("tradeoff.chosen", points)
                                            : text("tradeoff.part"));
                };
        model.brushProperty().subscribe(_ -> tell.run());
        chart.zoomedProperty().subscribe(_ -> tell.run());
        model.draft().keysProperty().subscribe(_ -> tell.run());
        model.listed().addListener((javafx.beans.InvalidationListener) _ -> tell.run());
        return bar;
    }

    private static void show(HBox bar, String id, boolean shown) {
        bar.lookup(id).setVisible(shown);
        bar.lookup(id).setManaged(shown);
    }

    private void show(@org.jspecify.annotations.Nullable Figure figure) {
        if (figure == null) {
            return;
        }
        chart.show(ScatterOf.figure(figure));
        select();
        names(figure);
    }

    private void names(Figure figure) {
        legend.getChildren().setAll(names(figure, tokens));
    }

    /// Each series by its sign and name.
    static List<Label> names(Figure figure, Tokens tokens) {
        return figure.series().stream()
                .map(s -> {
                    Label label = Ui.whole(s.name());
                    Pane sign = new Pane();
                    sign.setMinSize(12, 12);
                    sign.setMaxSize(12, 12);
                    sign.getChildren()
                            .add(
                                    PointSign.of(
                                            s.slot(),
                                            6,
                                            6,
                                            4.5,
                                            tokens.color("-cat-" + s.slot()),
                                            tokens.color("-chart-bg")));
                    label.setGraphic(sign);
                    return label;
                })
                .toList();
    }

    private void select() {
        Figure figure = model.figureProperty().get();
        Mark mark = model.selectedProperty().get();
        chart.selectedProperty()
                .set(figure == null || mark == null ? -1 : figure.marks().indexOf(mark));
    }

    private Region hover(int number) {
        Figure figure = model.figureProperty().get();
        if (figure == null || number >= figure.marks().size()) {
            return new Region();
        }
        Mark mark = figure.marks().get(number);
        var axes = figure.spec().axes();
        VBox card =
                Ui.column(
                        4,
                        Ui.whole(model.series(mark), "strong"),
                        Ui.whole(PointText.place(figure, mark), "caption"),
                        value(axes.y(), PointText.reading(figure, mark, false)),
                        value(axes.x(), PointText.reading(figure, mark, true)),
                        new OutcomeBar(mark.point().measurement().unseen(), 6));
        String standing = PointText.standing(mark, !figure.front().isEmpty());
        if (!standing.isEmpty()) {
            card.getChildren().add(Ui.whole(standing, "caption"));
        }
        return card;
    }

    private static HBox value(Measure measure, String words) {
        return Ui.row(
                12, Ui.whole(measure.brief(), "muted"), Ui.gap(), Ui.whole(words, "hover-value"));
    }

    void restyle(Tokens next) {
        tokens = next;
        chart.restyle(next);
        Figure figure = model.figureProperty().get();
        if (figure != null) {
            names(figure);
        }
    }
}
