package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.shell.LogList;
import dev.sku.app.shell.LogViewModel;
import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import javafx.scene.layout.VBox;

/// What a run that failed said last.
final class EvidenceCard extends VBox {
    /// @param whole opens all of the log
    EvidenceCard(LogViewModel log, Runnable whole) {
        setId("evidence");
        getStyleClass().add("card");
        setMinWidth(0);
        LogList lines = Ui.growing(new LogList(log, visibleProperty()));
        lines.setId("evidence-lines");
        lines.setMinHeight(0);
        lines.setPrefHeight(0);
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
                        lines);
    }
}
