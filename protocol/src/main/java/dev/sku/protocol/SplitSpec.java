package dev.sku.protocol;

/// Shares of the normal rows used for training, validation and test, split by question so that no question is in two.
public record SplitSpec(double training, double validation, double test) {
    public static final SplitSpec DEFAULT = new SplitSpec(0.7, 0.1, 0.2);
}
