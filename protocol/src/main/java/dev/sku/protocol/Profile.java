package dev.sku.protocol;

/// Which definition of the losses is computed: the paper's, or the released code's as it runs (docs/method.md lists every
/// difference).
public enum Profile {
    PAPER,
    REFERENCE
}
