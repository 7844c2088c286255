package dev.sku.runtime.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A value as JSON has it: dates and times as text, bytes that are no text as bytes without content, so that a column of
/// pictures costs nothing and says that it is no text.
final class Value extends PrimitiveConverter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;

    private final PrimitiveType type;
    private final @Nullable LogicalTypeAnnotation meaning;
    private final RowSize size;
    private final Consumer<JsonNode> to;
    private @Nullable Dictionary dictionary;
    private @Nullable JsonNode[] decoded = {};

    Value(PrimitiveType type, RowSize size, Consumer<JsonNode> to) {
        this.type = type;
        this.meaning = type.getLogicalTypeAnnotation();
        this.size = size;
        this.to = to;
    }

    @Override
    public void addBoolean(boolean value) {
        put(NODES.booleanNode(value), 0);
    }

    @Override
    public void addInt(int value) {
        put(
                switch (meaning) {
                    case DecimalLogicalTypeAnnotation d ->
                            NODES.numberNode(BigDecimal.valueOf(value, d.getScale()));
                    case DateLogicalTypeAnnotation _ ->
                            NODES.stringNode(LocalDate.ofEpochDay(value).toString());
                    case IntLogicalTypeAnnotation i when !i.isSigned() ->
                            NODES.numberNode(Integer.toUnsignedLong(value));
                    case null, default -> NODES.numberNode(value);
                },
                0);
    }

    @Override
    public void addLong(long value) {
        put(
                switch (meaning) {
                    case DecimalLogicalTypeAnnotation d ->
                            NODES.numberNode(BigDecimal.valueOf(value, d.getScale()));
                    case TimestampLogicalTypeAnnotation t ->
                            NODES.stringNode(instant(value, t).toString());
                    case IntLogicalTypeAnnotation i when !i.isSigned() ->
                            NODES.numberNode(new BigInteger(Long.toUnsignedString(value)));
                    case null, default -> NODES.numberNode(value);
                },
                0);
    }

    @Override
    public void addFloat(float value) {
        put(NODES.numberNode(value), 0);
    }

    @Override
    public void addDouble(double value) {
        put(NODES.numberNode(value), 0);
    }

    @Override
    public void addBinary(Binary value) {
        put(node(value), value.length());
    }

    @Override
    public boolean hasDictionarySupport() {
        return type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
    }

    @Override
    public void setDictionary(Dictionary dictionary) {
        this.dictionary = dictionary;
        this.decoded = new JsonNode[dictionary.getMaxId() + 1];
    }

    /// Each entry is decoded once, and its text shared by all rows that have it.
    @Override
    public void addValueFromDictionary(int id) {
        Binary value = Objects.requireNonNull(dictionary).decodeToBinary(id);
        JsonNode node = decoded[id];
        if (node == null) {
            node = node(value);
            if (node.isNull()) {
                to.accept(node); // not text: a fault of each row that has it
                return;
            }
            decoded[id] = node;
        }
        put(node, value.length());
    }

    private void put(JsonNode node, int bytes) {
        if (size.takes(RowSize.NODE + (node.isString() ? bytes : 0))) {
            to.accept(node);
        }
    }

    private JsonNode node(Binary value) {
        return switch (meaning) {
            case StringLogicalTypeAnnotation _ -> text(value);
            case EnumLogicalTypeAnnotation _ -> text(value);
            case JsonLogicalTypeAnnotation _ -> text(value);
            case DecimalLogicalTypeAnnotation d when value.length() > 0 ->
                    NODES.numberNode(
                            new BigDecimal(new BigInteger(value.getBytes()), d.getScale()));
            case UUIDLogicalTypeAnnotation _ -> {
                ByteBuffer bytes = value.toByteBuffer();
                yield NODES.stringNode(new UUID(bytes.getLong(), bytes.getLong()).toString());
            }
            case Float16LogicalTypeAnnotation _ ->
                    NODES.numberNode(Float.float16ToFloat(little(value).getShort()));
            case null, default ->
                    type.getPrimitiveTypeName() == PrimitiveTypeName.INT96
                            ? NODES.stringNode(int96(little(value)).toString())
                            : untyped(value);
        };
    }

    private JsonNode text(Binary value) {
        try {
            return NODES.stringNode(utf8(value));
        } catch (CharacterCodingException e) {
            size.fault("the text of column %s is not valid UTF-8".formatted(type.getName()));
            return NODES.nullNode();
        }
    }

    /// Old writers do not say that a column is text.
    private static JsonNode untyped(Binary value) {
        try {
            return NODES.stringNode(utf8(value));
        } catch (CharacterCodingException e) {
            return NODES.binaryNode(new byte[0]);
        }
    }

    private static String utf8(Binary value) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(value.toByteBuffer()).toString();
    }

    private static ByteBuffer little(Binary value) {
        return value.toByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Instant instant(long value, TimestampLogicalTypeAnnotation type) {
        long second =
                switch (type.getUnit()) {
                    case MILLIS -> 1_000L;
                    case MICROS -> 1_000_000L;
                    case NANOS -> 1_000_000_000L;
                };
        return Instant.ofEpochSecond(
                Math.floorDiv(value, second),
                Math.floorMod(value, second) * (1_000_000_000L / second));
    }

    /// Nanoseconds of the day, then the day.
    private static Instant int96(ByteBuffer bytes) {
        long nanos = bytes.getLong();
        return Instant.ofEpochSecond(86_400L * (bytes.getInt() - JULIAN_DAY_OF_EPOCH), nanos);
    }
}
