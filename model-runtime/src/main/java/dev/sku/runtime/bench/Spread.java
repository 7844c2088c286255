package dev.sku.runtime.bench;

import dev.sku.runtime.evaluate.Quantile;
import java.util.Arrays;

/// A median with its quartiles.
public record Spread(double median, double lower, double upper) {
    static Spread of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(
                Quantile.of(sorted, 0.5), Quantile.of(sorted, 0.25), Quantile.of(sorted, 0.75));
    }

    Spread times(double factor) {
        return new Spread(factor * median, factor * lower, factor * upper);
    }
}
