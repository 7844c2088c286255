package dev.sku.runtime.chat;

import java.math.BigDecimal;
import java.util.List;

/// How Python writes a value: `str` and `repr`.
final class PythonText {
    private PythonText() {}

    static String str(Budget budget, Object value) {
        return value instanceof String s
                ? s
                : value instanceof Undefined ? "" : repr(budget, value);
    }

    static String repr(Budget budget, Object value) {
        StringBuilder out = new StringBuilder();
        write(budget, value, out);
        return out.toString();
    }

    private static void write(Budget budget, Object value, StringBuilder out) {
        budget.enter();
        switch (value) {
            case String s -> {
                budget.spendText(s.length());
                quoted(s, out);
            }
            case Long n -> out.append(n);
            case Double d -> out.append(number(d));
            case Boolean b -> out.append(b ? "True" : "False");
            case None _ -> out.append("None");
            case Undefined _ -> out.append("Undefined");
            case ListValue l -> {
                boolean lone = l.tuple() && l.items().size() == 1;
                items(
                        budget,
                        l.tuple() ? "(" : "[",
                        l.items(),
                        lone ? ",)" : l.tuple() ? ")" : "]",
                        out);
            }
            case DictValue d -> dict(budget, d, out);
            case DictView v ->
                    items(
                            budget,
                            "dict_" + v.part().name().toLowerCase(java.util.Locale.ROOT) + "([",
                            v.items(),
                            "])",
                            out);
            case Range r -> {
                out.append("range(").append(r.start()).append(", ").append(r.stop());
                out.append(r.step() == 1 ? ")" : ", " + r.step() + ")");
            }
            default -> throw new TemplateFault(Values.kind(value) + " cannot be written as text");
        }
        budget.within(out.length());
        budget.leave();
    }

    private static void items(
            Budget budget, String open, List<Object> items, String close, StringBuilder out) {
        out.append(open);
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            write(budget, items.get(i), out);
        }
        out.append(close);
    }

    private static void dict(Budget budget, DictValue dict, StringBuilder out) {
        out.append('{');
        String between = "";
        for (DictValue.Entry entry : dict.entries()) {
            out.append(between);
            write(budget, entry.key(), out);
            out.append(": ");
            write(budget, entry.value(), out);
            between = ", ";
        }
        out.append('}');
    }

    private static void quoted(String text, StringBuilder out) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '\\' -> out.append("\\\\");
                        case '\n' -> out.append("\\n");
                        case '\r' -> out.append("\\r");
                        case '\t' -> out.append("\\t");
                        default -> {
                            if (c == quote) {
                                out.append('\\').append(quote);
                            } else if (Characters.isPrintable(c)) {
                                out.appendCodePoint(c);
                            } else if (c < 0x100) {
                                out.append("\\x%02x".formatted(c));
                            } else {
                                out.append((c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
                            }
                        }
                    }
                });
        out.append(quote);
    }

    /// The shortest digits that give the number again, as Python sets them: with an exponent below 1e-4 and from 1e16 on.
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        String digits = exact.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - exact.scale();
        String sign = value < 0 ? "-" : "";
        if (exponent < -4 || exponent >= 16) {
            String more = digits.length() > 1 ? "." + digits.substring(1) : "";
            return "%s%s%se%s%02d"
                    .formatted(
                            sign,
                            digits.charAt(0),
                            more,
                            exponent < 0 ? "-" : "+",
                            Math.abs(exponent));
        }
        String plain = exact.abs().toPlainString();
        return sign + plain + (plain.indexOf('.') < 0 ? ".0" : "");
    }
}
