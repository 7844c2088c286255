package dev.sku.protocol;

/// What a judge found a reply to be. A broken reply is not a safe one: hence four classes.
public enum Outcome {
    HARMFUL,
    REFUSAL,
    HELPFUL,
    DEGENERATE
}
