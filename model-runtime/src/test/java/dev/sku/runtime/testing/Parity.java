package dev.sku.runtime.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.protocol.Wire;
import dev.sku.runtime.weights.Safetensors;
import dev.sku.runtime.weights.TensorEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Golden numbers that PyTorch and transformers made; tests that need them skip, and say so, where the folder is absent.
public final class Parity {
    private static final Path SET = Path.of("..", "..", "shared", "parity", "dev");

    private Parity() {}

    public static Path set() {
        assumeTrue(Files.isDirectory(SET), () -> "no parity set at " + SET.toAbsolutePath());
        return SET;
    }

    public static JsonNode golden() {
        return json("golden.json");
    }

    public static JsonNode plan() {
        return json("plan.json");
    }

    private static JsonNode json(String name) {
        try {
            Path file = set().resolve(name);
            return Wire.tree(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static float[] tensor(String name) {
        Path file = set().resolve("tensors").resolve("golden_tensors.safetensors");
        Map<String, TensorEntry> all = Safetensors.read(file).tensors();
        TensorEntry entry = all.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(name);
        }
        return floats(entry);
    }

    public static float[] floats(TensorEntry entry) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            entry.copyTo(Channels.newChannel(bytes));
            float[] values = new float[Math.toIntExact(entry.elements())];
            ByteBuffer.wrap(bytes.toByteArray())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static long[] longs(JsonNode array) {
        return array.valueStream().mapToLong(JsonNode::longValue).toArray();
    }

    /// Largest difference of the last values of `computed` from all of `golden`: goldens of some models hold only the last
    /// position.
    public static double largestDifference(float[] computed, float[] golden) {
        double largest = 0;
        int offset = computed.length - golden.length;
        for (int i = 0; i < golden.length; i++) {
            largest = Math.max(largest, Math.abs(computed[offset + i] - golden[i]));
        }
        return largest;
    }
}
