package dev.sku.app.configure;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.Page;
import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Shortcut;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Presets;
import dev.sku.protocol.Profile;
import dev.sku.resources.Icon;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.collections.MapChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The form of a run: method and weights, data and tensors, optimizer, evaluation, the command it is.
public final class ConfigureView implements Page {
    private final ConfigureViewModel model;
    private final MemoryViewModel memory;
    private final FormParts parts;
    private final FileDialogs dialogs;
    private final Consumer<String> clipboard;
    private final HBox header;
    private final GridPane grid = new GridPane(12, 12);
    private final Region body;
    private final VBox first;
    private final VBox second;
    private final VBox third;
    private final MemoryStrip strip;

    /// @param destination chooses where a run goes that is started
    /// @param inputDialogs for models and rows, which lie where the runtime is
    public ConfigureView(
            ConfigureViewModel model,
            MemoryViewModel memory,
            FileDialogs dialogs,
            FileDialogs inputDialogs,
            Region destination,
            Consumer<String> clipboard) {
        this.model = model;
        this.memory = memory;
        this.dialogs = dialogs;
        this.clipboard = clipboard;
        this.parts = new FormParts(model);
        header = makeHeader(destination);
        header.setId("configure-header");
        first = Ui.column(12, methodCard(), new WeightsCard(model, parts), negationCard());
        second =
                Ui.column(
                        12,
                        new DataCard(model, parts, inputDialogs),
                        new TrainedCard(model, parts),
                        new OptimizerCard(parts));
        third = Ui.column(12, new MemoryCard(memory, model, parts), new EvaluationCard(model, parts, dialogs));
        strip = new MemoryStrip(memory);
        arrange(false);
        body =
                Ui.scrolling(
                        Ui.styled(
                                new VBox(new OriginBanner(model, parts), strip, grid),
                                "page-body"));
    }

    private HBox makeHeader(Region destination) {
        TextField name = parts.input(DraftField.NAME);
        shrinking(name, 90, 180);
        Button faults =
                Ui.button(
                        "fault-count", "", Icon.FAULT, this::jumpToFault, "compact", "fault-jump");
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
        return Ui.pageHeader(
                text("configure.title"),
                name,
                presets(),
                Ui.gap(),
                faults,
                undo,
                redo,
                Ui.iconButton("open-json", text("configure.open"), Icon.FOLDER, this::openJson),
                Ui.iconButton("save-json", text("configure.save"), Icon.SAVE, this::saveJson),
                Ui.iconButton(
                        "copy-command",
                        text("command.copy"),
                        Icon.COPY,
                        () -> clipboard.accept(model.command())),
                destination,
                queue,
                start);
    }

    /// Puts the cursor into the first field that has a fault.
    private void jumpToFault() {
        model.faults().keySet().stream()
                .map(path -> body.lookup("#field-" + path.replace('.', '-')))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .ifPresent(javafx.scene.Node::requestFocus);
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

    private VBox methodCard() {
        ObjectProperty<Profile> profile =
                parts.choice("acquisition.profile", s -> s.acquisition().profile());
        HBox row =
                Ui.row(
                        24,
                        Ui.column(
                                5,
                                Ui.label(text("configure.method"), "field-label"),
                                new MethodChoice(model)),
                        Ui.column(
                                5,
                                Ui.label(text("configure.profile"), "field-label"),
                                new Segmented<>(
                                        "profile",
                                        profile,
                                        p -> text("profile", p),
                                        Profile.PAPER,
                                        Profile.REFERENCE)));
        return Ui.card(row, new MethodFields(model, parts));
    }

    private VBox negationCard() {
        return Ui.card(
                Ui.cardHead(
                        text("negation.title"),
                        Ui.label(text("negation.formula"), "mono", "subtle")),
                Ui.row(
                        10,
                        Ui.whole(text("symbol.lambda"), "strong"),
                        parts.slider(DraftField.LAMBDA, 3, .05),
                        Ui.sized(parts.input(DraftField.LAMBDA, "number"), 62)),
                parts.fault(DraftField.LAMBDA),
                Ui.wrapped(text("negation.note"), "card-note"),
                parts.line(DraftField.SWEEP),
                parts.fault(DraftField.SWEEP),
                parts.check(
                        "merged-model",
                        "output.mergedModel",
                        text("output.merged"),
                        s -> s.output().mergedModel()));
    }

    private void arrange(boolean narrow) {
        strip.setVisible(narrow);
        strip.setManaged(narrow);
        grid.getChildren().clear();
        grid.getColumnConstraints().clear();
        for (double percent : narrow ? new double[] {50, 50} : new double[] {37, 38, 25}) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(percent);
            column.setMinWidth(0);
            column.setHgrow(Priority.ALWAYS);
            grid.getColumnConstraints().add(column);
        }
        grid.add(first, 0, 0);
        grid.add(second, 1, 0);
        if (narrow) {
            grid.add(third, 0, 1, 2, 1);
        } else {
            grid.add(third, 2, 0);
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
        memory.shown(visible);
    }

    @Override
    public List<Shortcut> shortcuts() {
        return List.of(
                new Shortcut(text("keys.number.step"), "↑ ↓"),
                new Shortcut(text("keys.number.tenfold"), text("keys.number.tenfold.keys")),
                new Shortcut(text("keys.number.preset"), text("keys.number.preset.keys")));
    }

    @Override
    public void narrow(boolean narrow) {
        arrange(narrow);
    }
}
