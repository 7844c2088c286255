package dev.sku.runtime.weights;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// The JSON of a safetensors header, as it stands there; offsets are still relative and unproven.
///
/// Read token by token: a tree of 100 MB of hostile JSON would take gigabytes.
record SafetensorsHeader(List<Declared> tensors, Map<String, String> metadata) {
    private static final int MAX_DIMENSIONS = 64;
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(8).build())
                    .build();

    record Declared(Path file, String name, Dtype dtype, List<Long> shape, long begin, long end) {
        /// Product of shape and element size.
        long neededBytes() {
            try {
                long elements = 1;
                for (long dimension : shape) {
                    elements = Math.multiplyExact(elements, dimension);
                }
                return Math.multiplyExact(elements, dtype.bytes());
            } catch (ArithmeticException e) {
                throw new ProblemException(
                        Problem.of(
                                Problem.Code.SAFETENSORS_INVALID,
                                file,
                                "the shape %s of tensor %s is larger than any file"
                                        .formatted(shape, Shown.text(name))),
                        e);
            }
        }
    }

    static SafetensorsHeader parse(byte[] json, Path file) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
            return new Reader(in, file).header();
        } catch (JacksonException e) {
            String reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            throw new ProblemException(
                    Problem.of(
                            Problem.Code.SAFETENSORS_INVALID,
                            file,
                            "its header is not valid JSON (%s)".formatted(Shown.text(reason))),
                    e);
        }
    }

    private record Reader(JsonParser in, Path file) {
        SafetensorsHeader header() {
            expect(in.nextToken(), JsonToken.START_OBJECT, "the header", "an object");
            List<Declared> tensors = new ArrayList<>();
            Map<String, String> metadata = new LinkedHashMap<>();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                expect(in.nextToken(), JsonToken.START_OBJECT, name, "an object");
                if (name.equals("__metadata__")) {
                    readMetadata(metadata);
                } else {
                    tensors.add(tensor(name));
                }
            }
            if (in.nextToken() != null) {
                throw Safetensors.invalid(file, "more JSON follows its header");
            }
            return new SafetensorsHeader(tensors, metadata);
        }

        private void readMetadata(Map<String, String> metadata) {
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = in.currentName();
                expect(in.nextToken(), JsonToken.VALUE_STRING, "__metadata__", "a map of texts");
                metadata.put(key, in.getString());
            }
        }

        private Declared tensor(String name) {
            @Nullable String dtype = null;
            @Nullable List<Long> shape = null;
            @Nullable List<Long> offsets = null;
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = in.currentName();
                JsonToken token = in.nextToken();
                switch (field) {
                    case "dtype" -> {
                        expect(token, JsonToken.VALUE_STRING, name, "a dtype that is a text");
                        dtype = in.getString();
                    }
                    case "shape" -> shape = counts(token, name);
                    case "data_offsets" -> offsets = counts(token, name);
                    default ->
                            throw Safetensors.invalid(
                                    file,
                                    "tensor %s has a field %s, which the format does not know"
                                            .formatted(Shown.text(name), Shown.text(field)));
                }
            }
            if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
                throw Safetensors.invalid(
                        file,
                        "tensor %s lacks dtype, shape or a pair of data_offsets"
                                .formatted(Shown.text(name)));
            }
            return new Declared(
                    file, name, known(dtype, name), shape, offsets.get(0), offsets.get(1));
        }

        private Dtype known(String dtype, String tensor) {
            return Dtype.named(dtype)
                    .orElseThrow(() ->
                            ProblemException.of(
                                    Problem.Code.DTYPE_UNSUPPORTED,
                                    file,
                                    Shown.text(tensor),
                                    Shown.text(dtype)));
        }

        private List<Long> counts(JsonToken token, String tensor) {
            expect(token, JsonToken.START_ARRAY, tensor, "lists of numbers");
            List<Long> counts = new ArrayList<>();
            for (JsonToken t = in.nextToken(); t != JsonToken.END_ARRAY; t = in.nextToken()) {
                expect(t, JsonToken.VALUE_NUMBER_INT, tensor, "whole numbers");
                long count = in.getLongValue();
                if (count < 0 || counts.size() == MAX_DIMENSIONS) {
                    throw Safetensors.invalid(
                            file,
                            "tensor %s has a negative number or more than %d dimensions"
                                    .formatted(Shown.text(tensor), MAX_DIMENSIONS));
                }
                counts.add(count);
            }
            return counts;
        }

        private void expect(
                @Nullable JsonToken found, JsonToken wanted, String where, String what) {
            if (found != wanted) {
                throw Safetensors.invalid(
                        file, "%s should hold %s in its header".formatted(Shown.text(where), what));
            }
        }
    }
}
