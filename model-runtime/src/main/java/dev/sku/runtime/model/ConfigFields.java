package dev.sku.runtime.model;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The fields of a JSON object that others wrote, each asked for with its type and bounds.
///
/// A field that is `null` counts as absent, as it does in Hugging Face's own files.
///
/// @param source the file, for sentences
record ConfigFields(JsonNode json, String source) {
    /// No real model comes near; it keeps a hostile file from asking for gigabytes of names.
    private static final int MAX_COUNT = 1 << 24;

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    int count(String name) {
        if (!has(name)) {
            throw invalid(name, "is missing");
        }
        JsonNode value = json.get(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < 1
                || value.intValue() > MAX_COUNT) {
            throw invalid(
                    name,
                    "must be a whole number from 1 to %d, not %s"
                            .formatted(MAX_COUNT, shown(value)));
        }
        return value.intValue();
    }

    int count(String name, int absent) {
        return has(name) ? count(name) : absent;
    }

    double number(String name, double absent) {
        if (!has(name)) {
            return absent;
        }
        JsonNode value = json.get(name);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw invalid(name, "must be a number, not " + shown(value));
        }
        return value.doubleValue();
    }

    double positive(String name, double absent) {
        double value = number(name, absent);
        if (!(value > 0)) {
            throw invalid(name, "must be a number above 0, not " + value);
        }
        return value;
    }

    double positive(String name) {
        if (!has(name)) {
            throw invalid(name, "is missing");
        }
        return positive(name, 1);
    }

    double probability(String name, double absent) {
        double value = number(name, absent);
        if (!(value >= 0 && value < 1)) {
            throw invalid(name, "must be at least 0 and below 1, not " + value);
        }
        return value;
    }

    boolean flag(String name, boolean absent) {
        if (!has(name)) {
            return absent;
        }
        JsonNode value = json.get(name);
        if (!value.isBoolean()) {
            throw invalid(name, "must be true or false, not " + shown(value));
        }
        return value.booleanValue();
    }

    @Nullable String text(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = json.get(name);
        if (!value.isString()) {
            throw invalid(name, "must be a text, not " + shown(value));
        }
        return value.stringValue();
    }

    List<String> texts(String name) {
        return elements(name).stream()
                .map(value -> {
                    if (!value.isString()) {
                        throw invalid(name, "must be a list of texts");
                    }
                    return value.stringValue();
                })
                .toList();
    }

    /// Whole numbers; a single one counts as a list of one.
    List<Integer> integers(String name) {
        List<Integer> all = new ArrayList<>();
        for (JsonNode value : elements(name)) {
            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw invalid(name, "must hold whole numbers, not " + shown(value));
            }
            all.add(value.intValue());
        }
        return all;
    }

    Optional<ConfigFields> object(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!json.get(name).isObject()) {
            throw invalid(name, "must be an object, not " + shown(json.get(name)));
        }
        return Optional.of(new ConfigFields(json.get(name), source + " " + name));
    }

    /// Refuses every value of a field but the one that is computed here; absent is fine.
    void require(String name, Object only) {
        if (has(name)) {
            JsonNode value = json.get(name);
            boolean same =
                    switch (only) {
                        case Boolean b -> value.isBoolean() && value.booleanValue() == b;
                        case Number n -> value.isNumber() && value.doubleValue() == n.doubleValue();
                        default -> value.isString() && value.stringValue().equals(only);
                    };
            if (!same) {
                throw unsupported(name, shown(value), only);
            }
        }
    }

    /// Refuses a field that holds anything at all: `null`, `[]` and `{}` pass.
    void requireAbsent(String name) {
        if (has(name) && !(json.get(name).isContainer() && json.get(name).isEmpty())) {
            throw unsupported(name, shown(json.get(name)), "null");
        }
    }

    ProblemException unsupported(String name, Object value, Object supported) {
        return ProblemException.of(Problem.Code.CONFIG_UNSUPPORTED, source, name, value, supported);
    }

    ProblemException invalid(String name, String fault) {
        return ProblemException.of(Problem.Code.CONFIG_FIELD_INVALID, source, name, fault);
    }

    private List<JsonNode> elements(String name) {
        if (!has(name)) {
            return List.of();
        }
        JsonNode value = json.get(name);
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).toList()
                : List.of(value);
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
