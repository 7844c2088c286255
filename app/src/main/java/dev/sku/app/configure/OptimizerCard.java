package dev.sku.app.configure;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.OptimizerSpec;
import dev.sku.protocol.Precision;
import dev.sku.protocol.RunSpec;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// How the trained tensors are moved: rates, counts, precision.
final class OptimizerCard extends VBox {

    OptimizerCard(FormParts parts) {
        getStyleClass().add("card");
        ObjectProperty<OptimizerSpec.Schedule> schedule =
                parts.choice("optimizer.schedule", s -> s.optimizer().schedule());
        ObjectProperty<Precision> precision = parts.choice("precision", s -> s.precision());
        GridPane fields = Ui.grid(12, 25, 25, 25, 25);
        fields.setVgap(8);
        fields.addRow(
                0,
                parts.number(DraftField.LEARNING_RATE),
                parts.number(DraftField.STEPS),
                parts.number(DraftField.BATCH),
                parts.number(DraftField.RANDOM_ANSWERS));
        fields.add(
                parts.fault(
                        DraftField.LEARNING_RATE,
                        DraftField.STEPS,
                        DraftField.BATCH,
                        DraftField.RANDOM_ANSWERS),
                0,
                1,
                4,
                1);
        fields.addRow(
                2,
                parts.number(DraftField.MAX_TOKENS),
                parts.number(DraftField.WEIGHT_DECAY),
                parts.number(DraftField.WARMUP),
                parts.number(DraftField.CLIP_NORM));
        fields.add(
                parts.fault(
                        DraftField.MAX_TOKENS,
                        DraftField.WEIGHT_DECAY,
                        DraftField.WARMUP,
                        DraftField.CLIP_NORM),
                0,
                3,
                4,
                1);
        fields.addRow(
                4,
                parts.number(DraftField.ACCUMULATION),
                parts.number(DraftField.SEED),
                precision(precision));
        fields.add(parts.fault(DraftField.ACCUMULATION, DraftField.SEED), 0, 5, 4, 1);
        getChildren()
                .addAll(
                        Ui.cardHead(
                                text("optimizer.title"),
                                new Segmented<>(
                                        "schedule",
                                        schedule,
                                        s -> text("schedule", s),
                                        OptimizerSpec.Schedule.LINEAR,
                                        OptimizerSpec.Schedule.CONSTANT)),
                        fields,
                        more(parts));
    }

    private static TitledPane more(FormParts parts) {
        GridPane fields = Ui.grid(12, 25, 25, 25, 25);
        fields.addRow(
                0,
                parts.number(DraftField.BETA_1),
                parts.number(DraftField.BETA_2),
                parts.number(DraftField.EPSILON),
                parts.number(DraftField.MODEL_DROPOUT));
        List<DraftField> all =
                List.of(
                        DraftField.BETA_1,
                        DraftField.BETA_2,
                        DraftField.EPSILON,
                        DraftField.MODEL_DROPOUT);
        return parts.fold(
                "optimizer-more",
                text("optimizer.more"),
                OptimizerCard::isUnusual,
                all,
                fields,
                parts.fault(all.toArray(DraftField[]::new)));
    }

    private static boolean isUnusual(RunSpec spec) {
        OptimizerSpec now = spec.optimizer();
        OptimizerSpec usual = OptimizerSpec.adamW(now.learningRate());
        return now.beta1() != usual.beta1()
                || now.beta2() != usual.beta2()
                || now.epsilon() != usual.epsilon()
                || spec.trained().modelDropout() != 0;
    }

    private static VBox precision(ObjectProperty<Precision> value) {
        ComboBox<Precision> box =
                FormParts.combo(
                        "precision", p -> text("precision", p), List.of(Precision.values()));
        box.valueProperty().bindBidirectional(value);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setMinWidth(0);
        Label name = Ui.label(text("field.precision"), "field-label");
        name.setLabelFor(box);
        return Ui.column(5, name, box);
    }
}
