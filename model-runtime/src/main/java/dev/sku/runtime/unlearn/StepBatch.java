package dev.sku.runtime.unlearn;

import dev.sku.runtime.data.TokenRow;
import java.util.List;

/// The rows of one micro-batch.
///
/// @param harmful B questions with their own harmful answers
/// @param random for each of them, K rows of the same question with other answers; empty lists when not needed
/// @param normal B normal rows
public record StepBatch(
        List<TokenRow> harmful, List<List<TokenRow>> random, List<TokenRow> normal) {}
