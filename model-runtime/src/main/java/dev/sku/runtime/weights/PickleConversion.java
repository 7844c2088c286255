package dev.sku.runtime.weights;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The conversion itself, run by [PickleConverterMain] in a process of its own.
///
/// Shards are written one after the other, each atomically, and the index last: a folder without
/// `model.safetensors` and without an index was not converted to the end.
record PickleConversion(Path source, Path target) {
    void run() {
        if (Files.exists(source.resolve(PickleConverter.SINGLE))) {
            List<TensorData> tensors = tensors(PickleConverter.SINGLE, source);
            write(PickleConverter.CONVERTED_SINGLE, tensors);
        } else {
            sharded(ShardNames.inside(source, PickleConverter.INDEX, source));
        }
    }

    private void sharded(Path index) {
        Map<String, String> shardOf = new TreeMap<>();
        long bytes = 0;
        for (String shard : new TreeSet<>(ShardNames.index(index).values())) {
            String converted =
                    shard.replaceFirst("^pytorch_model", "model").replaceFirst("\\.bin$", "")
                            + ".safetensors";
            List<TensorData> tensors = new ArrayList<>();
            for (TensorData tensor : tensors(shard, index)) {
                if (shardOf.putIfAbsent(tensor.name(), converted) == null) {
                    tensors.add(tensor);
                    bytes += tensor.bytes();
                }
            }
            write(converted, tensors);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metadata", Map.of("total_size", bytes));
        json.put("weight_map", shardOf);
        AtomicFiles.writeFile(
                target.resolve(PickleConverter.CONVERTED_INDEX),
                out -> out.write(Wire.pretty(json).getBytes(StandardCharsets.UTF_8)));
    }

    private List<TensorData> tensors(String name, Path namedBy) {
        Path file = ShardNames.inside(source, name, namedBy);
        try {
            return TorchFile.open(file).tensors();
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(Problem.Code.FILE_UNREADABLE, file, String.valueOf(e.getMessage())),
                    e);
        }
    }

    private void write(String name, List<TensorData> tensors) {
        SafetensorsWriter.write(target.resolve(name), Map.of("format", "pt"), tensors);
    }
}
