package dev.sku.protocol;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Lays what a person wrote over a whole specification, and finds fields and values that do not belong there.
///
/// The records themselves say what belongs where: their components, whether these may be null, and their types.
final class SpecMerge {
    private static final String TYPE = "type";
    private static final Map<String, Trained> TRAINED =
            Map.of(
                    "full", new Trained.Full(null, null, 0),
                    "lora", new Trained.Lora(8, 16, 0, List.of(Projections.ALL_LINEAR), null, 0));

    private static final Map<String, Class<?>> JUDGES =
            Map.of(
                    "phrases", JudgeSpec.Phrases.class,
                    "causalLm", JudgeSpec.CausalLm.class,
                    "classifier", JudgeSpec.Classifier.class,
                    "endpoint", JudgeSpec.Endpoint.class,
                    "person", JudgeSpec.Person.class);

    private final Faults faults;

    SpecMerge(Faults faults) {
        this.faults = faults;
    }

    void merge(Class<?> record, ObjectNode whole, ObjectNode given, String path) {
        for (Map.Entry<String, JsonNode> field : given.properties()) {
            String name = field.getKey();
            Optional<RecordComponent> component =
                    Arrays.stream(record.getRecordComponents())
                            .filter(c -> c.getName().equals(name))
                            .findFirst();
            if (component.isPresent()) {
                merge(component.get(), whole, field.getValue(), path + name);
            } else {
                unknown(record, path, name);
            }
        }
    }

    private void merge(RecordComponent component, ObjectNode whole, JsonNode value, String path) {
        String name = component.getName();
        Class<?> type = component.getType();
        if (value.isNull()) {
            if (Required.isNullable(component)) {
                whole.remove(name);
            } else {
                wrong(path, Expected.words(component.getGenericType()), value);
            }
        } else if (type == JudgeSpec.class) {
            judge(whole, name, value, path);
        } else if (type == Trained.class || type.isRecord()) {
            if (value instanceof ObjectNode object) {
                nested(type, name, whole, object, path);
            } else {
                wrong(path, "an object with fields", value);
            }
        } else if (fits(component.getGenericType(), value)) {
            whole.set(name, value);
        } else if (type.isEnum() && value.isString()) {
            List<String> names = Expected.names(type);
            faults.add(
                    path,
                    Guess.nearest(value.stringValue(), names).orElse(null),
                    Problem.Code.SPEC_FIELD_TYPE,
                    Faults.label(path),
                    Expected.words(type),
                    "“" + value.stringValue() + "”");
        } else {
            wrong(path, Expected.words(component.getGenericType()), value);
        }
    }

    private void nested(
            Class<?> type, String name, ObjectNode whole, ObjectNode given, String path) {
        if (type == Trained.class) {
            trained(name, whole, given, path);
            return;
        }
        // An optional record that the preset leaves out begins empty: its fields have no defaults.
        ObjectNode inner = whole.get(name) instanceof ObjectNode o ? o : whole.putObject(name);
        merge(type, inner, given, path + ".");
        for (RecordComponent component : type.getRecordComponents()) {
            if (!Required.isNullable(component)
                    && !inner.has(component.getName())
                    && !given.has(component.getName())) {
                String field = path + "." + component.getName();
                wrong(field, Expected.words(component.getGenericType()), null);
            }
        }
    }

    /// A judge is written whole: one kind has nothing of another.
    private void judge(ObjectNode whole, String name, JsonNode value, String path) {
        Class<?> kind = JUDGES.get(value.path(TYPE).asString(""));
        if (!(value instanceof ObjectNode given) || kind == null) {
            wrong(path, "an object with the type phrases, causalLm or classifier", value);
            return;
        }
        ObjectNode inner = whole.putObject(name);
        ObjectNode rest = given.deepCopy();
        inner.set(TYPE, rest.remove(TYPE));
        merge(kind, inner, rest, path + ".");
        for (RecordComponent component : kind.getRecordComponents()) {
            boolean optional =
                    Required.isNullable(component) || component.isAnnotationPresent(Later.class);
            if (!optional && !given.has(component.getName())) {
                String field = path + "." + component.getName();
                wrong(field, Expected.words(component.getGenericType()), null);
            }
        }
    }

    private void trained(String name, ObjectNode whole, ObjectNode given, String path) {
        ObjectNode inner = (ObjectNode) whole.get(name);
        ObjectNode rest = given.deepCopy();
        JsonNode kind = rest.remove(TYPE);
        if (kind != null && !kind.equals(inner.get(TYPE))) {
            Trained start = kind.isString() ? TRAINED.get(kind.stringValue()) : null;
            if (start == null) {
                wrong(path + "." + TYPE, "“full” or “lora”", kind);
                return;
            }
            // Through RunSpec's own component the record gets its type field.
            inner = (ObjectNode) Wire.tree(Wire.line(start), path);
            whole.set(name, inner);
        }
        boolean lora = "lora".equals(inner.path(TYPE).asString());
        merge(lora ? Trained.Lora.class : Trained.Full.class, inner, rest, path + ".");
    }

    private void unknown(Class<?> record, String path, String name) {
        List<String> names =
                Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName).toList();
        faults.add(
                path + name,
                Guess.nearest(name, names).orElse(null),
                Problem.Code.SPEC_FIELD_UNKNOWN,
                "“" + name + "”");
    }

    private void wrong(String path, String expected, @Nullable JsonNode value) {
        String shown = value == null ? "left out" : value.toString();
        faults.add(path, Problem.Code.SPEC_FIELD_TYPE, Faults.label(path), expected, shown);
    }

    private static boolean fits(Type type, JsonNode value) {
        if (type instanceof ParameterizedType list) {
            return value.isArray()
                    && value.valueStream().allMatch(v -> fits(list.getActualTypeArguments()[0], v));
        }
        if (type == int.class || type == Integer.class) {
            return value.isIntegralNumber() && value.canConvertToInt();
        }
        if (type == long.class) {
            return value.isIntegralNumber() && value.canConvertToLong();
        }
        if (type == double.class || type == Double.class) {
            return value.isNumber();
        }
        if (type == boolean.class) {
            return value.isBoolean();
        }
        if (type instanceof Class<?> c && c.isEnum()) {
            return value.isString() && Expected.names(c).contains(value.stringValue());
        }
        return type == String.class && value.isString();
    }
}
