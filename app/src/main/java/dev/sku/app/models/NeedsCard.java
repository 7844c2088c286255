package dev.sku.app.models;

import static dev.sku.resources.Texts.text;

import dev.sku.app.configure.MemoryViewModel;
import dev.sku.app.configure.ModelNeed;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.StackedBar;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.resources.Icon;
import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// What each use of a model would hold in memory here, against what is free: what fits is seen before anything is set up.
final class NeedsCard extends VBox {
    private static final double BAR = 6;

    private final Label device = Ui.label("", "card-note");
    private final GridPane lines = new GridPane(10, 3);
    private final Label note = Ui.wrapped(text("models.needs.note"), "caption");

    NeedsCard() {
        getStyleClass().add("card");
        setId("model-needs");
        setMinWidth(0);
        ColumnConstraints words = new ColumnConstraints();
        ColumnConstraints numbers = new ColumnConstraints();
        numbers.setHalignment(HPos.RIGHT);
        ColumnConstraints bars = new ColumnConstraints();
        bars.setHgrow(Priority.ALWAYS);
        lines.getColumnConstraints()
                .addAll(words, new ColumnConstraints(), numbers, bars, new ColumnConstraints());
        getChildren().addAll(Ui.cardHead(text("models.needs"), device), lines, note);
    }

    /// @param needs nothing while devices are not known
    void show(List<ModelNeed> needs) {
        lines.getChildren().clear();
        note.setText(text(needs.isEmpty() ? "models.needs.unknown" : "models.needs.note"));
        device.setText(needs.isEmpty() ? "" : free(needs.getFirst().on().device()));
        ModelNeed.@Nullable Use before = null;
        for (ModelNeed need : needs) {
            line(need, need.use() == before);
            before = need.use();
        }
    }

    private static String free(MemoryEstimate.Device device) {
        return device.free() == 0
                ? device.name()
                : text("models.needs.free", Numbers.bytes(device.free()), device.name());
    }

    private void line(ModelNeed need, boolean again) {
        MemoryViewModel.Verdict verdict = MemoryViewModel.verdict(need);
        String use = text("models.use", need.use());
        String way = text("models.way", need.way());
        String bytes = Numbers.bytes(need.on().bytes());
        String words = text("memory.verdict", verdict);
        Label value = Ui.whole(bytes, "mono");
        value.setId("need-" + need.use() + "-" + need.way());
        value.setAccessibleText(text("models.needs.line", use, way, bytes, words));
        boolean tooLarge = verdict == MemoryViewModel.Verdict.TOO_LARGE;
        StackedBar bar =
                new StackedBar(
                        BAR,
                        need.on().device().free(),
                        List.of(
                                new StackedBar.Share(
                                        use, tooLarge ? "harmful" : "cat-1", need.on().bytes())));
        Label sign = Ui.styled(new Label(null, sign(verdict).node()), "mark", look(verdict));
        sign.setTooltip(new Tooltip(words));
        lines.addRow(
                lines.getRowCount(),
                Ui.whole(again ? "" : use, "small"),
                Ui.label(way, "small", "muted"),
                value,
                bar,
                sign);
    }

    private static Icon sign(MemoryViewModel.Verdict verdict) {
        return switch (verdict) {
            case FITS -> Icon.DONE;
            case TIGHT -> Icon.WARNING;
            case TOO_LARGE -> Icon.FAULT;
            case UNKNOWN -> Icon.INFO;
        };
    }

    private static String look(MemoryViewModel.Verdict verdict) {
        return switch (verdict) {
            case FITS -> "helpful";
            case TIGHT -> "warning";
            case TOO_LARGE -> "harmful";
            case UNKNOWN -> "muted";
        };
    }
}
