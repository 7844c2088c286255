package dev.sku.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/// Records to JSON text and back: one line for journals and sockets, indented for files that people edit.
///
/// Numbers keep every bit of a double; a field that the reader does not know is ignored, so that an older window can read
/// a newer journal; one that a record cannot be without ([Required]) must be there; nesting and string lengths are bounded.
public final class Wire {
    private static final int MAX_NESTING = 64;

    private static final JsonMapper MAPPER = mapper();

    /// Number of the way in which clients and agents talk; both must have the same.
    public static final int PROTOCOL = 2;

    private Wire() {}

    /// One line without a line break.
    public static String line(Object record) {
        return MAPPER.writeValueAsString(record);
    }

    /// Indented, with a line break at the end.
    public static String pretty(Object record) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(record) + "\n";
    }

    /// A constant as it is written in JSON.
    public static String word(Enum<?> constant) {
        return line(constant).replace("\"", "");
    }

    /// @param source where the text came from, for the sentence
    /// @throws ProblemException `JSON_INVALID`, `JSON_FIELD_MISSING` or `JSON_FIELD_INVALID`, with the line and the reason
    public static <T> T read(String text, Class<T> type, String source) {
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw ProblemException.of(Problem.Code.JSON_INVALID, source, 1, "it is null");
            }
            return value;
        } catch (JacksonException e) {
            throw invalid(e, source);
        }
    }

    /// A tree, for files whose layout is not ours.
    public static JsonNode tree(String text, String source) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw invalid(e, source);
        }
    }

    private static ProblemException invalid(JacksonException e, String source) {
        return new ProblemException(JsonFault.problem(e, source), e);
    }

    private static JsonMapper mapper() {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(MAX_NESTING)
                                        .build())
                        .build();
        return JsonMapper.builder(factory)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .annotationIntrospector(new Required())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enumNamingStrategy(EnumNamingStrategies.LOWER_CAMEL_CASE)
                .changeDefaultPropertyInclusion(
                        v -> v.withValueInclusion(JsonInclude.Include.NON_NULL))
                .addMixIn(Event.class, Typed.class)
                .addMixIn(Command.class, Typed.class)
                .addMixIn(Trained.class, Typed.class)
                .addMixIn(Request.class, Typed.class)
                .addMixIn(Reply.class, Typed.class)
                .addMixIn(SessionRequest.class, Typed.class)
                .addMixIn(SessionReply.class, Typed.class)
                .addMixIn(Inquiry.class, Typed.class)
                .addMixIn(Finding.class, Typed.class)
                .addMixIn(Transfer.class, Typed.class)
                .addMixIn(JudgeSpec.class, Typed.class)
                .addMixIn(Treatment.class, Typed.class)
                .registerSubtypes(
                        subtypes(
                                Event.class,
                                Command.class,
                                Trained.class,
                                Request.class,
                                Reply.class,
                                SessionRequest.class,
                                SessionReply.class,
                                Inquiry.class,
                                Finding.class,
                                Transfer.class,
                                JudgeSpec.class,
                                Treatment.class))
                .build();
    }

    private static NamedType[] subtypes(Class<?>... sealed) {
        List<NamedType> all = new ArrayList<>();
        for (Class<?> type : sealed) {
            for (Class<?> sub : type.getPermittedSubclasses()) {
                String name = sub.getSimpleName();
                all.add(
                        new NamedType(
                                sub, Character.toLowerCase(name.charAt(0)) + name.substring(1)));
            }
        }
        return all.toArray(NamedType[]::new);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface Typed {}
}
