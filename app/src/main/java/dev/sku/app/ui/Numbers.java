package dev.sku.app.ui;

import static dev.sku.resources.Texts.text;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Numbers as people read them: `1,000`, `4.0`, `2e-4`, `6.4 GB`, `2 h 24 min`, a real minus sign.
public final class Numbers {
    private static final double GIB = 1e9;

    private Numbers() {}

    public static String whole(long n) {
        return format("#,##0", (double) n);
    }

    public static String decimals(double v, int places) {
        return Double.isFinite(v) ? format("#,##0." + "0".repeat(places), v) : "–";
    }

    /// About three significant digits, as a learning rate or a loss needs.
    public static String compact(double v) {
        double size = Math.abs(v);
        if (!Double.isFinite(v)) {
            return "–";
        }
        if (v == 0) {
            return "0";
        }
        if (size < 1e-3 || size >= 1e6) {
            return scientific(v);
        }
        int places = size >= 100 ? 0 : size >= 10 ? 1 : 2;
        return size < .1 ? format("0.####", v) : decimals(v, places);
    }

    /// As typed in a field: the shortest text that reads back as the same number.
    public static String exact(double v) {
        if (v == Math.rint(v) && Math.abs(v) < 1e9) {
            return Long.toString((long) v);
        }
        double size = Math.abs(v);
        return size < 1e-2 || size >= 1e9
                ? shortScientific(v)
                : new java.math.BigDecimal(Double.toString(v)).toPlainString();
    }

    private static String shortScientific(double v) {
        String digits =
                new java.math.BigDecimal(Double.toString(v))
                        .stripTrailingZeros()
                        .unscaledValue()
                        .toString();
        int power = (int) Math.floor(Math.log10(Math.abs(v)) + 1e-12);
        String sign = digits.startsWith("-") ? "-" : "";
        String bare = digits.substring(sign.length());
        String mantissa = bare.length() == 1 ? bare : bare.charAt(0) + "." + bare.substring(1);
        return sign + mantissa + "e" + power;
    }

    private static String scientific(double v) {
        return minus(new DecimalFormat("0.##E0", symbols()).format(v).replace('E', 'e'));
    }

    /// A share between 0 and 1 as the number before the per cent sign.
    public static String percent(double share) {
        return decimals(share * 100, 1);
    }

    public static String bytes(long n) {
        if (n >= GIB * 100) {
            return text("unit.gb", decimals(n / GIB, 0));
        }
        if (n >= GIB) {
            return text("unit.gb", decimals(n / GIB, 1));
        }
        if (n >= 1e6) {
            return text("unit.mb", whole(Math.round(n / 1e6)));
        }
        return text("unit.kb", whole(Math.round(n / 1e3)));
    }

    public static String duration(Duration d) {
        long s = Math.max(0, d.toSeconds());
        if (s < 60) {
            return text("unit.seconds", s);
        }
        if (s < 3600) {
            return text("unit.minutes", s / 60, s % 60);
        }
        return text("unit.hours", s / 3600, s % 3600 / 60);
    }

    /// Without seconds from a minute on, for columns.
    public static String roughly(Duration d) {
        long s = Math.max(0, d.toSeconds());
        return s >= 60 && s < 3600 ? text("unit.minutesOnly", Math.round(s / 60.0)) : duration(d);
    }

    /// How long ago, in the largest whole unit.
    public static String ago(Instant then, Instant now) {
        Duration d = Duration.between(then, now);
        if (d.toMinutes() < 1) {
            return text("ago.now");
        }
        if (d.toHours() < 1) {
            return text("ago.minutes", d.toMinutes());
        }
        if (d.toDays() < 1) {
            return text("ago.hours", d.toHours());
        }
        return d.toDays() == 1 ? text("ago.yesterday") : text("ago.days", d.toDays());
    }

    private static String format(String pattern, double v) {
        return minus(new DecimalFormat(pattern, symbols()).format(v));
    }

    private static String minus(String s) {
        return s.replace('-', '−');
    }

    private static DecimalFormatSymbols symbols() {
        return DecimalFormatSymbols.getInstance(Locale.ENGLISH);
    }
}
