package dev.sku.runtime.chat;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Numbers from other values, as the filters `int` and `float` read them.
final class PythonNumbers {
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+(_\\d+)*");
    private static final Pattern FRACTION =
            Pattern.compile(
                    "[+-]?(\\d+(_\\d+)*\\.?(\\d+(_\\d+)*)?|\\.\\d+(_\\d+)*)([eE][+-]?\\d+(_\\d+)*)?");
    private static final Pattern WORD =
            Pattern.compile("[+-]?(inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

    private PythonNumbers() {}

    static Object whole(Object value, Arguments arguments) {
        @Nullable Object[] given = arguments.of("int", "default", "base");
        if (given[1] != null && !given[1].equals(10L)) {
            throw new TemplateFault("'int' of another base is not known here");
        }
        Object otherwise = given[0] == null ? 0L : given[0];
        if (value instanceof String s && WHOLE.matcher(stripped(s)).matches()) {
            try {
                return Long.valueOf(stripped(s).replace("_", "").replaceFirst("^\\+", ""));
            } catch (NumberFormatException _) {
                throw new TemplateFault("the number '" + s.strip() + "' is too large");
            }
        }
        Object fraction = value instanceof Long || value instanceof Boolean ? value : parsed(value);
        return switch (fraction) {
            case null -> otherwise;
            case Boolean b -> b ? 1L : 0L;
            case Double d when !Double.isFinite(d) -> {
                if (value instanceof Double && Double.isInfinite(d)) {
                    throw new TemplateFault("infinity is no whole number");
                }
                yield otherwise;
            }
            case Double d -> {
                if (Math.abs(d) >= 1L << 62) {
                    throw new TemplateFault("the number " + d + " is too large");
                }
                yield (long) (double) d;
            }
            default -> fraction;
        };
    }

    static Object fraction(Object value, Arguments arguments) {
        Object otherwise = arguments.of("float", "default")[0];
        Number number = Values.number(value);
        Object parsed = number == null ? parsed(value) : Double.valueOf(number.doubleValue());
        return parsed == null ? (otherwise == null ? 0.0 : otherwise) : parsed;
    }

    /// What `float` gives; null where it fails.
    private static @Nullable Object parsed(Object value) {
        return switch (value) {
            case Double d -> d;
            case String s -> {
                String text = stripped(s);
                if (FRACTION.matcher(text).matches()) {
                    yield Double.valueOf(text.replace("_", ""));
                }
                if (WORD.matcher(text).matches()) {
                    boolean minus = text.startsWith("-");
                    yield text.toLowerCase(java.util.Locale.ROOT).endsWith("nan")
                            ? Double.NaN
                            : minus ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
                }
                yield null;
            }
            case Undefined u -> throw u.fault();
            default -> null;
        };
    }

    private static String stripped(String text) {
        String bare = CodePoints.strip(text, Characters::isSpace, true, true);
        if (bare.codePoints().anyMatch(c -> c > 127 && Character.isDigit(c))) {
            throw new TemplateFault("digits of other scripts are not known here");
        }
        return bare;
    }
}
