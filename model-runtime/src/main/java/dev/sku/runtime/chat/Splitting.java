package dev.sku.runtime.chat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `str.split` and its like.
final class Splitting {
    private Splitting() {}

    /// @param separator null for runs of blanks, which also go at both ends
    /// @param most splits; as many as there are where negative
    static ListValue split(Budget budget, String text, @Nullable String separator, long most) {
        budget.spendText(text.length());
        List<Object> parts = new ArrayList<>();
        if (separator == null) {
            blanks(text, most, parts);
        } else {
            budget.spendSearch(text, separator);
            int from = 0;
            int at = text.indexOf(separator);
            while (at >= 0 && (most < 0 || parts.size() < most)) {
                parts.add(text.substring(from, at));
                from = at + separator.length();
                at = text.indexOf(separator, from);
            }
            parts.add(text.substring(from));
        }
        return made(budget, parts);
    }

    private static ListValue made(Budget budget, List<Object> parts) {
        budget.spend(parts.size());
        return ListValue.list(parts);
    }

    private static void blanks(String text, long most, List<Object> parts) {
        int at = afterBlanks(text, 0);
        while (at < text.length()) {
            if (most >= 0 && parts.size() >= most) {
                parts.add(CodePoints.strip(text.substring(at), Characters::isSpace, false, true));
                return;
            }
            int end = at;
            while (end < text.length() && !Characters.isSpace(text.charAt(end))) {
                end++;
            }
            parts.add(text.substring(at, end));
            at = afterBlanks(text, end);
        }
    }

    private static int afterBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && Characters.isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    static ListValue splitFromRight(
            Budget budget, String text, @Nullable String separator, long most) {
        if (most < 0) {
            return split(budget, text, separator, most);
        }
        if (separator == null) {
            throw new TemplateFault("'rsplit' at blanks with a limit is not known here");
        }
        budget.spendSearch(text, separator);
        List<Object> parts = new ArrayList<>();
        int end = text.length();
        int at = before(text, separator, end);
        while (at >= 0 && parts.size() < most) {
            parts.add(text.substring(at + separator.length(), end));
            end = at;
            at = before(text, separator, end);
        }
        parts.add(text.substring(0, end));
        return made(budget, parts.reversed());
    }

    /// Where the last one stands that ends before a place.
    private static int before(String text, String separator, int end) {
        return end < separator.length()
                ? -1
                : text.lastIndexOf(separator, end - separator.length());
    }

    static ListValue partition(Budget budget, String text, String separator, boolean first) {
        if (separator.isEmpty()) {
            throw new TemplateFault("a text is parted at an empty separator");
        }
        budget.spendSearch(text, separator);
        int at = first ? text.indexOf(separator) : text.lastIndexOf(separator);
        if (at < 0) {
            return ListValue.tuple(first ? List.of(text, "", "") : List.of("", "", text));
        }
        return ListValue.tuple(
                List.of(text.substring(0, at), separator, text.substring(at + separator.length())));
    }

    /// @param keep whether lines keep what ends them
    static ListValue lines(Budget budget, String text, boolean keep) {
        budget.spendText(text.length());
        List<Object> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (Characters.endsLine(text.charAt(i))) {
                boolean two = text.charAt(i) == '\r' && text.startsWith("\n", i + 1);
                int next = two ? i + 2 : i + 1;
                lines.add(text.substring(from, keep ? next : i));
                from = next;
                i = next - 1;
            }
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return made(budget, lines);
    }
}
