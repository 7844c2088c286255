package dev.sku.protocol;

import java.util.Arrays;
import java.util.List;

/// The mean of a number over runs that differ in nothing but their seed, with its 95 % interval.
///
/// @param low equal to the mean where one seed alone tells nothing of others
public record SeedMean(double mean, double low, double high, int seeds) {
    /// Two-sided 95 % quantiles of Student's distribution with 1, 2, … degrees of freedom.
    private static final double[] STUDENT = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228
    };

    private static final double NORMAL = 1.959963984540054;

    /// With Student's interval of the mean.
    public static SeedMean of(List<Double> values) {
        double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
        double half = 0;
        if (values.size() > 1) {
            double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
            double error = Math.sqrt(squares / (values.size() - 1) / values.size());
            half = student(values.size() - 1) * error;
        }
        return new SeedMean(mean, mean - half, mean + half, values.size());
    }

    /// Of a share of replies, with the wider of two intervals at each end: Student's over seeds, and Wilson's of the mean over
    /// the prompts of one seed. All seeds are asked the same prompts, so that more of them do not tell more about other prompts.
    public static SeedMean ofRates(List<OutcomeCounts> counts, Outcome... outcomes) {
        SeedMean over =
                of(counts.stream().map(c -> c.n() == 0 ? Double.NaN : rate(c, outcomes)).toList());
        int prompts = counts.stream().mapToInt(OutcomeCounts::n).min().orElse(0);
        if (prompts == 0) {
            return over;
        }
        Interval one = Interval.wilson(over.mean, prompts);
        return new SeedMean(
                over.mean,
                Math.max(0, Math.min(over.low, one.low())),
                Math.min(1, Math.max(over.high, one.high())),
                over.seeds);
    }

    private static double rate(OutcomeCounts counts, Outcome... outcomes) {
        return Arrays.stream(outcomes).mapToInt(counts::count).sum() / (double) counts.n();
    }

    public boolean hasInterval() {
        return low < high;
    }

    /// Fisher's expansion where the table ends, right to the third decimal there.
    private static double student(int freedom) {
        if (freedom <= STUDENT.length) {
            return STUDENT[freedom - 1];
        }
        double z = NORMAL;
        double n = freedom;
        return z
                + (Math.pow(z, 3) + z) / (4 * n)
                + (5 * Math.pow(z, 5) + 16 * Math.pow(z, 3) + 3 * z) / (96 * n * n)
                + (3 * Math.pow(z, 7) + 19 * Math.pow(z, 5) + 17 * Math.pow(z, 3) - 15 * z)
                        / (384 * n * n * n);
    }
}
