package dev.sku.runtime.chat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The methods of Python's `str`.
final class TextMethods {
    /// Those that `str` has and that are not known here.
    static final Set<String> UNKNOWN =
            Set.of(
                    "casefold",
                    "center",
                    "encode",
                    "expandtabs",
                    "format",
                    "format_map",
                    "index",
                    "isalnum",
                    "isalpha",
                    "isascii",
                    "isdecimal",
                    "isdigit",
                    "isidentifier",
                    "isnumeric",
                    "isprintable",
                    "istitle",
                    "ljust",
                    "maketrans",
                    "rindex",
                    "rjust",
                    "swapcase",
                    "translate",
                    "zfill");

    private TextMethods() {}

    /// @return null where `str` has no such method
    static @Nullable Function of(Budget budget, String text, String name) {
        return switch (name) {
            case "strip" -> a -> strip(budget, text, name, a, true, true);
            case "lstrip" -> a -> strip(budget, text, name, a, true, false);
            case "rstrip" -> a -> strip(budget, text, name, a, false, true);
            case "upper" -> a -> plain(budget, a, name, text, CodePoints.upper(text));
            case "lower" -> a -> plain(budget, a, name, text, CodePoints.lower(text));
            case "title" -> a -> plain(budget, a, name, text, CodePoints.title(text));
            case "capitalize" -> a -> plain(budget, a, name, text, CodePoints.capitalize(text));
            case "isspace" ->
                    a ->
                            plain(
                                    budget,
                                    a,
                                    name,
                                    text,
                                    !text.isEmpty()
                                            && text.codePoints().allMatch(Characters::isSpace));
            case "islower" -> a -> plain(budget, a, name, text, isCased(text, false));
            case "isupper" -> a -> plain(budget, a, name, text, isCased(text, true));
            case "startswith" -> a -> edge(budget, text, name, a, String::startsWith);
            case "endswith" -> a -> edge(budget, text, name, a, String::endsWith);
            case "replace" ->
                    a -> {
                        @Nullable Object[] g = a.unnamed(name, "old", "new", "count");
                        return replace(
                                budget,
                                text,
                                text(name, g[0]),
                                text(name, g[1]),
                                count(name, g[2]));
                    };
            case "removeprefix" ->
                    a -> {
                        String part = text(name, a.unnamed(name, "prefix")[0]);
                        return budget.text(
                                text.startsWith(part) ? text.substring(part.length()) : text);
                    };
            case "removesuffix" ->
                    a -> {
                        String part = text(name, a.unnamed(name, "suffix")[0]);
                        return budget.text(
                                text.endsWith(part)
                                        ? text.substring(0, text.length() - part.length())
                                        : text);
                    };
            case "find" -> a -> place(budget, text, text(name, a.unnamed(name, "part")[0]), true);
            case "rfind" -> a -> place(budget, text, text(name, a.unnamed(name, "part")[0]), false);
            case "count" -> a -> count(budget, text, text(name, a.unnamed(name, "part")[0]));
            case "split" ->
                    a -> {
                        @Nullable Object[] g = a.of(name, "sep", "maxsplit");
                        return Splitting.split(
                                budget, text, separator(name, g[0]), count(name, g[1]));
                    };
            case "rsplit" ->
                    a -> {
                        @Nullable Object[] g = a.of(name, "sep", "maxsplit");
                        return Splitting.splitFromRight(
                                budget, text, separator(name, g[0]), count(name, g[1]));
                    };
            case "partition" ->
                    a ->
                            Splitting.partition(
                                    budget, text, text(name, a.unnamed(name, "sep")[0]), true);
            case "rpartition" ->
                    a ->
                            Splitting.partition(
                                    budget, text, text(name, a.unnamed(name, "sep")[0]), false);
            case "splitlines" ->
                    a -> {
                        Object keep = a.of(name, "keepends")[0];
                        return Splitting.lines(budget, text, keep != null && Values.isTrue(keep));
                    };
            case "join" -> a -> join(budget, text, name, a);
            default -> null;
        };
    }

    private static Object plain(
            Budget budget, Arguments arguments, String name, String text, Object result) {
        arguments.of(name);
        budget.text(text.length());
        return result;
    }

    private static boolean isCased(String text, boolean upper) {
        return text.codePoints().anyMatch(Characters::isCased)
                && text.codePoints()
                        .filter(Characters::isCased)
                        .allMatch(c -> upper ? Character.isUpperCase(c) : Character.isLowerCase(c));
    }

