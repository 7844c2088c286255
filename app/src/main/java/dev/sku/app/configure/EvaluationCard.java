package dev.sku.app.configure;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.JudgeSpec;
import java.util.List;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// When the run is measured, on what and by whom, and how often its state is kept.
final class EvaluationCard extends VBox {
    private static final double NAMES = 96;

    /// @param dialogs for models, which lie where the runtime is
    EvaluationCard(ConfigureViewModel model, FormParts parts, FileDialogs dialogs) {
        getStyleClass().add("card");
        GridPane fields = Ui.grid(12, 50, 50);
        fields.setVgap(8);
        fields.addRow(0, parts.number(DraftField.EVERY_STEPS), parts.number(DraftField.SAMPLES));
        fields.addRow(
                1, parts.number(DraftField.HARMFUL_PROMPTS), parts.number(DraftField.NORMAL_ROWS));
        fields.addRow(
                2,
                parts.number(DraftField.MAX_NEW_TOKENS),
                parts.number(DraftField.CHECKPOINT_EVERY));
        HBox judgeFolder =
                parts.line(
                        DraftField.JUDGE_MODEL,
                        text("configure.choose"),
                        () -> dialogs.folder(text("field.evaluation.judge.model")));
        HBox threshold = parts.line(DraftField.JUDGE_THRESHOLD);
        parts.showWhile(
                s -> !(s.evaluation().judge() instanceof JudgeSpec.Phrases),
                judgeFolder,
                threshold);
        getChildren()
                .addAll(
                        Ui.cardHead(text("evaluation.title")),
                        fields,
                        parts.fault(
                                DraftField.EVERY_STEPS,
                                DraftField.SAMPLES,
                                DraftField.HARMFUL_PROMPTS,
                                DraftField.NORMAL_ROWS,
                                DraftField.MAX_NEW_TOKENS,
                                DraftField.CHECKPOINT_EVERY),
                        Ui.column(
                                8,
                                judge(model),
                                judgeFolder,
                                threshold,
                                parts.fault(
                                        List.of(
                                                "evaluation.judge",
                                                DraftField.JUDGE_MODEL.path(),
                                                DraftField.JUDGE_THRESHOLD.path())),
                                parts.line(
                                        DraftField.ENCODER,
                                        text("configure.choose"),
                                        () -> dialogs.folder(text("field.evaluation.encoder"))),
                                parts.fault(DraftField.ENCODER)),
                        Ui.wrapped(text("evaluation.note"), "card-note"));
    }

    private static HBox judge(ConfigureViewModel model) {
        ComboBox<JudgeKind> kinds =
                FormParts.combo(
                        "evaluation-judge", k -> text("judge", k), List.of(JudgeKind.values()));
        kinds.setAccessibleText(text("field.evaluation.judge"));
        kinds.setTooltip(new Tooltip(text("evaluation.judge.note")));
        kinds.setPromptText(text("judge.own"));
        model.draftProperty()
                .subscribe(s -> kinds.setValue(JudgeKind.of(s.evaluation().judge()).orElse(null)));
        kinds.valueProperty()
                .subscribe((_, now) -> {
                    JudgeSpec before = model.draftProperty().get().evaluation().judge();
                    if (now != null && JudgeKind.of(before).filter(k -> k == now).isEmpty()) {
                        model.edit(s -> Draft.with(s, "evaluation.judge", now.after(before)));
                    }
                });
        Label name = Ui.sized(Ui.label(text("field.evaluation.judge"), "field-label"), NAMES);
        name.setLabelFor(kinds);
        return Ui.row(8, name, Ui.wide(kinds));
    }
}
