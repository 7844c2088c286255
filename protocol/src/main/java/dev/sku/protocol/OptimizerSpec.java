package dev.sku.protocol;

import org.jspecify.annotations.Nullable;

/// AdamW with PyTorch's definition.
///
/// @param schedule learning rate over the steps; `LINEAR` falls to zero without warm-up
/// @param clipNorm largest gradient norm over all trained tensors; null leaves gradients alone
public record OptimizerSpec(
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        Schedule schedule,
        int warmupSteps,
        @Nullable Double clipNorm) {
    public enum Schedule {
        LINEAR,
        CONSTANT
    }

    /// The authors' defaults at a learning rate.
    public static OptimizerSpec adamW(double learningRate) {
        return new OptimizerSpec(learningRate, 0.9, 0.999, 1e-8, 0.01, Schedule.LINEAR, 0, null);
    }
}
