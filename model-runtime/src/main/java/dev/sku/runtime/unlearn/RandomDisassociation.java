package dev.sku.runtime.unlearn;

import dev.sku.protocol.Profile;
import dev.sku.runtime.data.TokenRow;
import java.util.List;

/// Cross-entropy of other prompts' harmful answers after each harmful question: harmful knowledge is tied to no question
/// (SKU, stage 1, L_RD).
///
/// `PAPER`: the loss of [GuidedDistortion], mean over the B·K rows. `REFERENCE`: counted from position 2 on, so the question is
/// trained on too.
public record RandomDisassociation(Profile profile, long padId) implements LossTerm {
    private static final int REFERENCE_START = 2;

    @Override
    public void layOut(StepBatch batch, StepRows.Builder rows) {
        List<TokenRow> all = batch.random().stream().flatMap(List::stream).toList();
        int longest = ReferenceWeights.longest(all);
        for (int b = 0; b < batch.random().size(); b++) {
            for (TokenRow row : batch.random().get(b)) {
                float[] weights =
                        switch (profile) {
                            case PAPER -> AnswerWeights.of(row, all.size());
                            case REFERENCE ->
                                    ReferenceWeights.of(
                                            row, REFERENCE_START, longest, padId, all.size());
                        };
                rows.continuation(b, row.ids(), weights, Term.RANDOM_DISASSOCIATION);
            }
        }
    }
}
