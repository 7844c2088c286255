package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/// What a run that failed said last.
final class EvidenceCard extends VBox {
    private static final int LINES = 60;

    private final Label lines = Ui.wrapped("", "log-line");
    private final ScrollPane scroll = Ui.scrolling(lines);

    /// @param whole opens all of the log
    EvidenceCard(Runnable whole) {
        setId("evidence");
        getStyleClass().add("card");
        setMinWidth(0);
        scroll.setFitToHeight(false);
        lines.setId("evidence-lines");
        lines.heightProperty().subscribe(_ -> scroll.setVvalue(1));
        getChildren()
                .addAll(
                        Ui.cardHead(
                                text("evidence.log"),
                                Ui.button(
                                        "evidence-whole",
                                        text("evidence.whole"),
                                        Icon.LOG,
                                        whole,
                                        "compact")),
                        scroll);
    }

    void show(TrainViewModel model) {
        lines.setText(model.lastLines(LINES).stripTrailing());
    }
}
