package dev.sku.runtime.unlearn;

/// Which of the two cross-entropy sums of a step a token belongs to.
public enum Term {
    GUIDED_DISTORTION,
    RANDOM_DISASSOCIATION
}
