package dev.sku.runtime.model;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.weights.PickleConverter;
import dev.sku.runtime.weights.Safetensors;
import dev.sku.runtime.weights.SafetensorsFile;
import dev.sku.runtime.weights.ShardNames;
import dev.sku.runtime.weights.TensorEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The safetensors files of a model folder: one, or shards with an index that says which tensor is where.
///
/// @param folder where the files lie; the model folder, or a cache of converted pickles
record WeightFiles(Path folder) {
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    static WeightFiles find(Path folder) {
        if (Files.exists(folder.resolve(SINGLE)) || Files.exists(folder.resolve(INDEX))) {
            return new WeightFiles(folder);
        }
        if (PickleConverter.isPickled(folder)) {
            return new WeightFiles(PickleConverter.convert(folder));
        }
        throw ProblemException.of(
                Problem.Code.MODEL_FOLDER_INVALID,
                folder,
                "it has neither %s nor %s nor pytorch_model.bin".formatted(SINGLE, INDEX));
    }

    /// Shard file name to the tensors in it, in the order of their bytes.
    Map<String, List<TensorEntry>> read() {
        Map<String, List<TensorEntry>> found = new LinkedHashMap<>();
        if (Files.exists(folder.resolve(SINGLE))) {
            Path file = ShardNames.inside(folder, SINGLE, folder);
            found.put(SINGLE, List.copyOf(Safetensors.read(file).tensors().values()));
            return found;
        }
        Path index = ShardNames.inside(folder, INDEX, folder);
        Map<String, String> shardOf = ShardNames.index(index);
        Map<String, SafetensorsFile> opened = new LinkedHashMap<>();
        for (String shard : shardOf.values().stream().distinct().sorted().toList()) {
            opened.put(shard, Safetensors.read(ShardNames.inside(folder, shard, index)));
        }
        shardOf.forEach((tensor, shard) -> {
            SafetensorsFile file = opened.get(shard);
            if (file == null || !file.tensors().containsKey(tensor)) {
                throw ProblemException.of(
                        Problem.Code.SHARD_INDEX_INVALID,
                        index,
                        "tensor %s is not in %s, where the index puts it".formatted(tensor, shard));
            }
        });
        opened.forEach((shard, file) -> found.put(shard, List.copyOf(file.tensors().values())));
        return found;
    }
}
