package dev.sku.runtime.replay;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.weights.Safetensors;
import dev.sku.runtime.weights.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A folder of models, adapters, a plan of batches, and what PyTorch and transformers made of them.
///
/// Nothing about its names, counts or sizes is known beforehand.
final class ParitySet {
    private final Path path;
    private final ParityPlan plan;
    private final JsonNode golden;
    private final Map<String, TensorEntry> tensors = new LinkedHashMap<>();

    private ParitySet(Path path, ParityPlan plan, JsonNode golden) {
        this.path = path;
        this.plan = plan;
        this.golden = golden;
    }

    /// @throws ProblemException `PARITY_SET_INVALID` with what is missing
    static ParitySet open(Path path) {
        if (!Files.isDirectory(path)) {
            throw ProblemException.of(Problem.Code.FILE_MISSING, path);
        }
        ParityPlan plan = ParityPlan.read(json(path.resolve("plan.json")), path);
        ParitySet set = new ParitySet(path, plan, json(path.resolve("golden.json")));
        for (Path file : files(path.resolve("tensors"))) {
            if (file.toString().endsWith(".safetensors")) {
                set.tensors.putAll(Safetensors.read(file).tensors());
            }
        }
        return set;
    }

    private static JsonNode json(Path file) {
        try {
            return Wire.tree(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(file, e), e);
        }
    }

    Path path() {
        return path;
    }

    ParityPlan plan() {
        return plan;
    }

    /// Whatever `golden.json` holds at these names, one inside the other; a missing node where it holds nothing.
    JsonNode golden(String... names) {
        JsonNode node = golden;
        for (String name : names) {
            node = node.path(name);
        }
        return node;
    }

    /// Names of the recorded models, each perhaps a second time with `.fp64`.
    List<String> initialNames() {
        return List.copyOf(golden.path("initial").propertyNames());
    }

    List<RunName> runs() {
        return golden.path("runs").propertyNames().stream().map(RunName::parse).toList();
    }

    ModelFolder model(String name) {
        return ModelFolder.open(inside("models", name));
    }

    /// A folder of the set, whose name was read from a file.
    Path inside(String kind, String name) {
        Path parent = path.resolve(kind).normalize();
        Path folder = parent.resolve(name).normalize();
        if (!parent.equals(folder.getParent())) {
            throw ProblemException.of(
                    Problem.Code.PARITY_SET_INVALID, path, name + " is not a folder name");
        }
        return folder;
    }

    /// A model folder with a tokenizer: the model's own, or else that of any other; null where none has one.
    @Nullable Path tokenizerFolder(String model) {
        Path own = inside("models", model);
        if (Files.exists(own.resolve("tokenizer.json"))) {
            return own;
        }
        return files(path.resolve("models")).stream()
                .filter(folder -> Files.exists(folder.resolve("tokenizer.json")))
                .findFirst()
                .orElse(null);
    }

    @Nullable Path llamaStyleTokenizer() {
        Path folder = path.resolve("tokenizer-llama2style");
        return Files.isDirectory(folder) ? folder : null;
    }

    /// Recorded tensors whose names begin like this, by the rest of their names.
    Map<String, TensorEntry> tensors(String prefix) {
        Map<String, TensorEntry> found = new LinkedHashMap<>();
        tensors.forEach((name, entry) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), entry);
            }
        });
        return found;
    }

    static float[] floats(TensorEntry entry) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(entry.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        try {
            entry.copyTo(Channels.newChannel(new ByteBufferStream(bytes)));
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(entry.file(), e), e);
        }
        bytes.flip();
        float[] values = new float[Math.toIntExact(entry.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    switch (entry.dtype()) {
                        case F16 -> Float.float16ToFloat(bytes.getShort());
                        case BF16 -> Float.intBitsToFloat(bytes.getShort() << 16);
                        case F64 -> (float) bytes.getDouble();
                        default -> bytes.getFloat();
                    };
        }
        return values;
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(folder, e), e);
        }
    }

    private static final class ByteBufferStream extends java.io.OutputStream {
        private final ByteBuffer bytes;

        ByteBufferStream(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int b) {
            bytes.put((byte) b);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.put(from, offset, length);
        }
    }
}
