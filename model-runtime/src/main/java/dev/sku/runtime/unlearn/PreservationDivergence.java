package dev.sku.runtime.unlearn;

import dev.sku.protocol.Profile;
import dev.sku.runtime.data.TokenRow;
import java.util.List;

/// KL(P_base ‖ P_θ) on the positions of normal rows (SKU, stage 1, L_PD), natural logarithm, mean over positions.
///
/// The sign is the step's business (`DIVERGE` subtracts it). `PAPER`: all M tokens of the rows. `REFERENCE`: every row padded
/// to the longest; pads are masked as keys but counted as positions.
public record PreservationDivergence(Profile profile) implements LossTerm {
    @Override
    public void layOut(StepBatch batch, StepRows.Builder rows) {
        List<TokenRow> normal = batch.normal();
        int longest = ReferenceWeights.longest(normal);
        for (TokenRow row : normal) {
            switch (profile) {
                case PAPER -> rows.divergence(row.ids(), row.length());
                case REFERENCE -> rows.divergence(row.ids(), longest);
            }
        }
    }
}
