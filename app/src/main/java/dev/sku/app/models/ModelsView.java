package dev.sku.app.models;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.Input;
import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.Page;
import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import dev.sku.resources.Tokens;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Models and rows: the list at the left, what one of them holds at the right. Folders and files can be dropped anywhere.
public final class ModelsView implements Page {
    private final ModelsViewModel model;
    private final FileDialogs dialogs;
    private final Runnable configure;
    private final HBox header;
    private final StackPane pages = Ui.growing(new StackPane());
    private final VBox body;
    private final InputList list;
    private final ModelPane modelPane;
    private final RowsPane rowsPane;
    private final VBox head = Ui.column(4);
    private final StackPane detail = Ui.growing(new StackPane());

    /// @param inside what lies in the model that is looked at
    /// @param configure goes to the form
    public ModelsView(
            ModelsViewModel model,
            ModelDetailsViewModel inside,
            HubViewModel hub,
            FileDialogs dialogs,
            Tokens tokens,
            Runnable configure) {
        this.model = model;
        this.dialogs = dialogs;
        this.configure = configure;
        header =
                Ui.pageHeader(
                        text("models.title"),
                        Ui.gap(),
                        Ui.button(
                                "from-hub",
                                text("hub.open"),
                                Icon.OPEN,
                                () -> hub.openProperty().set(!hub.openProperty().get())),
                        Ui.button("add-data", text("models.addData"), Icon.ADD, this::addData),
                        Ui.button(
                                "add-model",
                                text("models.addModel"),
                                Icon.ADD,
                                this::addModel,
                                "primary"));
        header.setId("models-header");
        list = new InputList(model);
        modelPane = new ModelPane(model, inside);
        rowsPane = new RowsPane(model, tokens);
        VBox right = Ui.styled(Ui.growing(new VBox(head, detail)), "page-body");
        HBox both = new HBox(list, right);
        VBox empty =
                Ui.empty(
                        Icon.MODELS,
                        text("models.empty"),
                        text("models.empty.note"),
                        Ui.button("add-first", text("models.addModel"), Icon.ADD, this::addModel));
        pages.getChildren().addAll(both, empty);
        body = new VBox(new HubCard(hub), pages);
        pages.visibleProperty().bind(hub.openProperty().not()); // both do not fit a small window
        empty.visibleProperty().bind(Bindings.isEmpty(model.entries()).and(model.knownProperty()));
        both.visibleProperty().bind(empty.visibleProperty().not());
        body.setOnDragOver(this::dragged);
        body.setOnDragDropped(this::dropped);
        model.selectedProperty().subscribe(this::show);
    }

    private void addModel() {
        dialogs.folder(text("models.addModel")).ifPresent(p -> model.add(List.of(p)));
    }

    private void addData() {
        Optional<Path> file =
                dialogs.open(
                        text("models.addData"),
                        text("file.rows"),
                        "*.jsonl",
                        "*.jsonl.gz",
                        "*.csv",
                        "*.csv.gz",
                        "*.parquet",
                        "*.json");
        file.ifPresent(p -> model.add(List.of(p)));
    }

    private void dragged(DragEvent event) {
        if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.LINK, TransferMode.COPY);
        }
        event.consume();
    }

    private void dropped(DragEvent event) {
        model.add(event.getDragboard().getFiles().stream().map(File::toPath).toList());
        event.setDropCompleted(true);
        event.consume();
    }

    private void show(@Nullable InputEntry entry) {
        head.getChildren().clear();
        if (entry == null) {
            detail.getChildren()
                    .setAll(
                            Ui.empty(
                                    Icon.MODELS,
                                    text("models.choose"),
                                    text("models.choose.note")));
            return;
        }
        head(entry);
        boolean rows = entry.input().kind() != Input.Kind.MODEL;
        Node pane = rows ? rowsPane : modelPane;
        if (!entry.trouble().isEmpty()) {
            detail.getChildren().setAll(trouble(entry, rows));
        } else if (!detail.getChildren().equals(List.of(pane))) {
            detail.getChildren().setAll(pane);
        }
        if (!rows) {
            modelPane.show(entry);
        }
    }

    private VBox trouble(InputEntry entry, boolean rows) {
        Label words = Ui.wrapped(entry.trouble());
        words.setId("input-trouble");
        HBox banner =
                Ui.styled(
                        new HBox(Ui.styled(new HBox(Icon.FAULT.node()), "lead"), words),
                        "banner",
                        "danger");
        VBox box = Ui.column(12, banner);
        if (rows) {
            box.getChildren().add(new MappingPane(model)); // other columns may mend it
        }
        return box;
    }

    private void head(InputEntry entry) {
        Label kind = Ui.badge(text("models.kind", entry.input().kind()), icon(entry), look(entry));
        Button use =
                Ui.button(
                        "use-in-configure",
                        text("models.use"),
                        Icon.CONFIGURE,
                        () -> {
                            model.useInConfigure();
                            configure.run();
                        });
        use.setDisable(!entry.trouble().isEmpty());
        Button remove =
                Ui.iconButton(
                        "remove-input",
                        text("models.remove"),
                        Icon.CLOSE,
                        () -> model.remove(entry));
        remove.setDisable(entry.cached());
        Label name = Ui.label(entry.name(), "h1");
        name.setId("input-name");
        HBox row = Ui.row(10, name, kind, Ui.gap(), use, remove);
        Label path = Ui.label(entry.input().path(), "small", "muted");
        path.setTextOverrun(javafx.scene.control.OverrunStyle.LEADING_ELLIPSIS);
        head.getChildren().setAll(row, path);
    }

    private static Icon icon(InputEntry entry) {
        return switch (entry.input().kind()) {
            case MODEL -> Icon.MODEL;
            case HARMFUL -> Icon.HARMFUL;
            case NORMAL -> Icon.MODELS;
        };
    }

    private static String look(InputEntry entry) {
        return entry.input().kind() == Input.Kind.HARMFUL ? "harmful" : "base";
    }

    /// Devices were looked at: what a model needs is known anew.
    public void remeasure() {
        InputEntry entry = model.selectedProperty().get();
        if (entry != null && entry.input().kind() == Input.Kind.MODEL) {
            modelPane.measure();
        }
    }

    @Override
    public Region header() {
        return header;
    }

    @Override
    public Region body() {
        return body;
    }

    @Override
    public void shown(boolean visible) {
        if (visible) {
            model.shown();
            modelPane.measure();
        }
    }

    @Override
    public void restyle(Tokens tokens) {
        rowsPane.restyle(tokens);
    }

    @Override
    public void narrow(boolean narrow) {
        Ui.sized(list, narrow ? 220 : 270);
        rowsPane.narrow(narrow);
    }
}
