package dev.sku.app.models;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Finding;
import dev.sku.protocol.ModelShape;
import dev.sku.resources.Icon;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A model: its weights and shape, what its uses would need here, where its parameters are, and its folder to look through.
final class ModelPane extends StackPane {
    /// Narrower, what it needs goes below what it is.
    private static final double BESIDE = 720;

    private static final double LOOSE = 10;
    private static final double TIGHT = 4;

    /// Between what scrolls and its bar.
    private static final double CLEAR = 8;

    private final ModelsViewModel model;
    private final ModelDetailsCard details;
    private final VBox weights = new VBox();
    private final VBox shape = new VBox();
    private final VBox weightsCard = card("models.weights", weights);
    private final VBox shapeCard = card("models.shape", shape);
    private final NeedsCard needs = new NeedsCard();
    private final VBox warnings = Ui.card();
    private final VBox content;
    private final Label reading = Ui.label(text("models.reading"), "muted");
    private final ScrollPane scroll;
    private Finding.@Nullable Model shown;
    private boolean beside;

    ModelPane(ModelsViewModel model, ModelDetailsViewModel inside) {
        this.model = model;
        details = new ModelDetailsCard(inside);
        setId("model-card");
        content = new VBox(12, new Region(), warnings, new PartsCard(inside), details);
        scroll = Ui.scrolling(content);
        StackPane.setAlignment(reading, javafx.geometry.Pos.TOP_LEFT);
        getChildren().addAll(scroll, reading);
        arrange(true);
        scroll.viewportBoundsProperty()
                .subscribe(seen -> {
                    boolean bar = seen.getWidth() < scroll.getWidth() - 1;
                    content.setPadding(new Insets(0, bar ? CLEAR : 0, 0, 0));
                });
        widthProperty().subscribe(width -> arrange(width.doubleValue() >= BESIDE));
    }

    private void arrange(boolean next) {
        if (beside != next) {
            beside = next;
            GridPane facts = next ? Ui.grid(12, 30, 21, 49) : Ui.grid(12, 50, 50);
            weights.setSpacing(next ? LOOSE : TIGHT);
            shape.setSpacing(next ? LOOSE : TIGHT);
            facts.addRow(0, weightsCard, shapeCard);
            if (next) {
                facts.add(needs, 2, 0, 1, 1);
            } else {
                facts.add(needs, 0, 1, 2, 1);
            }
            content.getChildren().set(0, facts);
        }
    }

    void show(InputEntry entry) {
        Finding.Model found = entry.model();
        reading.setVisible(found == null);
        scroll.setVisible(found != null);
        if (found != null && !found.equals(shown)) {
            shown = found;
            weights.getChildren().setAll(weights(found));
            shape.getChildren().setAll(shape(found.shape()));
            warn(found.warnings());
            details.of(found.noChat());
        }
        measure();
    }

    /// What it needs changes with the draft and with what is free.
    void measure() {
        Finding.Model found = shown;
        if (found != null) {
            needs.show(model.memory(found));
        }
    }

    private void warn(List<String> sentences) {
        warnings.getChildren().setAll(Ui.cardHead(text("models.warnings")));
        for (String sentence : sentences) {
            warnings.getChildren()
                    .add(
                            Ui.row(
                                    8,
                                    Ui.styled(Icon.WARNING.node(), "mark", "warning"),
                                    Ui.wrapped(sentence, "small")));
        }
        warnings.setVisible(!sentences.isEmpty());
        warnings.setManaged(!sentences.isEmpty());
    }

    private static List<HBox> weights(Finding.Model found) {
        Finding.Weights w = found.weights();
        Integer tokens = found.tokens();
        String licence = found.licence();
        return List.of(
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

    private static List<HBox> shape(ModelShape shape) {
        return List.of(
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

    private static VBox card(String title, VBox lines) {
        VBox card = Ui.card(Ui.cardHead(text(title)), lines);
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
