package dev.sku.protocol;

/// The modules' losses of one step before weighting, in nats a token, and their weighted sum.
///
/// A module that was left out is 0. Preservation divergence carries its sign: −KL as published.
public record LossTerms(
        double guidedDistortion,
        double randomDisassociation,
        double preservationDivergence,
        double total) {}
