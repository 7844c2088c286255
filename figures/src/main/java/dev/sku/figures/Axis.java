package dev.sku.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// One axis of a figure: its words, its range and its ticks.
///
/// @param low in the measure's unit, also where the axis is logarithmic; as is `high`
public record Axis(
        String label, String hint, boolean log, double low, double high, List<Tick> ticks) {
    private static final double[] ROUND = {1, 2, 2.5, 5, 10};

    /// Below this factor between the ends, ticks at equal distances say more than 1, 2, 5.
    private static final double FEW = 4;

    /// Room beside the outermost points, as a share of the range.
    private static final double AIR = 0.04;

    public record Tick(double at, String words) {}

    /// @param values that have to be on it; at least one
    /// @param ticks about how many there is room for
    static Axis around(Measure measure, boolean log, List<Double> values, int ticks) {
        double least = values.stream().mapToDouble(v -> v).min().orElse(0);
        double most = values.stream().mapToDouble(v -> v).max().orElse(1);
        String hint =
                switch (measure.better()) {
                    case LOWER -> Words.text("axis.lower");
                    case HIGHER -> Words.text("axis.higher");
                    case NEITHER -> "";
                };
        return log
                ? logarithmic(measure.words(), hint, least, most, ticks)
                : linear(measure.words(), hint, least, most, ticks);
    }

    /// With round ticks, and a little room beside the outermost values.
    ///
    /// @param ticks about how many there is room for
    public static Axis linear(String label, double least, double most, int ticks) {
        return linear(label, "", least, most, ticks);
    }

    private static Axis linear(String label, String hint, double least, double most, int ticks) {
        double pad = most > least ? AIR * (most - least) : Math.max(Math.abs(most) * .05, .5);
        double low = least >= 0 && least < .2 * most ? 0 - AIR * most : least - pad;
        double high = most + pad;
        double unit = unit(high - low, ticks);
        return new Axis(
                label,
                hint,
                false,
                low,
                high,
                equal(least >= 0 ? Math.max(0, low) : low, high, unit));
    }

    private static Axis logarithmic(
            String label, String hint, double least, double most, int ticks) {
        double pad = most > least ? Math.pow(most / least, AIR) : 1.05;
        double low = least / pad;
        double high = most * pad;
        if (high / low < FEW) {
            return new Axis(
                    label, hint, true, low, high, equal(low, high, unit(high - low, ticks)));
        }
        double decades = Math.log10(high / low);
        double[] steps = decades > ticks / 2.0 ? new double[] {1} : new double[] {1, 2, 5};
        List<Tick> all = new ArrayList<>();
        for (int d = (int) Math.floor(Math.log10(low)); d <= Math.log10(high); d++) {
            for (double step : steps) {
                double at = step * Math.pow(10, d);
                if (at >= low && at <= high) {
                    all.add(new Tick(at, Numerals.tick(at, Math.min(1, Math.pow(10, d)))));
                }
            }
        }
        return new Axis(label, hint, true, low, high, thinned(all, ticks));
    }

    private static List<Tick> thinned(List<Tick> all, int most) {
        int every = Math.max(1, (all.size() + most - 1) / Math.max(1, most));
        List<Tick> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += every) {
            some.add(all.get(i));
        }
        return List.copyOf(some);
    }

    /// The smallest round step that gives at most so many ticks.
    private static double unit(double range, int ticks) {
        double rough = range / Math.max(1, ticks);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        return DoubleStream.of(ROUND)
                .map(r -> r * power)
                .filter(u -> u >= rough * (1 - 1e-9))
                .findFirst()
                .orElse(10 * power);
    }

    private static List<Tick> equal(double low, double high, double unit) {
        List<Tick> all = new ArrayList<>();
        double tolerance = 1e-9 * (high - low);
        for (long k = (long) Math.ceil((low - tolerance) / unit);
                k * unit <= high + tolerance;
                k++) {
            all.add(new Tick(k * unit, Numerals.tick(k * unit, unit)));
        }
        return List.copyOf(all);
    }

    /// 0 at the low end, 1 at the high end.
    public double share(double value) {
        return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }
}
