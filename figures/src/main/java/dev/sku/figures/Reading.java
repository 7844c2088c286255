package dev.sku.figures;

import org.jspecify.annotations.Nullable;

/// A point's value of a measure.
///
/// @param value not a number where it was not measured
/// @param span null where none is known, as for the perplexity of one run, of which only the mean is kept
public record Reading(double value, @Nullable Span span) {
    static final Reading NONE = new Reading(Double.NaN, null);

    static Reading exactly(double value) {
        return new Reading(value, null);
    }

    public boolean known() {
        return Double.isFinite(value);
    }
}
