package dev.sku.runtime.unlearn;

import dev.sku.runtime.data.TokenRow;

/// Weights that make a sum over tokens the paper's mean: over a row's answer tokens, then over rows.
final class AnswerWeights {
    private AnswerWeights() {}

    /// The weight at a position belongs to the token after it, which that position predicts.
    static float[] of(TokenRow row, int rows) {
        float[] weights = new float[row.length()];
        int first = Math.max(row.answerStart(), 1);
        int answer = row.length() - first;
        for (int i = first; i < row.length(); i++) {
            weights[i - 1] = (float) (1.0 / answer / rows);
        }
        return weights;
    }
}
