package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.protocol.SlurmPreset;
import dev.sku.protocol.SlurmState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;

/// Where runs go that are started now: onto the computer, or to Slurm by one of the presets. Not there while there is none.
public final class SlurmChoice extends ComboBox<String> {
    private static final String HERE = "";

    private boolean following;

    public SlurmChoice(String id, QueueViewModel model) {
        setId(id);
        setAccessibleText(text("slurm.choice"));
        setMinWidth(90);
        setMaxWidth(180);
        setCellFactory(_ -> cell());
        setButtonCell(cell());
        setOnAction(_ -> {
            if (!following && getValue() != null) {
                model.useSlurm(getValue().equals(HERE) ? null : getValue());
            }
        });
        model.stateProperty().subscribe(state -> follow(state.slurm()));
    }

    private void follow(SlurmState now) {
        following = true;
        List<String> names = new ArrayList<>(List.of(HERE));
        names.addAll(now.presets().stream().map(SlurmPreset::name).toList());
        if (!getItems().equals(names)) {
            getItems().setAll(names);
        }
        setValue(Objects.requireNonNullElse(now.used(), HERE));
        following = false;
        setVisible(!now.presets().isEmpty());
        setManaged(isVisible());
    }

    private static ListCell<String> cell() {
        return new ListCell<>() {
            @Override
            protected void updateItem(String name, boolean empty) {
                super.updateItem(name, empty);
                setText(
                        empty || name == null
                                ? null
                                : name.equals(HERE) ? text("slurm.here") : text("slurm.by", name));
            }
        };
    }
}
