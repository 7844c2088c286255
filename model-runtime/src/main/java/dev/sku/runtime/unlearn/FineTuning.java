package dev.sku.runtime.unlearn;

import dev.sku.runtime.data.TokenRow;
import java.util.List;

/// Plain cross-entropy of normal rows: fine-tuning, and the training of a model from scratch.
///
/// @param promptWeight weight of a prompt token where an answer token has 1; 0 trains on answers only
public record FineTuning(double promptWeight) implements LossTerm {
    @Override
    public void layOut(StepBatch batch, StepRows.Builder rows) {
        List<TokenRow> normal = batch.normal();
        for (int b = 0; b < normal.size(); b++) {
            TokenRow row = normal.get(b);
            float[] weights = new float[row.length()];
            double sum = 0;
            for (int i = 0; i + 1 < row.length(); i++) {
                weights[i] = (float) (i + 1 >= row.answerStart() ? 1 : promptWeight);
                sum += weights[i];
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) (weights[i] / (sum * normal.size()));
            }
            rows.continuation(b, row.ids(), weights, Term.GUIDED_DISTORTION);
        }
    }
}
