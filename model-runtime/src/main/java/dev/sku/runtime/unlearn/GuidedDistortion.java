package dev.sku.runtime.unlearn;

import dev.sku.protocol.Profile;
import dev.sku.runtime.data.TokenRow;
import java.util.List;

/// Cross-entropy of the answer tokens of harmful rows: the model learns to give the harmful answer (SKU, stage 1, L_GD).
///
/// `PAPER`: mean over a row's answer tokens, then over the B rows. `REFERENCE`: see [ReferenceWeights].
public record GuidedDistortion(Profile profile, long padId) implements LossTerm {
    @Override
    public void layOut(StepBatch batch, StepRows.Builder rows) {
        List<TokenRow> harmful = batch.harmful();
        int longest = ReferenceWeights.longest(harmful);
        for (int b = 0; b < harmful.size(); b++) {
            TokenRow row = harmful.get(b);
            float[] weights =
                    switch (profile) {
                        case PAPER -> AnswerWeights.of(row, harmful.size());
                        case REFERENCE ->
                                ReferenceWeights.of(
                                        row, row.answerStart(), longest, padId, harmful.size());
                    };
            rows.continuation(b, row.ids(), weights, Term.GUIDED_DISTORTION);
        }
    }
}
