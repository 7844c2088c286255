package dev.sku.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which tensors stage 1 trains.
public sealed interface Trained {
    /// Decoder layers (counted from 0) whose tensors are trained; null trains all.
    @Nullable List<Integer> layers();

    /// Dropout on the residual branches while training; 0 by default (OPT ships 0.1).
    double modelDropout();

    /// Every tensor of the chosen layers, and the embeddings, norms and head when `layers` is null.
    ///
    /// @param modules last name parts of the tensors to train (`fc1`, `v_proj`, …); null trains all
    record Full(@Nullable List<Integer> layers, @Nullable List<String> modules, double modelDropout)
            implements Trained {}

    /// Low-rank adapters `W + (alpha/rank)·B·A`; the base stays as it is.
    ///
    /// @param targets Hugging Face names of the adapted projections, or the single word `all-linear`
    /// @param dropout on the adapters' input
    record Lora(
            int rank,
            double alpha,
            double dropout,
            List<String> targets,
            @Nullable List<Integer> layers,
            double modelDropout)
            implements Trained {}
}
