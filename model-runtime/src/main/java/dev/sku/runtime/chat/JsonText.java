package dev.sku.runtime.chat;

import org.jspecify.annotations.Nullable;

/// The filter `tojson` as transformers has it: Python's `json.dumps` that leaves letters of all scripts as they are.
final class JsonText {
    private final Budget budget;
    private final @Nullable String indent;
    private final String between;
    private final String colon;
    private final StringBuilder out = new StringBuilder();

    private JsonText(Budget budget, @Nullable String indent, String between, String colon) {
        this.budget = budget;
        this.indent = indent;
        this.between = between;
        this.colon = colon;
    }

    static String of(Budget budget, Object value, Arguments arguments) {
        @Nullable Object[] given =
                arguments.of("tojson", "ensure_ascii", "indent", "separators", "sort_keys");
        if ((given[0] != null && Values.isTrue(given[0]))
                || (given[3] != null && Values.isTrue(given[3]))) {
            throw new TemplateFault("'tojson' with ensure_ascii or sort_keys is not known here");
        }
        String indent =
                switch (given[1]) {
                    case null -> null;
                    case None _ -> null;
                    case Long n -> " ".repeat(Math.clamp(n, 0, 64));
                    case String s -> s;
                    default ->
                            throw new TemplateFault(
                                    "'tojson' cannot indent by " + Values.kind(given[1]));
                };
        String between = indent == null ? ", " : ",";
        String colon = ": ";
        if (given[2] != null && !(given[2] instanceof None)) {
            if (!(given[2] instanceof ListValue l) || l.items().size() != 2) {
                throw new TemplateFault("'tojson' needs two separators");
            }
            between = TextMethods.text("tojson", l.items().get(0));
            colon = TextMethods.text("tojson", l.items().get(1));
        }
        JsonText json = new JsonText(budget, indent, between, colon);
        json.write(value, 0);
        return budget.text(json.out.toString());
    }

    private void write(Object value, int level) {
        budget.enter();
        switch (value) {
            case String s -> quoted(s);
            case Long n -> out.append(n);
            case Double d -> out.append(number(d));
            case Boolean b -> out.append(b);
            case None _ -> out.append("null");
            case ListValue l -> list(l, level);
            case DictValue d -> dict(d, level);
            default -> throw new TemplateFault(Values.kind(value) + " cannot be written as JSON");
        }
        budget.within(out.length());
        budget.leave();
    }

    private static String number(double d) {
        return Double.isNaN(d)
                ? "NaN"
                : Double.isInfinite(d) ? (d > 0 ? "Infinity" : "-Infinity") : PythonText.number(d);
    }

    private void list(ListValue list, int level) {
        if (list.items().isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        for (int i = 0; i < list.items().size(); i++) {
            out.append(i == 0 ? "" : between);
            line(level + 1);
            write(list.items().get(i), level + 1);
        }
        line(level);
        out.append(']');
    }

    private void dict(DictValue dict, int level) {
        if (dict.size() == 0) {
            out.append("{}");
            return;
        }
        out.append('{');
        boolean first = true;
        for (DictValue.Entry entry : dict.entries()) {
            out.append(first ? "" : between);
            first = false;
            line(level + 1);
            quoted(key(entry.key()));
            out.append(colon);
            write(entry.value(), level + 1);
        }
        line(level);
        out.append('}');
    }

    private static String key(Object key) {
        return switch (key) {
            case String s -> s;
            case Long n -> n.toString();
            case Double d -> number(d);
            case Boolean b -> b.toString();
            case None _ -> "null";
            default -> throw new TemplateFault(Values.kind(key) + " cannot be a key in JSON");
        };
    }

    private void line(int level) {
        if (indent != null) {
            out.append('\n').repeat(indent, level);
        }
    }

    private void quoted(String text) {
        budget.spendText(text.length());
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < ' ') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
