package dev.sku.app.configure;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.DataSpec;
import dev.sku.resources.Icon;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.VBox;

/// Which model, which rows, and the text around them.
final class DataCard extends VBox {
    private final ConfigureViewModel model;
    private final FileDialogs dialogs;

    DataCard(ConfigureViewModel model, FormParts parts, FileDialogs dialogs) {
        this.model = model;
        this.dialogs = dialogs;
        getStyleClass().add("card");
        getChildren()
                .addAll(
                        Ui.cardHead(text("data.title")),
                        parts.line(DraftField.MODEL, choose(DraftField.MODEL, this::askFolder)),
                        parts.fault(DraftField.MODEL),
                        parts.line(DraftField.HARMFUL, choose(DraftField.HARMFUL, this::askRows)),
                        parts.fault(DraftField.HARMFUL),
                        parts.line(DraftField.NORMAL, choose(DraftField.NORMAL, this::askRows)),
                        parts.fault(DraftField.NORMAL),
                        parts.line(
                                DraftField.UNSEEN_HARMFUL,
                                choose(DraftField.UNSEEN_HARMFUL, this::askRows)),
                        parts.fault(DraftField.UNSEEN_HARMFUL),
                        parts.line(
                                DraftField.UNSEEN_NORMAL,
                                choose(DraftField.UNSEEN_NORMAL, this::askRows)),
                        parts.fault(DraftField.UNSEEN_NORMAL),
                        parts.line(DraftField.TEMPLATE, templates()),
                        parts.fault(DraftField.TEMPLATE));
    }

    private Button choose(DraftField field, java.util.function.Supplier<Optional<Path>> ask) {
        return Ui.iconButton(
                "choose-" + field.path().replace('.', '-'),
                text("configure.choose"),
                Icon.FOLDER,
                () -> ask.get().ifPresent(p -> model.text(field).set(p.toString())));
    }

    /// The SKU template or the model's own.
    private Button templates() {
        Button button =
                Ui.iconButton(
                        "choose-data-template",
                        text("configure.template"),
                        Icon.CHEVRON_DOWN,
                        () -> {});
        button.setOnAction(_ -> {
            ContextMenu menu = new ContextMenu();
            menu.getItems()
                    .setAll(
                            template("compare.template", DataSpec.SKU_TEMPLATE),
                            template("compare.chat", DataSpec.CHAT_TEMPLATE));
            menu.show(button, javafx.geometry.Side.BOTTOM, 0, 4);
        });
        return button;
    }

    private MenuItem template(String name, String template) {
        MenuItem item = new MenuItem(text(name));
        item.setOnAction(_ -> model.text(DraftField.TEMPLATE).set(template.replace("\n", "\\n")));
        return item;
    }

    private Optional<Path> askFolder() {
        return dialogs.folder(text("field.model.folder"));
    }

    private Optional<Path> askRows() {
        return dialogs.open(
                text("configure.rows"),
                text("file.rows"),
                "*.jsonl",
                "*.jsonl.gz",
                "*.csv",
                "*.csv.gz",
                "*.parquet",
                "*.json");
    }
}
