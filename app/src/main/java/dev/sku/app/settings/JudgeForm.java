package dev.sku.app.settings;

import static dev.sku.resources.Texts.text;

import dev.sku.app.settings.JudgeChoice.Way;
import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Who judges: chosen in a list, with what a model or an address needs below it, and whether it is there.
final class JudgeForm extends VBox {
    private static final double WAYS = 190;
    private static final double NAMES = 84;
    private static final double NUMBER = 62;

    private final JudgeChoice choice;
    private final String id;
    private final HBox standing = Ui.row(8);

    /// @param id of its controls
    /// @param name what it is called, and the key of what it does
    /// @param words of a way
    /// @param dialogs for folders where the runtime is
    JudgeForm(
            String id,
            JudgeChoice choice,
            String name,
            Function<Way, String> words,
            List<Way> ways,
            FileDialogs dialogs) {
        super(8);
        this.id = id;
        this.choice = choice;
        ComboBox<Way> box = SettingLine.combo(id, text(name), WAYS, words, ways);
        box.setPromptText(text("judge.own"));
        choice.wayProperty().subscribe(box::setValue);
        box.valueProperty().subscribe((_, now) -> choice.wayProperty().set(now));
        VBox model = Ui.column(8, folder(dialogs), threshold());
        VBox address =
                Ui.column(
                        8,
                        line("address", choice.addressProperty()),
                        line("model", choice.modelProperty()),
                        line("variable", choice.variableProperty()),
                        Ui.wrapped(text("settings.judge.sent"), "caption"));
        choice.wayProperty()
                .subscribe(way -> {
                    show(model, way != null && way.isModel());
                    show(address, way == Way.ADDRESS);
                });
        standing.setId(id + "-standing");
        choice.standingProperty().subscribe(this::stands);
        getChildren()
                .addAll(
                        SettingLine.of(text(name), text(name + ".note"), box),
                        model,
                        address,
                        SettingLine.fault(id + "-fault", choice.faultProperty()),
                        standing);
    }

    private static void show(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    private HBox folder(FileDialogs dialogs) {
        HBox line = line("folder", choice.folderProperty());
        line.getChildren()
                .add(
                        Ui.button(
                                id + "-choose",
                                text("settings.judge.choose"),
                                Icon.FOLDER,
                                () ->
                                        dialogs.folder(text("settings.judge.folder"))
                                                .ifPresent(at ->
                                                        choice.folderProperty()
                                                                .set(at.toString()))));
        return line;
    }

    private HBox threshold() {
        HBox line = line("threshold", choice.thresholdProperty());
        TextField field = (TextField) line.getChildren().getLast();
        field.getStyleClass().add("number");
        line.getChildren().set(1, Ui.sized(field, NUMBER));
        line.getChildren().add(Ui.wrapped(text("settings.judge.threshold.note"), "caption"));
        return line;
    }

    private HBox line(String part, StringProperty value) {
        String name = text("settings.judge." + part);
        TextField field =
                SettingLine.field(
                        id + "-" + part, name, text("settings.judge." + part + ".hint"), value);
        Label label = Ui.sized(Ui.label(name, "field-label"), NAMES);
        label.setLabelFor(field);
        return Ui.row(8, label, field);
    }

    private void stands(@Nullable JudgeStanding now) {
        boolean known = now != null && !now.words().isEmpty();
        show(standing, known);
        standing.getChildren().clear();
        if (now != null && known) {
            Label badge =
                    now.ready()
                            ? Ui.badge(text("settings.ready"), Icon.DONE, "helpful")
                            : Ui.badge(text("settings.notReady"), Icon.WARNING, "degenerate");
            standing.getChildren()
                    .addAll(badge, Ui.wide(Ui.wrapped(now.words(), "small", "muted")));
        }
    }
}
