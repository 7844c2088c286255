package dev.sku.app.ui;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import javafx.beans.property.Property;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// Two to four choices of which one holds. Arrow keys move between them.
public final class Segmented<T> extends HBox {
    private final Map<T, ToggleButton> buttons = new LinkedHashMap<>();

    @SafeVarargs
    public Segmented(String id, Property<T> value, Function<T, String> words, T... choices) {
        getStyleClass().add("segmented");
        setId(id);
        setMinWidth(Region.USE_PREF_SIZE);
        setMaxWidth(Region.USE_PREF_SIZE);
        ToggleGroup group = new ToggleGroup();
        for (T choice : choices) {
            ToggleButton button = new ToggleButton(words.apply(choice));
            button.setId(id + "-" + choice.toString().toLowerCase(java.util.Locale.ROOT));
            button.setToggleGroup(group);
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(_ -> {
                button.setSelected(true); // a second click does not leave nothing chosen
                value.setValue(choice);
            });
            buttons.put(choice, button);
            getChildren().add(button);
        }
        setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.LEFT || e.getCode() == KeyCode.RIGHT) {
                move(value, e.getCode() == KeyCode.LEFT ? -1 : 1);
                e.consume();
            }
        });
        value.subscribe(this::choose);
    }

    private void move(Property<T> value, int by) {
        var choices = java.util.List.copyOf(buttons.keySet());
        int next = Math.clamp(choices.indexOf(value.getValue()) + by, 0, choices.size() - 1);
        value.setValue(choices.get(next));
        getChildren().get(next).requestFocus();
    }

    private void choose(T choice) {
        ToggleButton button = buttons.get(choice);
        if (button != null) {
            button.setSelected(true);
        }
        buttons.forEach((c, b) -> b.setFocusTraversable(c.equals(choice)));
    }
}
