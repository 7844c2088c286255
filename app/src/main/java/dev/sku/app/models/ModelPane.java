package dev.sku.app.models;

import static dev.sku.resources.Texts.text;

import dev.sku.app.configure.MemoryViewModel;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Finding;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.ModelShape;
import dev.sku.resources.Icon;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The card of a model: its architecture, weights and tokenizer, what is odd about it, and what a run of it would need.
final class ModelPane extends VBox {
    /// Cards of facts that are wider tell no more.
    private static final double MOST = 1_200;

    private final ModelsViewModel model;

    ModelPane(ModelsViewModel model) {
        this.model = model;
        setSpacing(12);
        setId("model-card");
        setMaxWidth(MOST);
        StackPane.setAlignment(this, Pos.TOP_LEFT);
    }

    void show(InputEntry entry) {
        Finding.Model found = entry.model();
        if (found == null) {
            getChildren().setAll(Ui.label(text("models.reading"), "muted"));
            return;
        }
        HBox cards = new HBox(12, facts(found), shape(found.shape()), needs(found));
        cards.getChildren().forEach(c -> HBox.setHgrow(c, javafx.scene.layout.Priority.ALWAYS));
        getChildren().setAll(cards);
        if (!found.warnings().isEmpty()) {
            VBox warnings = Ui.card(Ui.cardHead(text("models.warnings")));
            for (String warning : found.warnings()) {
                warnings.getChildren()
                        .add(
                                Ui.row(
                                        8,
                                        Ui.styled(Icon.WARNING.node(), "mark", "warning"),
                                        Ui.wrapped(warning, "small")));
            }
            getChildren().add(warnings);
        }
    }

    private static VBox facts(Finding.Model found) {
        Finding.Weights w = found.weights();
        Integer tokens = found.tokens();
        String licence = found.licence();
        return card(
                "models.weights",
                line("models.architecture", found.architecture()),
                line(
                        "models.parameters",
                        text("models.millions", Numbers.compact(w.parameters() / 1e6))),
                line("models.dtype", w.dtype()),
                line("models.size", Numbers.bytes(w.bytes())),
                line("models.files", Numbers.whole(w.shards())),
                line(
                        "models.tokenizer",
                        tokens == null
                                ? text("models.none")
                                : text("models.tokens", Numbers.whole(tokens))),
                line("models.chat", text(found.noChat() == null ? "models.own" : "models.none")),
                line("models.licence", licence == null ? text("models.notNamed") : licence));
    }

    private static VBox shape(ModelShape shape) {
        return card(
                "models.shape",
                line("models.layers", Numbers.whole(shape.layers())),
                line("models.width", Numbers.whole(shape.hidden())),
                line(
                        "models.heads",
                        shape.heads() == shape.kvHeads()
                                ? Numbers.whole(shape.heads())
                                : text("models.headsShared", shape.heads(), shape.kvHeads())),
                line("models.ffn", Numbers.whole(shape.ffn())),
                line("models.vocabulary", Numbers.whole(shape.vocabulary())),
                line("models.positions", Numbers.whole(shape.maxPositions())),
                line("models.tied", text(shape.tied() ? "models.yes" : "models.no")));
    }

    private VBox needs(Finding.Model found) {
        Optional<MemoryEstimate> estimate = model.memory(found);
        VBox card = card("models.needs");
        if (estimate.isEmpty()) {
            card.getChildren().add(Ui.wrapped(text("models.needs.unknown"), "card-note"));
            return card;
        }
        for (MemoryEstimate.OnDevice on : estimate.get().devices()) {
            card.getChildren().add(line(on.device().name(), on));
        }
        card.getChildren()
                .addAll(
                        Ui.label(
                                text("memory.verdict", MemoryViewModel.verdict(estimate.get())),
                                "strong",
                                "small"),
                        Ui.wrapped(text("models.needs.note"), "card-note"));
        return card;
    }

    private static HBox line(String device, MemoryEstimate.OnDevice on) {
        return Ui.row(
                8,
                Ui.whole(device, "small", "muted"),
                Ui.gap(),
                Ui.whole(
                        on.device().free() == 0
                                ? Numbers.bytes(on.bytes())
                                : text(
                                        "models.needs.of",
                                        Numbers.bytes(on.bytes()),
                                        Numbers.bytes(on.device().free())),
                        "small"));
    }

    private static VBox card(String title, HBox... lines) {
        VBox card = Ui.card(Ui.cardHead(text(title)));
        card.getChildren().addAll(lines);
        card.setPrefWidth(100);
        card.setMinWidth(0);
        return card;
    }

    private static HBox line(String key, String value) {
        // A class of a model is no number: it may be set narrower.
        Label shown = Ui.label(value, value.length() > 12 ? "small" : "mono");
        shown.setTooltip(new Tooltip(value));
        shown.setId(key.replace('.', '-'));
        return Ui.row(8, Ui.whole(text(key), "small", "muted"), Ui.gap(), shown);
    }
}
