package dev.sku.runtime.data;

import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One row of a JSONL or CSV file, its values by column name.
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
        if (text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
            throw new RowFault("column " + column + " holds half of a surrogate pair");
        }
        return text;
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
