package dev.sku.app.configure;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Ui;
import dev.sku.protocol.Method;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// What the chosen method is, what its three weights weigh, and the fields that only it has.
final class MethodFields extends VBox {
    MethodFields(ConfigureViewModel model, FormParts parts) {
        setSpacing(8);
        Label note = Ui.wrapped("", "card-note");
        getChildren().add(note);
        model.draftProperty().subscribe(s -> note.setText(text("method.note", s.method())));
        field(parts, Method.NPO, DraftField.BETA);
        field(parts, Method.RMU, DraftField.STEERED_LAYER);
        field(parts, Method.RMU, DraftField.STEERING);
        field(parts, Method.RELABEL, DraftField.REFUSAL);
        field(parts, Method.IN_CONTEXT, DraftField.INSTRUCTION);
    }

    private void field(FormParts parts, Method method, DraftField field) {
        VBox both = Ui.column(5, parts.line(field), parts.fault(field));
        getChildren().add(both);
        parts.showWhile(s -> s.method() == method, both);
    }
}
