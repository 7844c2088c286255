package dev.sku.app.configure;

import dev.sku.app.ui.Numbers;
import dev.sku.protocol.ColumnMapping;
import dev.sku.protocol.Wire;
import dev.sku.resources.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// How a value of the specification is written in a field, and read from it.
///
/// Reading throws `IllegalArgumentException` where the text is of another kind; whether a value is sound is `SpecCheck`'s
/// question.
@SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
enum FieldKind {
    TEXT(false, JsonNode::asString, t -> JsonNodeFactory.instance.stringNode(t)),
    WORD(false, JsonNode::asString, t -> JsonNodeFactory.instance.stringNode(t.strip())),
    OPTIONAL_WORD(
            true,
            JsonNode::asString,
            t -> t.isBlank() ? null : JsonNodeFactory.instance.stringNode(t.strip())),
    /// Line breaks are shown as `\n`.
    TEMPLATE(
            false,
            n -> n.asString().replace("\n", "\\n"),
            t -> JsonNodeFactory.instance.stringNode(t.replace("\\n", "\n"))),
    WHOLE(
            false,
            n -> Long.toString(n.asLong()),
            t -> JsonNodeFactory.instance.numberNode(whole(t))),
    LARGE(
            false,
            n -> Long.toString(n.asLong()),
            t -> JsonNodeFactory.instance.numberNode(Long.parseLong(t.strip()))),
    NUMBER(
            false,
            n -> Numbers.exact(n.asDouble()),
            t -> JsonNodeFactory.instance.numberNode(number(t))),
    OPTIONAL_NUMBER(
            true,
            n -> Numbers.exact(n.asDouble()),
            t -> t.isBlank() ? null : JsonNodeFactory.instance.numberNode(number(t))),
    NUMBERS(
            false,
            n -> joined(n, ", ", e -> Numbers.exact(e.asDouble())),
            t ->
                    array(
                            words(t, "[,;]").stream()
                                    .map(w -> JsonNodeFactory.instance.numberNode(number(w)))
                                    .toList())),
    FILES(false, n -> joined(n, "; ", JsonNode::asString), FieldKind::files),
    OPTIONAL_FILES(
            true, n -> joined(n, "; ", JsonNode::asString), t -> t.isBlank() ? null : files(t)),
    OPTIONAL_WORDS(
            true,
            n -> joined(n, ", ", JsonNode::asString),
            t -> t.isBlank() ? null : strings(words(t, "[,;]"))),
    /// `question; answer; label`, the label only where rows are told apart by it; empty for a layout that is known.
    COLUMNS(true, FieldKind::columns, t -> t.isBlank() ? null : columns(t)),
    /// `0-3, 7` for 0, 1, 2, 3 and 7; empty for all.
    LAYERS(true, n -> joined(n, ", ", JsonNode::asString), FieldKind::layers);

    private final boolean optional;
    private final Function<JsonNode, String> read;
    private final Parse parse;

    private interface Parse {
        @Nullable JsonNode parse(String text);
    }

    FieldKind(boolean optional, Function<JsonNode, String> read, Parse parse) {
        this.optional = optional;
        this.read = read;
        this.parse = parse;
    }

    /// Whether the field may be left out.
    boolean optional() {
        return optional;
    }

    String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "" : read.apply(value);
    }

    @Nullable JsonNode json(String text) {
        return parse.parse(text);
    }

    /// What is wrong with text that is of another kind.
    String misread(String text) {
        return Texts.text(this == COLUMNS ? "fault.columns" : "fault.notANumber", text.strip());
    }

    private static int whole(String text) {
        return Integer.parseInt(text.strip().replace(",", ""));
    }

    private static double number(String text) {
        return Double.parseDouble(text.strip().replace('−', '-'));
    }

    private static String joined(JsonNode list, String by, Function<JsonNode, String> word) {
        return String.join(by, list.valueStream().map(word).toList());
    }

    private static JsonNode array(List<? extends JsonNode> values) {
        return JsonNodeFactory.instance.arrayNode().addAll(values);
    }

    private static JsonNode files(String text) {
        return strings(words(text, ";"));
    }

    private static JsonNode strings(List<String> words) {
        return array(words.stream().map(JsonNodeFactory.instance::stringNode).toList());
    }

    private static String columns(JsonNode mapping) {
        return mapping.valueStream()
                .map(JsonNode::asString)
                .filter(w -> !w.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static JsonNode columns(String text) {
        List<String> names = words(text, ";");
        if (names.size() < 2 || names.size() > 3) {
            throw new IllegalArgumentException(text);
        }
        return Wire.tree(
                Wire.line(
                        new ColumnMapping(
                                names.get(0),
                                names.get(1),
                                names.size() == 3 ? names.get(2) : null)),
                text);
    }

    private static List<String> words(String text, String by) {
        return Arrays.stream(text.split(by, -1))
                .map(String::strip)
                .filter(w -> !w.isEmpty())
                .toList();
    }

    private static @Nullable JsonNode layers(String text) {
        if (text.isBlank()) {
            return null;
        }
        List<JsonNode> layers = new ArrayList<>();
        for (String word : words(text, "[,;]")) {
            String[] ends = word.split("[-–]", 2);
            int from = whole(ends[0]);
            int to = ends.length == 2 ? whole(ends[1]) : from;
            for (int layer = from; layer <= Math.min(to, from + 1_000); layer++) {
                layers.add(JsonNodeFactory.instance.numberNode(layer));
            }
        }
        return array(layers);
    }
}
