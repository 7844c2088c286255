package dev.sku.protocol;

/// How a model is trained again to see how soon its harm comes back. What comes of it is measured and forgotten.
///
/// AdamW at a constant rate without weight decay, gradients clipped to a norm of 1, cross-entropy of the answers.
///
/// @param rows drawn from the run's own training rows
/// @param batch rows of a step
/// @param seed draws the rows, their order and fresh adapters
public record Relearning(int rows, int batch, Trained trained, double learningRate, long seed) {}
