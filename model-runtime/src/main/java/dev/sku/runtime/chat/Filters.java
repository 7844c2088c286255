package dev.sku.runtime.chat;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The filters of one value: text, numbers, JSON. Those of many are [SequenceFilters].
final class Filters {
    /// Says that text is not to be escaped; known only where nothing follows it.
    static final String SAFE = "safe";

    private static final Set<String> KNOWN =
            Set.of(
                    "abs",
                    "capitalize",
                    "count",
                    "d",
                    "default",
                    "float",
                    "indent",
                    "int",
                    "items",
                    "length",
                    "lower",
                    "replace",
                    "round",
                    "string",
                    "title",
                    "tojson",
                    "trim",
                    "upper");

    private Filters() {}

    static boolean isKnown(String name) {
        return KNOWN.contains(name) || SequenceFilters.KNOWN.contains(name);
    }

    static Object apply(Budget budget, String name, Object value, Arguments arguments) {
        if (SequenceFilters.KNOWN.contains(name)) {
            return SequenceFilters.apply(budget, name, value, arguments);
        }
        return switch (name) {
            case "capitalize", "lower", "upper" ->
                    method(name, TextMethods.of(budget, PythonText.str(budget, value), name))
                            .call(arguments);
            case "trim" ->
                    TextMethods.strip(
                            budget, PythonText.str(budget, value), name, arguments, true, true);
            case "title" -> {
                arguments.of(name);
                yield title(budget, PythonText.str(budget, value));
            }
            case "string" -> {
                arguments.of(name);
                yield PythonText.str(budget, value);
            }
            case "replace" -> replace(budget, value, arguments);
            case "indent" -> indent(budget, value, arguments);
            case "tojson" -> JsonText.of(budget, value, arguments);
            case "count", "length" -> {
                arguments.of(name);
                yield Values.length(budget, value);
            }
            case "d", "default" -> {
                @Nullable Object[] given = arguments.of(name, "default_value", "boolean");
                boolean any = given[1] != null && Values.isTrue(given[1]);
                boolean missing = value instanceof Undefined || (any && !Values.isTrue(value));
                yield missing ? (given[0] == null ? "" : given[0]) : value;
            }
            case "abs" -> {
                arguments.of(name);
                Number number = number(name, value);
                yield number.doubleValue() < 0 || (1 / number.doubleValue() < 0)
                        ? Operators.signed(true, number)
                        : number;
            }
            case "int" -> PythonNumbers.whole(value, arguments);
            case "float" -> PythonNumbers.fraction(value, arguments);
            case "round" -> {
                @Nullable Object[] given = arguments.of(name, "precision", "method");
                if (given[1] != null && !given[1].equals("common")) {
                    throw new TemplateFault("'round' by ceil or floor is not known here");
                }
                long digits = given[0] == null ? 0 : (Long) whole(name, given[0]);
                yield Operators.rounded(number(name, value), digits);
            }
            case "items" -> {
                arguments.of(name);
                yield items(budget, value);
            }
            default -> throw new TemplateFault("the filter '" + name + "' is not known here");
        };
    }

    private static Function method(String name, @Nullable Function method) {
        if (method == null) {
            throw new IllegalArgumentException(name);
        }
        return method;
    }

    private static Number number(String name, Object value) {
        Number number = Values.number(value);
        if (number == null) {
            throw new TemplateFault(
                    "'" + name + "' needs a number and is given " + Values.kind(value));
        }
        return number;
    }

    private static Object whole(String name, Object value) {
        Number number = number(name, value);
        if (!(number instanceof Long)) {
            throw new TemplateFault("'" + name + "' needs a whole number");
        }
        return number;
    }

    private static Object items(Budget budget, Object value) {
        return switch (value) {
            case Undefined _ -> new Once(budget, java.util.Collections.emptyIterator());
            case DictValue d ->
                    new Once(budget, new DictView(DictView.Part.ITEMS, d).items().iterator());
            default ->
                    throw new TemplateFault(
                            "'items' needs a dictionary and is given " + Values.kind(value));
        };
    }

    private static String replace(Budget budget, Object value, Arguments arguments) {
        @Nullable Object[] given = arguments.of("replace", "old", "new", "count");
        if (given[0] == null || given[1] == null) {
            throw new TemplateFault("'replace' needs what to replace and by what");
        }
        long count =
                given[2] == null || given[2] instanceof None
                        ? -1
                        : (Long) whole("replace", given[2]);
        return TextMethods.replace(
                budget,
                PythonText.str(budget, value),
                PythonText.str(budget, given[0]),
                PythonText.str(budget, given[1]),
                count);
    }

    /// Each word begins with a capital; words begin behind blanks, `-` and opening brackets.
    private static String title(Budget budget, String text) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            boolean edge =
                    i == text.length()
                            || Characters.isSpace(text.charAt(i))
                            || "-({[<".indexOf(text.charAt(i)) >= 0;
            if (edge) {
                String word = text.substring(from, i);
                int first = word.isEmpty() ? 0 : Character.charCount(word.codePointAt(0));
                out.append(CodePoints.upper(word.substring(0, first)));
                out.append(CodePoints.lower(word.substring(first)));
                out.append(text, i, Math.min(i + 1, text.length()));
                from = i + 1;
            }
        }
        return budget.text(out.toString());
    }

    private static String indent(Budget budget, Object value, Arguments arguments) {
        @Nullable Object[] given = arguments.of("indent", "width", "first", "blank");
        String text = TextMethods.text("indent", value) + "\n";
        String margin =
                switch (given[0]) {
                    case null -> "    ";
                    case String s -> s;
                    default -> " ".repeat(Math.clamp((Long) whole("indent", given[0]), 0, 1000));
                };
        boolean first = given[1] != null && Values.isTrue(given[1]);
        boolean blank = given[2] != null && Values.isTrue(given[2]);
        StringBuilder out = new StringBuilder(first ? margin : "");
        java.util.List<Object> lines = Splitting.lines(budget, text, false).items();
        for (int i = 0; i < lines.size(); i++) {
            boolean bare = i == 0 || (lines.get(i).equals("") && !blank);
            out.append(i == 0 ? "" : "\n").append(bare ? "" : margin).append(lines.get(i));
            budget.within(out.length());
        }
        return budget.text(out.toString());
    }
}
