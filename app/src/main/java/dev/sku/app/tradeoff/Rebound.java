package dev.sku.app.tradeoff;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.OutcomeBar;
import dev.sku.app.ui.Ui;
import dev.sku.figures.Figure.Mark;
import dev.sku.protocol.Measurement.PromptOutcomes;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.resources.Icon;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Whether the harm of the chosen point comes back where the prompts are others: paraphrased, wrapped, of a topic held out.
final class Rebound extends VBox {
    private final TradeoffViewModel model;
    private final FileDialogs dialogs;
    private final VBox rows = Ui.column(6);

    Rebound(TradeoffViewModel model, FileDialogs dialogs) {
        super(10);
        this.model = model;
        this.dialogs = dialogs;
        setId("tradeoff-rebound");
        Button ask =
                Ui.button(
                        "tradeoff-ask",
                        text("tradeoff.rebound.ask"),
                        Icon.EVALUATE,
                        this::ask,
                        "compact");
        ask.setTooltip(new Tooltip(text("tradeoff.rebound.hint")));
        ask.disableProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                        () -> !canAsk(model.selectedProperty().get()),
                                        model.selectedProperty())
                                .or(model.sweep().progressProperty().isNotEmpty()));
        getChildren()
                .addAll(
                        Ui.row(
                                8,
                                Ui.whole(text("tradeoff.rebound"), "small", "muted"),
                                Ui.gap(),
                                ask),
                        rows);
        model.selectedProperty().subscribe(this::show);
    }

    private boolean canAsk(@Nullable Mark mark) {
        return mark != null && model.canCompare(mark);
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

    private void show(@Nullable Mark mark) {
        List<PromptOutcomes> sets =
                mark == null
                        ? List.of()
                        : mark.point().measurement().sets().stream()
                                .filter(PromptOutcomes::harmful)
                                .toList();
        rows.getChildren().clear();
        if (mark == null || sets.isEmpty()) {
            rows.getChildren().add(Ui.wrapped(text("tradeoff.rebound.none"), "card-note"));
            return;
        }
        rows.getChildren()
                .add(row(text("tradeoff.rebound.unseen"), mark.point().measurement().unseen()));
        sets.forEach(set -> rows.getChildren().add(row(set.name(), set.outcomes())));
    }

    private static HBox row(String name, OutcomeCounts counts) {
        Label label = Ui.sized(Ui.label(name, "small", "muted"), 128);
        label.setTooltip(new Tooltip(name));
        return Ui.row(
                10,
                label,
                Ui.wide(new OutcomeBar(counts, 10)),
                Ui.whole(PointText.rate(counts, Outcome.HARMFUL), "small", "mono"));
    }
}
