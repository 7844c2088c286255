package dev.sku.charts;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.ui.TextAnchor;

/// A range of an axis with round ends, and where its ticks stand.
///
/// @param log values are powers: low, high and tick positions are decimal logarithms
record Scale(double low, double high, double unit, boolean log) {
    private static final double[] ROUND = {1, 2, 2.5, 5, 10};

    /// @param ticks about how many there is room for
    static Scale around(double low, double high, int ticks) {
        double span = high - low;
        if (!(span > 0) || !Double.isFinite(span)) {
            double pad = low == 0 || !Double.isFinite(low) ? 1 : Math.abs(low) * .1;
            return around(finite(low) - pad, finite(low) + pad, ticks);
        }
        double unit = unit(span, ticks);
        return new Scale(
                Math.floor(low / unit + 1e-9) * unit,
                Math.ceil(high / unit - 1e-9) * unit,
                unit,
                false);
    }

    /// The range as it is, with round ticks inside: for steps, where room beyond the last would mislead.
    static Scale exactly(double low, double high, int ticks) {
        double span = high > low ? high - low : 1;
        return new Scale(low, low + span, Math.max(unit(span, ticks), 1e-12), false);
    }

    /// The range as it is.
    ///
    /// @param low, high decimal logarithms
    static Scale powers(double low, double high) {
        return new Scale(low, high, 1, true);
    }

    /// @param low, high decimal logarithms
    static Scale logarithmic(double low, double high) {
        double a = finite(low);
        double b = Math.max(finite(high), a + .05);
        double pad = (b - a) * .05;
        return new Scale(a - pad, b + pad, 1, true);
    }

    private static double unit(double span, int ticks) {
        double rough = span / Math.max(1, ticks);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double r : ROUND) {
            if (r * power >= rough * .999) {
                return r * power;
            }
        }
        return 10 * power;
    }

    private static double finite(double v) {
        return Double.isFinite(v) ? v : 0;
    }

    List<NumberTick> ticks(TextAnchor anchor) {
        List<NumberTick> ticks = new ArrayList<>();
        if (log) {
            logTicks(ticks, anchor);
            return ticks;
        }
        double first = Math.ceil(low / unit - 1e-9);
        for (double k = first; k * unit <= high + unit * 1e-6; k++) {
            ticks.add(tick(k * unit, number(k * unit, unit), anchor));
        }
        return ticks;
    }

    /// 1, 2, 5 in each decade when few decades are seen; else only the powers of ten.
    private void logTicks(List<NumberTick> ticks, TextAnchor anchor) {
        double[] steps = high - low > 2.5 ? new double[] {1} : new double[] {1, 2, 5};
        if (high - low < .6) {
            steps = new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9};
        }
        for (int decade = (int) Math.floor(low); decade <= Math.ceil(high); decade++) {
            for (double step : steps) {
                double at = decade + Math.log10(step);
                if (at >= low && at <= high) {
                    double value = step * Math.pow(10, decade);
                    ticks.add(
                            tick(
                                    at,
                                    number(
                                            value,
                                            Math.pow(
                                                    10,
                                                    step == Math.rint(step) ? decade : decade - 1)),
                                    anchor));
                }
            }
        }
    }

    private static NumberTick tick(double at, String label, TextAnchor anchor) {
        return new NumberTick(TickType.MAJOR, at, label, anchor, TextAnchor.CENTER, 0);
    }

    /// With as many decimals as a step of the axis needs, groups of thousands, and a real minus sign.
    static String number(double value, double step) {
        double size = Math.abs(value);
        String text;
        if (size != 0 && (size >= 1e7 || size < 1e-4)) {
            text = new DecimalFormat("0.##E0", symbols()).format(value).replace("E", "e");
        } else {
            int decimals = (int) Math.max(0, Math.ceil(-Math.log10(Math.abs(step)) - 1e-9));
            if (Math.abs(step * Math.pow(10, decimals) - Math.rint(step * Math.pow(10, decimals)))
                    > 1e-6) {
                decimals++;
            }
            DecimalFormat format = new DecimalFormat("#,##0", symbols());
            format.setMinimumFractionDigits(decimals);
            format.setMaximumFractionDigits(decimals);
            text = format.format(value + 0.0);
        }
        return text.equals("-0") ? "0" : text.replace('-', '−');
    }

    private static DecimalFormatSymbols symbols() {
        return DecimalFormatSymbols.getInstance(Locale.ENGLISH);
    }
}
