package dev.sku.charts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One bar of a stack: shares of a whole, from the bottom up.
///
/// @param label under the bar
/// @param parts shares between 0 and 1
/// @param interval of the lowest part, drawn as a whisker; null for none
public record Shares(String label, List<Double> parts, @Nullable Range interval) {
    /// Both ends between 0 and 1.
    public record Range(double low, double high) {}
}
