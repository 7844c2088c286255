package dev.sku.runtime.unlearn;

import dev.sku.runtime.data.TokenRow;
import java.util.List;

/// The released code's loss as it runs, which differs from the paper's definition.
///
/// Input positions from `start` on count (so the first answer token, predicted from `start − 1`, never does), unless their
/// token is the literal id 1, whatever the pad token is. The divisor is the number of counted positions including the last,
/// which predicts nothing, and the pads where their id is not 1: it is one or more too large.
final class ReferenceWeights {
    private static final long LITERAL_PAD = 1;

    private ReferenceWeights() {}

    static int longest(List<TokenRow> rows) {
        return rows.stream().mapToInt(TokenRow::length).max().orElse(0);
    }

    static float[] of(TokenRow row, int start, int paddedLength, long padId, int rows) {
        long[] ids = row.ids();
        int counted = padId == LITERAL_PAD ? 0 : paddedLength - ids.length;
        for (int i = start; i < ids.length; i++) {
            counted += ids[i] == LITERAL_PAD ? 0 : 1;
        }
        float[] weights = new float[ids.length];
        for (int i = start; i + 1 < ids.length; i++) {
            boolean targetIsPad = ids[i + 1] == padId;
            if (ids[i] != LITERAL_PAD && !targetIsPad) {
                weights[i] = (float) (1.0 / counted / rows);
            }
        }
        return weights;
    }
}
