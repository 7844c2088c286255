package dev.sku.app.configure;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.DataSpec;
import dev.sku.resources.Icon;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// Which model, which rows, and the text around them.
final class DataCard extends VBox {
    private final ConfigureViewModel model;
    private final FileDialogs dialogs;
    private final VBox places = Ui.column(8);

    DataCard(ConfigureViewModel model, FormParts parts, FileDialogs dialogs) {
        this.model = model;
        this.dialogs = dialogs;
        getStyleClass().add("card");
        place(parts, DraftField.MODEL, this::askFolder);
        place(parts, DraftField.HARMFUL, this::askRows);
        place(parts, DraftField.NORMAL, this::askRows);
        place(parts, DraftField.UNSEEN_HARMFUL, this::askRows);
        place(parts, DraftField.UNSEEN_NORMAL, this::askRows);
        places.getChildren()
                .addAll(
                        parts.line(DraftField.TEMPLATE, templates()),
                        parts.fault(DraftField.TEMPLATE));
        getChildren().addAll(Ui.cardHead(text("data.title")), places, more(parts));
    }

    private void place(FormParts parts, DraftField field, Supplier<Optional<Path>> ask) {
        places.getChildren()
                .addAll(parts.line(field, text("configure.choose"), ask), parts.fault(field));
    }

    /// Which columns hold a row, and which rows are held back.
    private static TitledPane more(FormParts parts) {
        GridPane columns = Ui.grid(12, 50, 50);
        columns.addRow(
                0, parts.named(DraftField.HARMFUL_COLUMNS), parts.named(DraftField.NORMAL_COLUMNS));
        GridPane shares = Ui.grid(12, 33.3, 33.3, 33.3);
        shares.addRow(
                0,
                parts.number(DraftField.TRAINING_SHARE),
                parts.number(DraftField.VALIDATION_SHARE),
                parts.number(DraftField.TEST_SHARE));
        return parts.fold(
                "data-more",
                text("data.more"),
                s -> s.data().harmfulColumns() != null || s.data().normalColumns() != null,
                List.of(
                        DraftField.HARMFUL_COLUMNS,
                        DraftField.NORMAL_COLUMNS,
                        DraftField.TRAINING_SHARE,
                        DraftField.VALIDATION_SHARE,
                        DraftField.TEST_SHARE),
                columns,
                columnFault(parts, DraftField.HARMFUL_COLUMNS),
                columnFault(parts, DraftField.NORMAL_COLUMNS),
                shares,
                parts.fault(
                        List.of(
                                "data.split",
                                DraftField.TRAINING_SHARE.path(),
                                DraftField.VALIDATION_SHARE.path(),
                                DraftField.TEST_SHARE.path())),
                Ui.wrapped(text("data.more.note"), "card-note"));
    }

    private static Label columnFault(FormParts parts, DraftField field) {
        String path = field.path();
        return parts.fault(
                List.of(path, path + ".question", path + ".answer", path + ".unsafeLabel"));
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
