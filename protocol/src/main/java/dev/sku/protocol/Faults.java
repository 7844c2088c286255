package dev.sku.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects the faults of a specification, field by field, each under the name that people know the field by.
final class Faults {
    private static final ResourceBundle LABELS =
            ResourceBundle.getBundle("dev.sku.protocol.fields", Locale.ENGLISH);

    private final List<Fault> found = new ArrayList<>();

    List<Fault> found() {
        return List.copyOf(found);
    }

    void add(String field, Problem.Code code, Object... arguments) {
        found.add(new Fault(field, Problem.of(code, arguments)));
    }

    void add(String field, @Nullable String suggestion, Problem.Code code, Object... arguments) {
        found.add(new Fault(field, Problem.of(code, arguments), suggestion));
    }

    /// At least `least`.
    void atLeast(String field, double least, double value) {
        if (finite(field, value) && value < least) {
            add(
                    field,
                    Problem.Code.SPEC_AT_LEAST,
                    label(field),
                    Numbers.exact(least),
                    Numbers.exact(value));
        }
    }

    /// Above 0.
    void above(String field, double value) {
        if (finite(field, value) && value <= 0) {
            add(field, Problem.Code.SPEC_ABOVE, label(field), 0, Numbers.exact(value));
        }
    }

    /// Above 0 and at most `most`; `usual` is offered where the value is not.
    void aboveAtMost(String field, double most, double value, String usual) {
        if (finite(field, value) && (value <= 0 || value > most)) {
            add(
                    field,
                    usual,
                    Problem.Code.SPEC_ABOVE_AT_MOST,
                    label(field),
                    0,
                    Numbers.exact(most),
                    Numbers.exact(value));
        }
    }

    /// At least 0 and at most 1.
    void share(String field, double value) {
        if (finite(field, value) && (value < 0 || value > 1)) {
            add(field, Problem.Code.SPEC_BETWEEN, label(field), 0, 1, Numbers.exact(value));
        }
    }

    /// At least 0 and below 1.
    void belowOne(String field, double value) {
        if (finite(field, value) && (value < 0 || value >= 1)) {
            add(field, Problem.Code.SPEC_BELOW, label(field), 0, 1, Numbers.exact(value));
        }
    }

    /// Null, or a list with something in it and nothing twice.
    void list(String field, @Nullable List<?> values) {
        if (values == null) {
            return;
        }
        if (values.isEmpty()) {
            add(field, Problem.Code.SPEC_FIELD_EMPTY, label(field));
        }
        Set<Object> seen = new HashSet<>();
        for (Object value : values) {
            if (!seen.add(value)) {
                add(field, Problem.Code.SPEC_REPEATED, label(field), value);
                return;
            }
        }
    }

    /// Null, or text that is not blank.
    void text(String field, @Nullable String value) {
        if (value != null && value.isBlank()) {
            add(field, Problem.Code.SPEC_FIELD_EMPTY, label(field));
        }
    }

    boolean finite(String field, double value) {
        if (Double.isFinite(value)) {
            return true;
        }
        add(field, Problem.Code.SPEC_NOT_FINITE, label(field), value);
        return false;
    }

    /// The name of a field in sentences.
    static String label(String field) {
        return LABELS.containsKey(field) ? LABELS.getString(field) : field;
    }
}
