package dev.sku.app.configure;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Presets;
import dev.sku.resources.Icon;
import java.util.function.Consumer;
import javafx.collections.MapChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// The draft as a whole: its name and preset, its faults, its file and command, and the ways to start it.
final class ConfigureHeader extends HBox {
    private final ConfigureViewModel model;
    private final FileDialogs dialogs;

    /// @param destination chooses where a run goes that is started
    /// @param jump leads to the first fault
    ConfigureHeader(
            ConfigureViewModel model,
            FormParts parts,
            FileDialogs dialogs,
            Region destination,
            Consumer<String> clipboard,
            Runnable jump) {
        this.model = model;
        this.dialogs = dialogs;
        setId("configure-header");
        getStyleClass().add("page-header");
        TextField name = parts.input(DraftField.NAME);
        shrinking(name, 90, 180);
        Button faults =
                Ui.button(
                        "fault-count",
                        "",
                        Icon.FAULT,
                        () -> {
                            if (model.faults().containsKey(DraftField.NAME.path())) {
                                name.requestFocus(); // it stands in the header
                            } else {
                                jump.run();
                            }
                        },
                        "compact",
                        "fault-jump");
        Runnable count =
                () -> {
                    int n = model.faults().size();
                    faults.setText(text("configure.faults", n));
                    faults.setVisible(n > 0);
                };
        model.faults().addListener((MapChangeListener<String, String>) _ -> count.run());
        count.run();
        Button undo = Ui.iconButton("undo", text("configure.undo"), Icon.UNDO, model::undo);
        undo.disableProperty().bind(model.canUndoProperty().not());
        Button redo = Ui.iconButton("redo", text("configure.redo"), Icon.REDO, model::redo);
        redo.disableProperty().bind(model.canRedoProperty().not());
        Button start =
                Ui.button("start", text("configure.start"), Icon.PLAY, model::start, "primary");
        start.disableProperty().bind(model.canStart().not());
        Button queue =
                Ui.button("add-to-queue", text("configure.queue"), Icon.QUEUE, model::addToQueue);
        queue.disableProperty().bind(model.canStart().not());
        getChildren()
                .addAll(
                        Ui.whole(text("configure.title"), "h1"),
                        name,
                        presets(),
                        Ui.gap(),
                        faults,
                        undo,
                        redo,
                        Ui.iconButton(
                                "open-json", text("configure.open"), Icon.FOLDER, this::openJson),
                        Ui.iconButton(
                                "save-json", text("configure.save"), Icon.SAVE, this::saveJson),
                        Ui.iconButton(
                                "copy-command",
                                text("command.copy"),
                                Icon.COPY,
                                () -> clipboard.accept(model.command())),
                        destination,
                        queue,
                        start);
    }

    private ComboBox<Presets> presets() {
        ComboBox<Presets> box = new ComboBox<>();
        box.setId("preset");
        box.setAccessibleText(text("configure.preset"));
        box.getItems().setAll(Presets.values());
        box.setCellFactory(_ -> FormParts.cell(p -> p.key() + "  " + p.sentence()));
        var differences = model.differences();
        Runnable name =
                () ->
                        box.setButtonCell(
                                FormParts.cell(p ->
                                        differences.get() == 0
                                                ? p.key()
                                                : text(
                                                        "configure.presetChanged",
                                                        p.key(),
                                                        differences.get())));
        differences.subscribe(_ -> name.run());
        model.presetProperty().subscribe(box::setValue);
        box.setOnAction(_ -> {
            if (box.getValue() != null && box.getValue() != model.presetProperty().get()) {
                model.usePreset(box.getValue());
            }
        });
        return shrinking(box, 110, 230);
    }

    /// Gives way where the header is short of room.
    private static <T extends Region> T shrinking(T region, double least, double most) {
        region.setMinWidth(least);
        region.setPrefWidth(most);
        region.setMaxWidth(most);
        return region;
    }

    private void openJson() {
        dialogs.open(text("configure.open"), text("file.json"), "*.json").ifPresent(model::open);
    }

    private void saveJson() {
        dialogs.save(
                        text("configure.save"),
                        model.draftProperty().get().name() + ".json",
                        text("file.json"),
                        "*.json")
                .ifPresent(model::save);
    }
}
