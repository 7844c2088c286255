package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Ui;
import dev.sku.protocol.SlurmPreset;
import dev.sku.protocol.SlurmState;
import dev.sku.resources.Icon;
import java.util.Arrays;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The presets by which runs go to Slurm, kept with the workspace, and which one is in use. Not there where the computer has
/// no Slurm.
public final class SlurmCard extends VBox {
    private final QueueViewModel model;
    private final HBox names = Ui.row(8);
    private final TextField name = field("name", "debug");
    private final TextField partition = field("partition", "gpu");
    private final TextField account = field("account", "");
    private final TextField time = field("time", "12:00:00");
    private final TextField gres = field("gres", "gpu:a100");
    private final TextField extra = field("extra", "--constraint=nvlink");
    private final VBox form;

    public SlurmCard(QueueViewModel model) {
        this.model = model;
        setId("slurm");
        getStyleClass().add("card");
        setSpacing(10);
        GridPane fields = Ui.grid(10, 33.3, 33.3, 33.4);
        fields.addRow(
                0, line("name", name), line("partition", partition), line("account", account));
        fields.addRow(1, line("time", time), line("gres", gres), line("extra", extra));
        Button save = Ui.button("slurm-save", text("slurm.save"), Icon.SAVE, this::save);
        save.disableProperty().bind(name.textProperty().isEmpty());
        Button drop =
                Ui.button(
                        "slurm-drop",
                        text("slurm.drop"),
                        Icon.DELETE,
                        () -> {
                            model.dropSlurm(name.getText().strip());
                            edit(null);
                        });
        drop.disableProperty().bind(name.textProperty().isEmpty());
        form = Ui.column(10, fields, Ui.row(8, Ui.gap(), drop, save));
        getChildren()
                .addAll(
                        Ui.cardHead(
                                text("slurm.title"),
                                new SlurmChoice("slurm-use", model),
                                Ui.button(
                                        "slurm-new",
                                        text("slurm.new"),
                                        Icon.ADD,
                                        () -> show(null))),
                        names,
                        form);
        edit(null);
        model.stateProperty().subscribe(state -> follow(state.slurm()));
    }

    private void follow(SlurmState now) {
        setVisible(now.there() || !now.presets().isEmpty());
        setManaged(isVisible());
        names.getChildren().clear();
        for (SlurmPreset preset : now.presets()) {
            names.getChildren()
                    .add(
                            Ui.button(
                                    "slurm-edit-" + preset.name(),
                                    text("slurm.edit", preset.name()),
                                    Icon.CONFIGURE,
                                    () -> show(preset),
                                    "compact"));
        }
        names.setVisible(!now.presets().isEmpty());
        names.setManaged(names.isVisible());
    }

    private void show(@Nullable SlurmPreset preset) {
        edit(preset);
        form.setVisible(true);
        form.setManaged(true);
        name.requestFocus();
    }

    private void edit(@Nullable SlurmPreset preset) {
        name.setText(preset == null ? "" : preset.name());
        partition.setText(preset == null ? "" : words(preset.partition()));
        account.setText(preset == null ? "" : words(preset.account()));
        time.setText(preset == null ? "" : words(preset.time()));
        gres.setText(preset == null ? "" : words(preset.gres()));
        List<String> flags = preset == null ? null : preset.extra();
        extra.setText(flags == null ? "" : String.join(" ", flags));
        form.setVisible(false);
        form.setManaged(false);
    }

    private void save() {
        model.putSlurm(
                new SlurmPreset(
                        name.getText().strip(),
                        wordOrNull(partition),
                        wordOrNull(account),
                        wordOrNull(time),
                        wordOrNull(gres),
                        Arrays.stream(extra.getText().strip().split("\\s+", -1))
                                .filter(w -> !w.isEmpty())
                                .toList()));
        edit(null);
    }

    private static String words(@Nullable String word) {
        return word == null ? "" : word;
    }

    private static @Nullable String wordOrNull(TextField field) {
        String words = field.getText().strip();
        return words.isEmpty() ? null : words;
    }

    private static TextField field(String key, String example) {
        TextField field = new TextField();
        field.setId("slurm-" + key);
        field.setPromptText(example);
        field.setAccessibleText(text("slurm.field." + key));
        return field;
    }

    private static VBox line(String key, TextField field) {
        return Ui.column(3, Ui.label(text("slurm.field." + key), "caption"), field);
    }
}
