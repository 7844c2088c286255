package dev.sku.app.configure;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Ui;
import java.util.List;
import javafx.scene.layout.VBox;

/// Stage 2: the negation scale, the scales that are measured beside it, and what the run leaves.
final class NegationCard extends VBox {
    NegationCard(FormParts parts) {
        getStyleClass().add("card");
        getChildren()
                .addAll(
                        Ui.cardHead(
                                text("negation.title"),
                                Ui.label(text("negation.formula"), "mono", "subtle")),
                        Ui.row(
                                10,
                                Ui.whole(text("symbol.lambda"), "strong"),
                                parts.slider(DraftField.LAMBDA, 3, .05),
                                Ui.sized(parts.input(DraftField.LAMBDA, "number"), 62)),
                        parts.fault(DraftField.LAMBDA),
                        Ui.wrapped(text("negation.note"), "card-note"),
                        parts.line(DraftField.SWEEP),
                        parts.fault(DraftField.SWEEP),
                        parts.check(
                                "merged-model",
                                "output.mergedModel",
                                text("output.merged"),
                                s -> s.output().mergedModel()),
                        parts.fold(
                                "output-more",
                                text("output.more"),
                                s ->
                                        s.output().unlearnedFolder() != null
                                                || s.output().taskVectorFile() != null,
                                List.of(DraftField.UNLEARNED_FOLDER, DraftField.TASK_VECTOR_FILE),
                                parts.line(DraftField.UNLEARNED_FOLDER),
                                parts.fault(DraftField.UNLEARNED_FOLDER),
                                parts.line(DraftField.TASK_VECTOR_FILE),
                                parts.fault(DraftField.TASK_VECTOR_FILE)));
    }
}
