package dev.sku.app.models;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.Input;
import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Models, harmful rows and normal rows under each other, and the place to drop more.
final class InputList extends VBox {
    private final ModelsViewModel model;
    private final VBox lines = Ui.column(2);

    InputList(ModelsViewModel model) {
        this.model = model;
        getStyleClass().add("side-list");
        VBox drop =
                Ui.styled(
                        new VBox(
                                Icon.OPEN.node(),
                                Ui.label(text("models.drop"), "small", "muted"),
                                Ui.label(text("models.drop.kinds"), "caption")),
                        "drop-zone");
        drop.setId("drop-zone");
        getChildren().addAll(Ui.scrolling(lines), drop);
        model.entries().addListener((ListChangeListener<InputEntry>) _ -> build());
        model.selectedProperty().subscribe(_ -> build());
    }

    private void build() {
        lines.getChildren().clear();
        group("models.group.model", Input.Kind.MODEL, false);
        group("models.group.cached", Input.Kind.MODEL, true);
        group("models.group.harmful", Input.Kind.HARMFUL, false);
        group("models.group.normal", Input.Kind.NORMAL, false);
    }

    private void group(String title, Input.Kind kind, boolean cached) {
        List<InputEntry> all =
                model.entries().stream()
                        .filter(e -> e.input().kind() == kind && e.cached() == cached)
                        .toList();
        if (all.isEmpty()) {
            return;
        }
        HBox head =
                Ui.row(
                        8,
                        Ui.label(text(title), "overline"),
                        Ui.gap(),
                        Ui.label(String.valueOf(all.size()), "caption"));
        head.setPadding(new Insets(10, 8, 4, 8));
        lines.getChildren().add(head);
        all.forEach(e -> lines.getChildren().add(line(e)));
    }

    private ToggleButton line(InputEntry entry) {
        Icon icon =
                !entry.trouble().isEmpty()
                        ? Icon.FAULT
                        : entry.input().kind() == Input.Kind.MODEL ? Icon.MODEL : Icon.MODELS;
        Label note = Ui.label(entry.note(), "caption");
        VBox words = Ui.column(1, Ui.label(entry.name(), "strong", "small"), note);
        words.setMinWidth(0);
        ToggleButton line = new ToggleButton(null, Ui.row(10, icon.node(), Ui.wide(words)));
        line.getStyleClass().setAll("toggle-button", "list-row", "input");
        line.setId("input-" + entry.name());
        line.setAccessibleText(entry.name() + ", " + entry.note());
        line.setTooltip(new Tooltip(entry.input().path()));
        line.setSelected(entry.equals(model.selectedProperty().get()));
        line.setOnAction(_ -> {
            line.setSelected(true);
            model.select(entry);
        });
        return line;
    }
}
