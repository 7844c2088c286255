package dev.sku.runtime.parquet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/// The columns of a footer, which lists them depth first, as a tree.
final class SchemaTree {
    private static final int DEEPEST = 32;
    private static final int MOST_ELEMENTS = 10_000;

    private final List<SchemaElement> elements;
    private final Place place;
    private int next = 1; // the first is the root

    private SchemaTree(List<SchemaElement> elements, Place place) {
        this.elements = elements;
        this.place = place;
    }

    static MessageType of(List<SchemaElement> elements, Place place) {
        if (elements.isEmpty() || elements.getFirst().getNum_children() < 1) {
            throw place.fault("it has no columns");
        }
        if (elements.size() > MOST_ELEMENTS) {
            throw place.fault("it has more than %d columns".formatted(MOST_ELEMENTS));
        }
        SchemaTree tree = new SchemaTree(elements, place);
        List<Type> columns = tree.children(elements.getFirst(), 0);
        if (tree.next != elements.size()) {
            throw place.fault("its footer is damaged");
        }
        return new MessageType("row", columns);
    }

    private List<Type> children(SchemaElement of, int depth) {
        if (depth > DEEPEST || of.getNum_children() > elements.size() - next) {
            throw place.fault("its footer is damaged");
        }
        List<Type> children = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < of.getNum_children(); i++) {
            Type child = child(depth);
            if (!names.add(child.getName())) {
                throw place.fault("it has two columns " + child.getName());
            }
            children.add(child);
        }
        return children;
    }

    private Type child(int depth) {
        if (next == elements.size()) {
            throw place.fault("its footer is damaged");
        }
        SchemaElement element = elements.get(next++);
        if (element.getName() == null || element.getRepetition_type() == null) {
            throw place.fault("its footer is damaged");
        }
        Repetition repetition = Repetition.valueOf(element.getRepetition_type().name());
        Place column = place.column(element.getName());
        try {
            if (element.getNum_children() > 0) {
                return Types.buildGroup(repetition)
                        .as(meaning(element))
                        .addFields(children(element, depth + 1).toArray(Type[]::new))
                        .named(element.getName());
            }
            if (element.getType() == null) {
                throw column.fault("it has no type");
            }
            return Types.primitive(stored(element.getType()), repetition)
                    .length(element.getType_length())
                    .as(meaning(element))
                    .named(element.getName());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw column.fault("its type is not possible", e);
        }
    }

    /// As which of the eight forms a value is stored.
    static PrimitiveTypeName stored(org.apache.parquet.format.Type type) {
        return type == org.apache.parquet.format.Type.BYTE_ARRAY
                ? PrimitiveTypeName.BINARY
                : PrimitiveTypeName.valueOf(type.name());
    }

    /// The older of the two ways to say it is tried first, since every writer uses it where it has the word.
    private static @Nullable LogicalTypeAnnotation meaning(SchemaElement element) {
        if (element.getConverted_type() != null) {
            return switch (element.getConverted_type()) {
                case UTF8 -> LogicalTypeAnnotation.stringType();
                case ENUM -> LogicalTypeAnnotation.enumType();
                case JSON -> LogicalTypeAnnotation.jsonType();
                case LIST -> LogicalTypeAnnotation.listType();
                case MAP, MAP_KEY_VALUE -> LogicalTypeAnnotation.mapType();
                case DATE -> LogicalTypeAnnotation.dateType();
                case DECIMAL ->
                        LogicalTypeAnnotation.decimalType(
                                element.getScale(), element.getPrecision());
                case TIMESTAMP_MILLIS -> LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS);
                case TIMESTAMP_MICROS -> LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS);
                case UINT_8 -> LogicalTypeAnnotation.intType(8, false);
                case UINT_16 -> LogicalTypeAnnotation.intType(16, false);
                case UINT_32 -> LogicalTypeAnnotation.intType(32, false);
                case UINT_64 -> LogicalTypeAnnotation.intType(64, false);
                case INT_8, INT_16, INT_32, INT_64, TIME_MILLIS, TIME_MICROS, BSON, INTERVAL ->
                        null; // as they are stored
            };
        }
        LogicalType newer = element.getLogicalType();
        if (newer == null || newer.getSetField() == null) {
            return null;
        }
        return switch (newer.getSetField()) {
            case STRING -> LogicalTypeAnnotation.stringType();
            case ENUM -> LogicalTypeAnnotation.enumType();
            case JSON -> LogicalTypeAnnotation.jsonType();
            case LIST -> LogicalTypeAnnotation.listType();
            case MAP -> LogicalTypeAnnotation.mapType();
            case DATE -> LogicalTypeAnnotation.dateType();
            case UUID -> LogicalTypeAnnotation.uuidType();
            case FLOAT16 -> LogicalTypeAnnotation.float16Type();
            case TIMESTAMP -> timestamp(newer.getTIMESTAMP());
            case DECIMAL ->
                    LogicalTypeAnnotation.decimalType(
                            newer.getDECIMAL().getScale(), newer.getDECIMAL().getPrecision());
            case INTEGER -> integer(newer.getINTEGER());
            case TIME, BSON, UNKNOWN, VARIANT, GEOMETRY, GEOGRAPHY -> null; // as they are stored
        };
    }

    private static LogicalTypeAnnotation integer(IntType type) {
        return LogicalTypeAnnotation.intType(type.getBitWidth(), type.isIsSigned());
    }

    private static LogicalTypeAnnotation timestamp(TimestampType type) {
        org.apache.parquet.format.TimeUnit named = type.getUnit();
        TimeUnit unit =
                named == null || named.isSetNANOS()
                        ? TimeUnit.NANOS
                        : named.isSetMICROS() ? TimeUnit.MICROS : TimeUnit.MILLIS;
        return LogicalTypeAnnotation.timestampType(type.isIsAdjustedToUTC(), unit);
    }
}
