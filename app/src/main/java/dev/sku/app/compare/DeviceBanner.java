package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.resources.Icon;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/// What stands in the way of comparing on the chosen device, with a button a way out.
final class DeviceBanner extends HBox {
    private static final PseudoClass FLAT = PseudoClass.getPseudoClass("flat");

    private final DeviceChoice choice;
    private final Label words = Ui.wrapped("");

    DeviceBanner(DeviceChoice choice, String id) {
        this.choice = choice;
        getStyleClass().addAll("banner", "warning");
        setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        setId(id);
        setMinHeight(USE_PREF_SIZE);
        managedProperty().bind(visibleProperty());
        choice.adviceProperty().subscribe(this::show);
    }

    /// Whether the sentences are cut to one line, whole in a tooltip.
    void flat(boolean flat) {
        words.setWrapText(!flat);
        words.setMinHeight(flat ? USE_COMPUTED_SIZE : USE_PREF_SIZE);
        words.setTooltip(new Tooltip(words.getText()));
        pseudoClassStateChanged(FLAT, flat);
    }

    /// Slurm does not know how much memory a card has.
    private static String use(MemoryEstimate.Device device) {
        return device.free() == 0
                ? text("compare.device.useIt", device.name())
                : text("compare.device.use", device.name(), Numbers.bytes(device.free()));
    }

    private void show(String advice) {
        setVisible(!advice.isEmpty());
        words.setText(advice);
        words.setTooltip(new Tooltip(advice));
        getChildren().setAll(Ui.wide(words));
        for (DeviceSeen other : choice.others()) {
            String name = other.device().name();
            getChildren()
                    .add(
                            Ui.button(
                                    "compare-on-" + name.replace(':', '-'),
                                    use(other.device()),
                                    Icon.DEVICE,
                                    () -> choice.use(name)));
        }
        if (choice.isTaken()) {
            Button pause =
                    Ui.button(
                            "compare-pause",
                            text("compare.device.pause"),
                            Icon.PAUSE,
                            choice::pause);
            getChildren().add(pause);
        }
    }
}
