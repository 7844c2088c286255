package dev.sku.runtime.data;

import java.util.List;
import java.util.Objects;

/// What one optimizer step draws.
///
/// @param step from 0
/// @param batches whose gradients are averaged; more than one with gradient accumulation
public record PlannedStep(int step, double learningRate, List<MicroBatch> batches) {
    public PlannedStep {
        batches = List.copyOf(Objects.requireNonNull(batches, "batches is missing"));
    }
}
