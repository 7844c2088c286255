package dev.sku.app.settings;

import atlantafx.base.controls.ToggleSwitch;
import dev.sku.app.ui.Ui;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A setting in a line: what it is called, what it does, and the control that sets it.
final class SettingLine {
    /// The least width of what a setting is called.
    private static final double LINE = 150;

    private SettingLine() {}

    static HBox of(String name, String note, Region control) {
        return of(name, Ui.wrapped(note, "caption"), control);
    }

    static HBox of(String name, Label note, Region control) {
        VBox left = Ui.column(1, Ui.label(name), note);
        left.setMinWidth(Math.min(LINE, 10 * Math.max(name.length(), 12)));
        HBox.setHgrow(left, javafx.scene.layout.Priority.ALWAYS);
        return Ui.row(12, left, control);
    }

    static ToggleSwitch toggle(String id, String name, BooleanProperty value) {
        ToggleSwitch toggle = new ToggleSwitch();
        toggle.setId(id);
        toggle.setAccessibleText(name);
        toggle.selectedProperty().bindBidirectional(value);
        return toggle;
    }

    static <T> ComboBox<T> combo(
            String id, String name, double width, Function<T, String> words, List<T> choices) {
        ComboBox<T> box = new ComboBox<>();
        box.setId(id);
        box.setAccessibleText(name);
        box.getItems().setAll(choices);
        box.setCellFactory(_ -> cell(words));
        box.setButtonCell(cell(words));
        return Ui.sized(box, width);
    }

    private static <T> ListCell<T> cell(Function<T, String> words) {
        return new ListCell<>() {
            @Override
            protected void updateItem(@Nullable T item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty || item == null ? null : words.apply(item));
            }
        };
    }

    /// What is typed takes effect when it is left, or with Enter: half a path names nothing.
    static TextField field(String id, String name, String hint, StringProperty value) {
        TextField field = Ui.wide(new TextField());
        field.setId(id);
        field.setAccessibleText(name);
        field.setPromptText(hint);
        value.subscribe(field::setText);
        field.setOnAction(_ -> value.set(field.getText()));
        field.focusedProperty()
                .subscribe((_, focused) -> {
                    if (!focused) {
                        value.set(field.getText());
                    }
                });
        return field;
    }

    /// A sentence that is there only while it says something.
    static Label fault(String id, javafx.beans.value.ObservableValue<String> sentence) {
        Label fault = Ui.wrapped("", "fault");
        fault.setId(id);
        sentence.subscribe(words -> {
            fault.setText(words);
            fault.setVisible(!words.isEmpty());
            fault.setManaged(!words.isEmpty());
        });
        return fault;
    }
}
