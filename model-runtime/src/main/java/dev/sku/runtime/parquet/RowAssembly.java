package dev.sku.runtime.parquet;

import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Puts the values of a row together: groups become objects, lists arrays, maps objects, what is absent null.
final class RowAssembly extends RecordMaterializer<ParquetRow> {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final RowSize size;
    private final Fields root;
    private ObjectNode row = NODES.objectNode();

    RowAssembly(MessageType schema, int longestRow, Place place) {
        this.size = new RowSize(longestRow, place);
        this.root = new Fields(schema, node -> row = (ObjectNode) node);
    }

    @Override
    public ParquetRow getCurrentRecord() {
        return new ParquetRow(row, size.takeFault());
    }

    @Override
    public GroupConverter getRootConverter() {
        return root;
    }

    private Converter converter(Type type, Consumer<JsonNode> to) {
        if (type.isPrimitive()) {
            return new Value(type.asPrimitiveType(), size, to);
        }
        GroupType group = type.asGroupType();
        boolean wraps =
                group.getFieldCount() == 1 && group.getType(0).isRepetition(Repetition.REPEATED);
        if (wraps && group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
            return new Elements(group.getType(0), group.getName(), to);
        }
        if (wraps
                && group.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation
                && !group.getType(0).isPrimitive()
                && group.getType(0).asGroupType().getFieldCount() == 2
                && group.getType(0).asGroupType().getType(0).isPrimitive()) {
            return new Entries(group.getType(0).asGroupType(), to);
        }
        return new Fields(group, to);
    }

    /// Hands a node on, unless the row has become too long to be kept.
    private void put(JsonNode node, Consumer<JsonNode> to) {
        if (size.takes(RowSize.NODE)) {
            to.accept(node);
        }
    }

    /// Fields of a row or of a group in it. A field that is repeated without being called a list is an array as well.
    private final class Fields extends GroupConverter {
        private final GroupType type;
        private final Converter[] fields;
        private final Consumer<JsonNode> to;
        private ObjectNode node = NODES.objectNode();

        Fields(GroupType type, Consumer<JsonNode> to) {
            this.type = type;
            this.to = to;
            this.fields = new Converter[type.getFieldCount()];
            for (int i = 0; i < fields.length; i++) {
                String name = type.getFieldName(i);
                fields[i] =
                        converter(
                                type.getType(i),
                                isRepeated(i)
                                        ? value -> ((ArrayNode) node.get(name)).add(value)
                                        : value -> node.set(name, value));
            }
        }

        private boolean isRepeated(int field) {
            return type.getType(field).isRepetition(Repetition.REPEATED);
        }

        @Override
        public Converter getConverter(int field) {
            return fields[field];
        }

        @Override
        public void start() {
            node = NODES.objectNode();
            for (int i = 0; i < fields.length; i++) {
                node.set(
                        type.getFieldName(i), isRepeated(i) ? NODES.arrayNode() : NODES.nullNode());
            }
        }

        @Override
        public void end() {
            if (type instanceof MessageType) {
                to.accept(node);
            } else {
                put(node, to);
            }
        }
    }

    /// A list: a group around a repeated one around the element. Older writers leave out the middle one.
    private final class Elements extends GroupConverter {
        private final Converter repeated;
        private final Consumer<JsonNode> to;
        private ArrayNode node = NODES.arrayNode();

        Elements(Type middle, String listName, Consumer<JsonNode> to) {
            this.to = to;
            this.repeated =
                    isElement(middle, listName)
                            ? converter(middle, value -> node.add(value))
                            : new Wrapped(
                                    middle.asGroupType().getType(0), value -> node.add(value));
        }

        private static boolean isElement(Type middle, String listName) {
            return middle.isPrimitive()
                    || middle.asGroupType().getFieldCount() != 1
                    || middle.asGroupType().getType(0).isRepetition(Repetition.REPEATED)
                    || middle.getName().equals("array")
                    || middle.getName().equals(listName + "_tuple");
        }

        @Override
        public Converter getConverter(int field) {
            return repeated;
        }

        @Override
        public void start() {
            node = NODES.arrayNode();
        }

        @Override
        public void end() {
            put(node, to);
        }
    }

    /// The middle group of a list, which holds one element or none.
    private final class Wrapped extends GroupConverter {
        private final Converter element;
        private final Consumer<JsonNode> to;
        private JsonNode node = NODES.nullNode();

        Wrapped(Type element, Consumer<JsonNode> to) {
            this.to = to;
            this.element = converter(element, value -> node = value);
        }

        @Override
        public Converter getConverter(int field) {
            return element;
        }

        @Override
        public void start() {
            node = NODES.nullNode();
        }

        @Override
        public void end() {
            put(node, to);
        }
    }

    /// A map: pairs of a key and a value.
    private final class Entries extends GroupConverter {
        private final GroupConverter pair;
        private final Consumer<JsonNode> to;
        private ObjectNode node = NODES.objectNode();

        Entries(GroupType pair, Consumer<JsonNode> to) {
            this.to = to;
            this.pair =
                    new Fields(
                            pair,
                            entry ->
                                    node.set(
                                            entry.path(pair.getFieldName(0)).asString(""),
                                            entry.path(pair.getFieldName(1))));
        }

        @Override
        public Converter getConverter(int field) {
            return pair;
        }

        @Override
        public void start() {
            node = NODES.objectNode();
        }

        @Override
        public void end() {
            put(node, to);
        }
    }
}
