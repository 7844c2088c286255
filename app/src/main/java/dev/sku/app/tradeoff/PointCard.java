package dev.sku.app.tradeoff;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.OutcomeBar;
import dev.sku.app.ui.OutcomeLook;
import dev.sku.app.ui.Ui;
import dev.sku.figures.Figure;
import dev.sku.figures.Figure.Mark;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.resources.Icon;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The chosen point: its outcomes on harmful and on normal prompts, and the ways to its model.
final class PointCard extends VBox {
    private final TradeoffViewModel model;
    private final TradeoffView.Ways ways;

    PointCard(TradeoffViewModel model, TradeoffView.Ways ways) {
        this.model = model;
        this.ways = ways;
        getStyleClass().add("card");
        setId("tradeoff-point");
        setMinHeight(USE_PREF_SIZE);
        model.selectedProperty().subscribe(this::show);
        model.figureProperty().subscribe(_ -> show(model.selectedProperty().get()));
    }

    private void show(@Nullable Mark mark) {
        Figure figure = model.figureProperty().get();
        if (mark == null || figure == null) {
            getChildren()
                    .setAll(
                            Ui.cardHead(text("tradeoff.noPoint")),
                            Ui.wrapped(text("tradeoff.noPoint.hint"), "card-note"));
            return;
        }
        HBox head = Ui.cardHead("");
        Label title =
                Ui.label(
                        text("tradeoff.title", model.series(mark), PointText.place(figure, mark)),
                        "h2");
        title.setId("tradeoff-point-title");
        title.setMinWidth(0);
        head.getChildren().set(0, title);
        if (mark.equals(figure.knee())) {
            head.getChildren().add(Ui.whole(text("tradeoff.knee"), "badge", "unlearned"));
        } else if (figure.onFront(mark)) {
            head.getChildren().add(Ui.whole(text("tradeoff.front"), "badge", "base"));
        }
        Button compare =
                Ui.button(
                        "tradeoff-compare",
                        text("tradeoff.compare"),
                        Icon.COMPARE,
                        () -> ways.compare(mark.point()),
                        "compact");
        compare.setDisable(!model.canCompare(mark));
        Button run =
                Ui.button(
                        "tradeoff-open",
                        text("tradeoff.open"),
                        Icon.ARROW,
                        () -> ways.open(mark.point().run()),
                        "compact");
        run.setDisable(model.run(mark.point()) == null);
        var m = mark.point().measurement();
        getChildren()
                .setAll(
                        head,
                        outcomes(text("tradeoff.harmfulPrompts"), m.unseen(), Outcome.HARMFUL),
                        outcomes(
                                text("tradeoff.normalPrompts"),
                                m.normal().outcomes(),
                                Outcome.HELPFUL),
                        OutcomeLook.legend(),
                        Ui.row(8, compare, run),
                        sweep(mark));
    }

    /// Further λ of the point's run: a field, a button, and how far it is.
    private HBox sweep(Mark mark) {
        LambdaSweep sweep = model.sweep();
        TextField lambdas = Ui.wide(new TextField());
        lambdas.setId("sweep-lambdas");
        lambdas.setAccessibleText(text("tradeoff.sweep.lambdas"));
        lambdas.textProperty().bindBidirectional(sweep.lambdasProperty());
        Label progress = Ui.whole("", "caption");
        progress.textProperty().bind(sweep.progressProperty());
        Button start =
                Ui.button(
                        "sweep-start",
                        text("tradeoff.sweep"),
                        Icon.EVALUATE,
                        () -> sweep.start(mark.point().run(), model.judge(mark.point().run())),
                        "compact");
        start.setTooltip(new Tooltip(text("tradeoff.sweep.hint")));
        BooleanBinding busy = sweep.progressProperty().isNotEmpty();
        start.disableProperty().bind(busy.or(sweep.faultProperty().isNotEmpty()));
        Button stop =
                Ui.iconButton(
                        "sweep-stop",
                        text("tradeoff.sweep.stop"),
                        Icon.STOP,
                        sweep::stop,
                        "compact");
        for (Node shown : new Node[] {progress, stop}) {
            shown.visibleProperty().bind(busy);
            shown.managedProperty().bind(busy);
        }
        HBox row = Ui.row(8, Ui.whole("λ", "field-label"), lambdas, progress, stop, start);
        row.setDisable(model.run(mark.point()) == null || !model.canCompare(mark));
        return row;
    }

    private static HBox outcomes(String prompts, OutcomeCounts counts, Outcome named) {
        HBox row =
                Ui.row(
                        10,
                        Ui.sized(Ui.label(prompts, "small", "muted"), 104),
                        Ui.wide(new OutcomeBar(counts, 10)),
                        Ui.whole(
                                text(
                                        "tradeoff.rate",
                                        Numbers.percent(counts.rate(named)),
                                        OutcomeLook.words(named),
                                        counts.n()),
                                "small"));
        return row;
    }
}
