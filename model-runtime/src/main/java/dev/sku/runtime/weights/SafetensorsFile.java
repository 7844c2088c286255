package dev.sku.runtime.weights;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The header of a safetensors file: every tensor in the order of its bytes, and the free-text metadata.
public record SafetensorsFile(
        Path file, Map<String, TensorEntry> tensors, Map<String, String> metadata) {
    public SafetensorsFile {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /// @throws ProblemException `TENSOR_MISSING`
    public TensorEntry tensor(String name) {
        TensorEntry entry = tensors.get(name);
        if (entry == null) {
            throw ProblemException.of(Problem.Code.TENSOR_MISSING, file, name);
        }
        return entry;
    }
}