    static String text(String function, @Nullable Object value) {
        if (value instanceof String s) {
            return s;
        }
        throw new TemplateFault(
                "'%s' needs a text and is given %s"
                        .formatted(function, value == null ? "nothing" : Values.kind(value)));
    }

    private static @Nullable String separator(String name, @Nullable Object value) {
        if (value == null || value instanceof None) {
            return null;
        }
        String separator = text(name, value);
        if (separator.isEmpty()) {
            throw new TemplateFault("'" + name + "' is given an empty separator");
        }
        return separator;
    }

    /// A whole number; −1 where none is given.
    private static long count(String name, @Nullable Object value) {
        if (value == null) {
            return -1;
        }
        if (Values.number(value) instanceof Long n) {
            return n;
        }
        throw new TemplateFault(
                "'" + name + "' needs a whole number and is given " + Values.kind(value));
    }

    static String strip(
            Budget budget,
            String text,
            String name,
            Arguments arguments,
            boolean left,
            boolean right) {
        Object chars = arguments.of(name, "chars")[0];
        budget.text(text.length());
        IntPredicate which = Characters::isSpace;
        if (chars != null && !(chars instanceof None)) {
            String set = text(name, chars);
            budget.spendSearch(text, set);
            which = c -> set.indexOf(c) >= 0;
        }
        return CodePoints.strip(text, which, left, right);
    }

    private interface Edge {
        boolean has(String text, String part);
    }

    private static Object edge(
            Budget budget, String text, String name, Arguments arguments, Edge edge) {
        Object part = arguments.unnamed(name, "part")[0];
        List<Object> parts =
                part instanceof ListValue l && l.tuple() ? l.items() : List.of(text(name, part));
        boolean has = false;
        for (Object any : parts) {
            budget.spendText(text(name, any).length());
            has |= edge.has(text, text(name, any));
        }
        return has;
    }

    /// @param count of the first ones that are replaced; all where negative
    static String replace(Budget budget, String text, String old, String with, long count) {
        budget.spendSearch(text, old);
        if (old.isEmpty()) {
            return between(budget, text, with, count);
        }
        long found = found(text, old);
        long times = count < 0 ? found : Math.min(found, count);
        budget.text(text.length() + times * (with.length() - (long) old.length()));
        StringBuilder out = new StringBuilder();
        int from = 0;
        int at = text.indexOf(old);
        for (long n = 0; n < times; n++) {
            out.append(text, from, at).append(with);
            from = at + old.length();
            at = text.indexOf(old, from);
        }
        return out.append(text, from, text.length()).toString();
    }

    /// The empty text stands before each character and at the end.
    private static String between(Budget budget, String text, String with, long count) {
        StringBuilder out = new StringBuilder();
        long left = count < 0 ? Long.MAX_VALUE : count;
        budget.text(text.length() + with.length() * Math.min(left, text.length() + 1L));
        for (int i = 0; i <= text.length(); ) {
            if (left-- > 0) {
                out.append(with);
            }
            if (i == text.length()) {
                break;
            }
            int c = text.codePointAt(i);
            out.appendCodePoint(c);
            i += Character.charCount(c);
        }
        return out.toString();
    }

    private static Object place(Budget budget, String text, String part, boolean first) {
        budget.spendSearch(text, part);
        int at = first ? text.indexOf(part) : text.lastIndexOf(part);
        return at < 0 ? -1L : (long) text.codePointCount(0, at);
    }

    private static Object count(Budget budget, String text, String part) {
        budget.spendSearch(text, part);
        if (part.isEmpty()) {
            return text.codePointCount(0, text.length()) + 1L;
        }
        return found(text, part);
    }

    private static long found(String text, String part) {
        long n = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            n++;
        }
        return n;
    }

    private static Object join(Budget budget, String between, String name, Arguments arguments) {
        Object parts = arguments.unnamed(name, "parts")[0];
        Iterator<Object> items = Values.iterate(budget, parts == null ? None.NONE : parts);
        List<String> texts = new ArrayList<>();
        long length = 0;
        while (items.hasNext()) {
            String text = text(name, items.next());
            length += text.length() + (long) between.length();
            budget.spend(1);
            texts.add(text);
        }
        budget.text(length);
        return String.join(between, texts);
    }
}
