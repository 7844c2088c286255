package dev.sku.protocol;

/// The number format a model computes in.
public enum Precision {
    FP32,
    BF16,
    FP16
}
