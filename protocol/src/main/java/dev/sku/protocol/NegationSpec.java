package dev.sku.protocol;

import java.util.List;

/// Stage 2, knowledge negation θ_unl = θ_pre − λ·τ.
///
/// @param lambda the negation scale λ of the exported model and of evaluations during training
/// @param sweep the λ that the final evaluation also measures
public record NegationSpec(double lambda, List<Double> sweep) {}
