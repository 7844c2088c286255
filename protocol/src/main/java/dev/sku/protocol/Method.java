package dev.sku.protocol;

/// Which training loop a run is.
public enum Method {
    /// Selective Knowledge negation Unlearning: acquisition, then negation.
    SKU,
    /// Plain cross-entropy on the normal rows (FT), also used to make the sample model.
    FINE_TUNE
}
