package dev.sku.runtime.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// One row of a file, its values by column name.
record SourceRow(String file, int line, JsonNode columns) {
    boolean has(String column) {
        return !columns.path(column).isMissingNode() && !columns.path(column).isNull();
    }

    /// Text that must be there; blanks at both ends are dropped.
    String text(String column) throws RowFault {
        JsonNode value = present(column);
        if (!value.isString()) {
            throw new RowFault("column " + column + " is not text");
        }
        String text = value.stringValue().strip();
        if (text.isEmpty()) {
            throw new RowFault("column " + column + " is empty");
        }
        return checked(column, text);
    }

    private static String checked(String column, String text) throws RowFault {
        if (text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
            throw new RowFault("column " + column + " holds half of a surrogate pair");
        }
        return text;
    }

    /// The texts of a list, or of one text that has them with separators between; none where the column is empty.
    List<String> texts(String column, String separator) throws RowFault {
        if (!columns.path(column).isArray()) {
            return List.of(optionalText(column).orElse("").split(Pattern.quote(separator), -1));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : columns.path(column)) {
            if (!each.isString() && !each.isNull()) {
                throw new RowFault("column " + column + " holds something that is not text");
            }
            texts.add(checked(column, each.asString("")));
        }
        return texts;
    }

    /// One text, or the texts of a list with something between them, where there must be any.
    String joined(String column, String between) throws RowFault {
        if (!present(column).isArray()) {
            return text(column);
        }
        String joined = String.join(between, texts(column, between)).strip();
        if (joined.isEmpty()) {
            throw new RowFault("column " + column + " is empty");
        }
        return joined;
    }

    Optional<String> optionalText(String column) throws RowFault {
        return has(column) && !columns.path(column).asString("").isBlank()
                ? Optional.of(text(column))
                : Optional.empty();
    }

    /// True and false as JSON has them, or as text (`True`, `yes`, `1`).
    boolean flag(String column) throws RowFault {
        JsonNode value = present(column);
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return switch (value.asString("").strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw new RowFault("column " + column + " is neither true nor false");
        };
    }

    private JsonNode present(String column) throws RowFault {
        if (!has(column)) {
            throw new RowFault("column " + column + " is missing");
        }
        return columns.path(column);
    }
}
