package dev.sku.protocol;

/// A 95 % interval of a rate, both ends within 0 and 1.
public record Interval(double low, double high) {
    /// Two-sided 95 % quantile of the normal distribution.
    private static final double Z = 1.959963984540054;

    /// Wilson's score interval (Wilson 1927): usable at 0 and n successes, unlike p ± z·√(p(1−p)/n).
    public static Interval wilson(int successes, int n) {
        return n == 0 ? new Interval(0, 1) : wilson((double) successes / n, n);
    }

    /// Of a rate among `n`, at least 1.
    static Interval wilson(double p, int n) {
        double denominator = 1 + Z * Z / n;
        double centre = (p + Z * Z / (2 * n)) / denominator;
        double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4.0 * n * n)) / denominator;
        return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
    }
}
