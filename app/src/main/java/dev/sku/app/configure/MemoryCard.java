package dev.sku.app.configure;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.StackedBar;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.MemoryEstimate.Change;
import dev.sku.protocol.MemorySpec;
import dev.sku.protocol.MemorySpec.Checkpointing;
import dev.sku.protocol.Quantization;
import dev.sku.resources.Icon;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The memory of each device of the draft as one bar: what others use, what the run will hold, what is left; and the
/// fields that change it.
final class MemoryCard extends VBox {
    private final MemoryViewModel memory;
    private final ConfigureViewModel model;
    private final VBox bars = Ui.column(10);
    private final HBox verdict = Ui.row(0);
    private final VBox ways = Ui.column(6);
    private final Label trouble = Ui.wrapped("", "card-note");

    MemoryCard(MemoryViewModel memory, ConfigureViewModel model, FormParts parts) {
        this.memory = memory;
        this.model = model;
        setId("memory");
        getStyleClass().add("card");
        ObjectProperty<Checkpointing> checkpointing =
                parts.choice(
                        "memory.activationCheckpointing",
                        s -> s.memory().activationCheckpointing());
        ObjectProperty<Quantization> quantize =
                parts.choice("memory.quantize", s -> s.memory().quantize());
        GridPane fields = Ui.grid(12, 50, 50);
        fields.addRow(0, device(), parts.number(DraftField.LOGITS_MEGABYTES));
        TitledPane thrift =
                parts.fold(
                        "memory-thrift",
                        text("memory.thrift"),
                        s -> isThrifty(s.memory()),
                        List.of(),
                        Ui.column(
                                5,
                                Ui.label(text("memory.checkpointing"), "field-label"),
                                new Segmented<>(
                                        "checkpointing",
                                        checkpointing,
                                        c -> text("memory.checkpointing", c),
                                        Checkpointing.AUTO,
                                        Checkpointing.ON,
                                        Checkpointing.OFF)),
                        Ui.column(
                                5,
                                Ui.label(text("memory.quantize"), "field-label"),
                                new Segmented<>(
                                        "quantize",
                                        quantize,
                                        q -> text("memory.quantize", q),
                                        Quantization.values())),
                        parts.fault(List.of("memory.quantize")),
                        parts.check(
                                "optimizer-on-host",
                                "memory.optimizerOnHost",
                                text("memory.optimizerOnHost"),
                                s -> s.memory().optimizerOnHost()),
                        parts.check(
                                "streamed-base",
                                "memory.streamedBase",
                                text("memory.streamedBase"),
                                s -> s.memory().streamedBase()));
        getChildren()
                .addAll(
                        Ui.cardHead(text("memory.title"), verdict),
                        trouble,
                        bars,
                        ways,
                        Ui.rule(),
                        fields,
                        parts.fault(DraftField.DEVICE, DraftField.LOGITS_MEGABYTES),
                        parts.fault(List.of("memory")),
                        thrift);
        memory.troubleProperty()
                .subscribe(words -> {
                    trouble.setText(words);
                    trouble.setVisible(!words.isEmpty());
                    trouble.setManaged(!words.isEmpty());
                });
        memory.estimateProperty().subscribe(this::show);
        memory.changes().addListener((ListChangeListener<Change>) _ -> offer());
        offer();
    }

    private static boolean isThrifty(MemorySpec memory) {
        return memory.activationCheckpointing() != Checkpointing.AUTO
                || memory.quantize() != Quantization.NONE
                || memory.optimizerOnHost()
                || memory.streamedBase();
    }

    /// Chosen from what is there, or written: `cuda:0,1` shares the layers between two cards.
    private VBox device() {
        ComboBox<String> box = new ComboBox<>();
        box.setId("field-device");
        box.setEditable(true);
        box.setAccessibleText(text("field.device"));
        box.getEditor().textProperty().bindBidirectional(model.text(DraftField.DEVICE));
        box.setMaxWidth(Double.MAX_VALUE);
        box.setMinWidth(0);
        box.setCellFactory(_ -> FormParts.cell(this::named));
        memory.devices()
                .addListener(
                        (ListChangeListener<DeviceSeen>)
                                _ ->
                                        box.getItems()
                                                .setAll(
                                                        memory.devices().stream()
                                                                .map(d -> d.device().name())
                                                                .toList()));
        Label name = Ui.label(text("field.device"), "field-label");
        name.setLabelFor(box);
        VBox column = Ui.column(5, name, box);
        column.setMinWidth(0);
        return column;
    }

    private String named(String device) {
        return memory.devices().stream()
                .filter(d -> d.device().name().equals(device))
                .findFirst()
                .map(d ->
                        text("memory.device", device, d.title(), Numbers.bytes(d.device().free())))
                .orElse(device);
    }

    private void show(@Nullable MemoryEstimate estimate) {
        bars.getChildren().clear();
        verdict.getChildren().clear();
        if (estimate == null) {
            return;
        }
        for (MemoryEstimate.OnDevice on : estimate.devices()) {
            bars.getChildren().add(bar(on));
        }
        bars.getChildren()
                .add(
                        Ui.label(
                                text(estimate.checkpointing() ? "memory.again" : "memory.kept"),
                                "caption"));
        verdict.getChildren().add(MemoryLook.verdict("memory-verdict", estimate));
    }

    private static VBox bar(MemoryEstimate.OnDevice on) {
        MemoryEstimate.Device device = on.device();
        List<StackedBar.Share> shares = MemoryLook.shares(on);
        VBox legend = Ui.column(2);
        for (StackedBar.Share share : shares) {
            legend.getChildren().add(line(share.look(), share.words(), share.amount()));
        }
        long left = device.free() - on.bytes();
        if (device.free() > 0) {
            legend.getChildren()
                    .add(
                            line(
                                    "none",
                                    text(left < 0 ? "memory.part.lacking" : "memory.part.free"),
                                    Math.abs(left)));
        }
        Label sum = Ui.label(MemoryLook.of(device), "muted");
        return Ui.column(
                7,
                Ui.row(5, Ui.whole(Numbers.bytes(on.bytes()), "h2"), sum),
                new StackedBar(12, device.total(), shares),
                legend);
    }

    private static HBox line(String look, String words, long bytes) {
        return Ui.row(
                8,
                Ui.dot(look),
                Ui.wide(Ui.label(words, "small")),
                Ui.whole(Numbers.bytes(bytes), "mono"));
    }

    private void offer() {
        ways.getChildren().clear();
        if (!memory.changes().isEmpty()) {
            ways.getChildren().add(Ui.label(text("memory.changes"), "field-label"));
        }
        for (Change change : memory.changes()) {
            Button way =
                    Ui.button(
                            "change-" + change.field().replace('.', '-'),
                            MemoryViewModel.words(change),
                            Icon.CONFIGURE,
                            () -> model.edit(_ -> change.spec()),
                            "compact");
            way.setMinWidth(0);
            way.setMaxWidth(Double.MAX_VALUE);
            ways.getChildren().add(way);
        }
        ways.setVisible(!memory.changes().isEmpty());
        ways.setManaged(!memory.changes().isEmpty());
    }
}
