package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunNotes;
import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import java.util.Arrays;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Name, note and tags of the chosen run, written where they are read, and its lineage.
final class RunDetail extends VBox {
    private final RunsViewModel model;
    private final TextField name = field("run-name", "runs.name");
    private final TextField note = field("run-note", "runs.note");
    private final TextField tags = field("run-tags", "runs.tags");
    private final Label lineage = Ui.label("", "caption");
    private @Nullable RunEntry shown;

    RunDetail(
            RunsViewModel model,
            TableView<RunEntry> table,
            PullViewModel pull,
            Runnable open,
            Runnable find) {
        super(4);
        this.model = model;
        setStyle("-fx-padding: 8 12 8 12;");
        lineage.setId("run-lineage");
        lineage.setGraphic(Icon.FORK.node());
        Button bring =
                Ui.button(
                        "run-pull",
                        text("pull.bring"),
                        Icon.OPEN,
                        () -> pull.pull(table.getSelectionModel().getSelectedItem()));
        bring.disableProperty().bind(pull.stateProperty().isNotNull());
        Button opened = Ui.button("run-open", text("runs.open"), Icon.TRAIN, open);
        Button forget =
                Ui.button(
                        "run-forget",
                        text("runs.forget"),
                        Icon.CLOSE,
                        () -> model.actions().forget(table.getSelectionModel().getSelectedItem()),
                        "ghost");
        Button found = Ui.button("run-find", text("runs.find"), Icon.FOLDER, find);
        table.getSelectionModel()
                .selectedItemProperty()
                .subscribe(run -> {
                    boolean missing = run != null && run.missing();
                    shown(opened, !missing);
                    shown(forget, missing);
                    shown(found, missing);
                    shown(bring, pull.isOffered() && !missing);
                });
        getChildren()
                .addAll(
                        Ui.row(
                                10,
                                Icon.NOTE.node(),
                                Ui.sized(name, 200),
                                Ui.wide(note),
                                Ui.sized(tags, 200),
                                bring,
                                forget,
                                found,
                                opened),
                        lineage);
        visibleProperty().bind(table.getSelectionModel().selectedItemProperty().isNotNull());
        managedProperty().bind(visibleProperty());
        table.getSelectionModel().selectedItemProperty().subscribe(this::show);
        for (TextField field : List.of(name, note, tags)) {
            field.setOnAction(_ -> {
                save();
                table.requestFocus();
            });
            field.focusedProperty()
                    .subscribe(focused -> {
                        if (!focused) {
                            save();
                            show(table.getSelectionModel().getSelectedItem());
                        }
                    });
        }
    }

    private static void shown(Button button, boolean on) {
        button.setVisible(on);
        button.setManaged(on);
    }

    private static TextField field(String id, String key) {
        TextField field = new TextField();
        field.setId(id);
        field.setPromptText(text(key));
        field.setAccessibleText(text(key));
        return field;
    }

    private void show(@Nullable RunEntry run) {
        boolean typing = name.isFocused() || note.isFocused() || tags.isFocused();
        if (run == null || typing) {
            return;
        }
        shown = run;
        name.setText(run.notes().title());
        name.setPromptText(run.summary().title());
        note.setText(run.notes().note());
        tags.setText(String.join(", ", run.notes().tags()));
        lineage.setText(model.lineage(run));
        lineage.setVisible(!lineage.getText().isEmpty());
        lineage.setManaged(lineage.isVisible());
    }

    /// Puts the cursor into the name.
    void rename() {
        name.requestFocus();
        name.selectAll();
    }

    private void save() {
        RunEntry run = shown; // another may be chosen meanwhile
        if (run == null) {
            return;
        }
        List<String> words =
                Arrays.stream(tags.getText().split(",", -1))
                        .map(String::strip)
                        .filter(t -> !t.isEmpty())
                        .toList();
        RunNotes next = new RunNotes(name.getText().strip(), note.getText().strip(), words);
        if (!next.equals(run.notes())) {
            model.actions().setNotes(run, next);
        }
    }
}
