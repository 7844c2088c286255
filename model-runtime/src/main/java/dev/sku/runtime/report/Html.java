package dev.sku.runtime.report;

import java.util.List;

/// Text put together as HTML. What is not markup comes in by [#text] alone, which leaves nothing of it that a browser obeys:
/// replies, questions and names are written by others.
final class Html {
    private final StringBuilder out = new StringBuilder();

    /// Markup of this program.
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    Html text(Object any) {
        out.append(escaped(String.valueOf(any)));
        return this;
    }

    /// An element with text in it.
    Html element(String name, Object content) {
        return raw("<" + name + ">").text(content).raw("</" + name.split(" ", 2)[0] + ">");
    }

    /// @param head may be empty
    /// @param rows cells are text
    Html table(List<String> head, List<List<String>> rows) {
        raw("<table>");
        if (!head.isEmpty()) {
            raw("<thead><tr>");
            head.forEach(cell -> element("th", cell));
            raw("</tr></thead>");
        }
        raw("<tbody>");
        for (List<String> row : rows) {
            raw("<tr>");
            row.forEach(cell -> element("td", cell));
            raw("</tr>\n");
        }
        return raw("</tbody></table>\n");
    }

    /// Characters that turn the direction of writing, and others that cannot be seen, become their code.
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '&' -> safe.append("&amp;");
                        case '<' -> safe.append("&lt;");
                        case '>' -> safe.append("&gt;");
                        case '"' -> safe.append("&quot;");
                        case '\'' -> safe.append("&#39;");
                        default -> {
                            if (isInvisible(c)) {
                                safe.append("\\u%04X".formatted(c));
                            } else {
                                safe.appendCodePoint(c);
                            }
                        }
                    }
                });
        return safe.toString();
    }

    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.FORMAT
                || type == Character.SURROGATE
                || (type == Character.CONTROL && c != '\n' && c != '\t');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
