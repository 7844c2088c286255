package dev.sku.app.settings;

import static dev.sku.resources.Texts.text;

import atlantafx.base.controls.ToggleSwitch;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.resources.Icon;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// What runs begin with, what happens when one ends, and where those go that are thrown away.
final class RunSettingsCard extends VBox {
    private static final double DEVICES = 190;
    private static final double NUMBER = 130;

    /// @param bin null where the workspace is elsewhere
    RunSettingsCard(SettingsViewModel model, @Nullable BinModel bin, SettingsView.Agent agent) {
        setId("settings-runs");
        getStyleClass().add("card");
        TextField every = new TextField();
        every.setId("checkpoint-every");
        every.setAccessibleText(text("settings.checkpoints"));
        every.setPromptText(text("settings.preset"));
        every.getStyleClass().add("number");
        every.textProperty().bindBidirectional(model.checkpointEveryProperty());
        getChildren()
                .addAll(
                        Ui.cardHead(text("settings.runs")),
                        SettingLine.of(
                                text("settings.device"),
                                text("settings.device.note"),
                                device(model, agent)),
                        SettingLine.of(
                                text("settings.checkpoints"),
                                text("settings.checkpoints.note"),
                                Ui.sized(every, NUMBER)),
                        SettingLine.fault("checkpoint-fault", model.checkpointFaultProperty()),
                        SettingLine.of(
                                text("settings.ends"),
                                text("settings.ends.note"),
                                SettingLine.toggle(
                                        "tell-ends",
                                        text("settings.ends"),
                                        model.tellEndsProperty())),
                        SettingLine.of(
                                text("settings.resume"),
                                text("settings.resume.note"),
                                resume(agent)));
        if (bin != null) {
            getChildren().add(bin(bin));
        }
    }

    private static ComboBox<String> device(SettingsViewModel model, SettingsView.Agent agent) {
        ComboBox<String> box =
                SettingLine.combo(
                        "usual-device",
                        text("settings.device"),
                        DEVICES,
                        name -> words(name, agent.devices()),
                        List.of());
        AtomicBoolean filling = new AtomicBoolean();
        Runnable fill =
                () -> {
                    String kept = model.deviceProperty().get();
                    List<String> names = new ArrayList<>(List.of(""));
                    agent.devices().forEach(d -> names.add(d.device().name()));
                    if (!names.contains(kept)) {
                        names.add(kept); // of another computer
                    }
                    filling.set(true); // a list that changes may choose something for a moment
                    box.getItems().setAll(names);
                    box.setValue(kept);
                    filling.set(false);
                };
        agent.devices().addListener((ListChangeListener<DeviceSeen>) _ -> fill.run());
        model.deviceProperty().subscribe(fill);
        fill.run();
        box.valueProperty()
                .subscribe((_, now) -> {
                    if (now != null && !filling.get()) {
                        model.deviceProperty().set(now);
                    }
                });
        return box;
    }

    private static String words(String name, List<DeviceSeen> devices) {
        if (name.isEmpty()) {
            return text("settings.preset");
        }
        return devices.stream()
                .filter(d -> d.device().name().equals(name))
                .findFirst()
                .map(d -> text("settings.device.seen", name, d.title()))
                .orElse(name);
    }

    /// As the agent has it: every window on the workspace shows the same.
    private static ToggleSwitch resume(SettingsView.Agent agent) {
        ToggleSwitch toggle = new ToggleSwitch();
        toggle.setId("resume-always");
        toggle.setAccessibleText(text("settings.resume"));
        agent.resumes().subscribe(toggle::setSelected);
        agent.linked().subscribe(linked -> toggle.setDisable(!linked));
        toggle.selectedProperty()
                .subscribe((_, now) -> {
                    if (!now.equals(agent.resumes().getValue())) {
                        agent.resume().accept(now);
                    }
                });
        return toggle;
    }

    private static HBox bin(BinModel bin) {
        Label note = Ui.wrapped("", "caption");
        note.setId("bin-contents");
        Button empty =
                Ui.button(
                        "bin-empty", text("settings.bin.empty"), Icon.DELETE, () -> bin.ask(true));
        Button yes = Ui.button("bin-delete", "", Icon.DELETE, bin::empty);
        Button no =
                Ui.button("bin-keep", text("settings.bin.keep"), Icon.UNDO, () -> bin.ask(false));
        HBox ways = Ui.row(8, empty, yes, no);
        Runnable show =
                () -> {
                    boolean asked = bin.askedProperty().get() && bin.runs() > 0;
                    String bytes = Numbers.bytes(bin.bytes());
                    note.setText(
                            text(
                                    asked ? "settings.bin.sure" : "settings.bin.note",
                                    bin.runs(),
                                    bytes));
                    yes.setText(text("settings.bin.delete", bin.runs()));
                    empty.setDisable(bin.runs() == 0);
                    show(empty, !asked);
                    show(yes, asked);
                    show(no, asked);
                };
        bin.contentsProperty().subscribe(show);
        bin.askedProperty().subscribe(show);
        show.run();
        return SettingLine.of(text("settings.bin"), note, ways);
    }

    private static void show(Button button, boolean visible) {
        button.setVisible(visible);
        button.setManaged(visible);
    }
}
