package dev.sku.runtime.replay;

import tools.jackson.databind.JsonNode;

/// How far a run may be from the recorded one after its first step.
///
/// LoRA runs, and full runs with a larger ε in AdamW, are well conditioned. Full runs with ε = 1e-8 are not: the
/// divergence's gradient at step 0 is zero in theory and rounding noise in float32, and Adam turns noise of 1e-9 into a
/// step of up to the learning rate. There the recorded difference of float32 from float64 says what can be asked.
///
/// @param wellConditioned whether single tensors may be compared at all
record Tolerance(boolean wellConditioned, JsonNode recordedDeviation) {
    /// Of the first step's losses and gradient norm.
    static final double FIRST_STEP = 2e-6;

    /// Of a single gradient element, as a part of the tensor's largest; sums of some hundred products in another order.
    static final double GRADIENT = 2e-5;

    /// What float32 leaves of a norm that is zero in theory.
    static final double ROUNDING = 1e-6;

    /// Of logits and likelihoods of models that were only loaded.
    static final double INITIAL_LOGITS = 5e-5;

    private static final double WELL_CONDITIONED_EPSILON = 1e-6;

    static Tolerance of(RunName run, double epsilon, JsonNode golden) {
        return new Tolerance(
                run.lora() || epsilon >= WELL_CONDITIONED_EPSILON, golden.path("max_abs_dev"));
    }

    /// @param name `gd`, `rd`, `pd` or `total`
    double loss(String name) {
        return wellConditioned ? 2e-5 : ill(name);
    }

    double gradientNorm() {
        return wellConditioned ? 1e-4 : ill("grad_norm");
    }

    private double ill(String name) {
        return Math.max(1e-3, 10 * recordedDeviation.path(name).doubleValue(0));
    }

    double logits() {
        return wellConditioned ? 5e-5 : 1e-2;
    }

    /// Relative, of the norm of τ in one tensor.
    double taskVector() {
        return wellConditioned ? 1e-4 : 1e-2;
    }

    /// Of one weight.
    double weight() {
        return wellConditioned ? 2e-5 : 1e-3;
    }

    /// Tensors whose elements are noise in badly conditioned runs: a zero gradient in theory, or none for most rows.
    boolean compares(String tensor) {
        return wellConditioned
                || !(tensor.endsWith("k_proj.bias") || tensor.contains("embed_tokens"));
    }
}
