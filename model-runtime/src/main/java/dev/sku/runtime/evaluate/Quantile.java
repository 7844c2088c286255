package dev.sku.runtime.evaluate;

/// A quantile of numbers, linear between its two neighbours (as numpy's; Hyndman and Fan 1996, definition 7).
public final class Quantile {
    private Quantile() {}

    /// @param sorted at least one, ascending
    /// @param share 0 is the smallest, 1 the largest
    public static double of(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
