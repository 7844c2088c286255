package dev.sku.runtime.model;

import dev.sku.protocol.Wire;
import dev.sku.runtime.weights.AtomicFiles;
import dev.sku.runtime.weights.Dtype;
import dev.sku.runtime.weights.SafetensorsWriter;
import dev.sku.runtime.weights.ShardNames;
import dev.sku.runtime.weights.TensorData;
import dev.sku.runtime.weights.TensorEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// Writes a model as a Hugging Face folder that `transformers` loads: the base's configuration and tokenizer, its
/// sharding, and new weights, of which one tensor at a time is in memory.
public final class ModelWriter {
    /// What travels with the weights. A README stays behind: it describes the base.
    private static final List<String> COMPANIONS =
            List.of(
                    "generation_config.json",
                    "tokenizer.json",
                    "tokenizer.model",
                    "tokenizer_config.json",
                    "special_tokens_map.json",
                    "added_tokens.json",
                    "vocab.json",
                    "merges.txt",
                    "chat_template.jinja",
                    "chat_template.json",
                    "LICENSE",
                    "LICENSE.txt",
                    "LICENSE.md",
                    "NOTICE",
                    "USE_POLICY.md");

    private static final String CONFIG = "config.json";

    private ModelWriter() {}

    /// Writes a new folder, which must not exist yet.
    ///
    /// @param data gives the new values of a tensor of the base; name and shape must stay, the dtype may change
    public static void write(
            ModelFolder base, Path target, Function<TensorEntry, ? extends TensorData> data) {
        write(base, target, AtomicFiles.Existing.REFUSE, data);
    }

    /// Writes a folder, on request in place of another model's.
    public static void write(
            ModelFolder base,
            Path target,
            AtomicFiles.Existing existing,
            Function<TensorEntry, ? extends TensorData> data) {
        List<Path> read = new ArrayList<>(List.of(base.path()));
        base.tensors().values().forEach(tensor -> read.add(tensor.file()));
        Replaceable.check(target, existing, CONFIG, read);
        AtomicFiles.writeFolder(target, existing, folder -> fill(base, folder, data));
    }

    private static void fill(
            ModelFolder base, Path folder, Function<TensorEntry, ? extends TensorData> data)
            throws IOException {
        for (String name : COMPANIONS) {
            if (Files.exists(base.path().resolve(name))) {
                copy(ShardNames.inside(base.path(), name, base.path()), folder.resolve(name));
            }
        }
        Map<String, Dtype> dtypes = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> shard : base.shards().entrySet()) {
            List<TensorData> tensors = new ArrayList<>();
            for (String name : shard.getValue()) {
                TensorEntry entry = base.tensor(name);
                TensorData tensor = matching(entry, data.apply(entry));
                dtypes.put(name, tensor.dtype());
                tensors.add(tensor);
            }
            try (FileChannel out =
                    FileChannel.open(
                            folder.resolve(shard.getKey()),
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE)) {
                SafetensorsWriter.write(out, Map.of("format", "pt"), tensors);
            }
        }
        if (base.shards().size() > 1 || !base.shards().containsKey(WeightFiles.SINGLE)) {
            Files.writeString(folder.resolve(WeightFiles.INDEX), index(base, dtypes));
        }
        Files.writeString(folder.resolve(CONFIG), config(base, dtypes));
    }

    /// The content alone: a base that is read-only gives no read-only copies.
    private static void copy(Path source, Path target) throws IOException {
        try (InputStream in = Files.newInputStream(source)) {
            Files.copy(in, target);
        }
    }

    private static TensorData matching(TensorEntry entry, TensorData tensor) {
        if (!tensor.name().equals(entry.name()) || !tensor.shape().equals(entry.shape())) {
            throw new IllegalArgumentException(
                    "data for %s %s is %s %s"
                            .formatted(entry.name(), entry.shape(), tensor.name(), tensor.shape()));
        }
        return tensor;
    }

    private static String index(ModelFolder base, Map<String, Dtype> dtypes) {
        long bytes = 0;
        Map<String, String> weightMap = new TreeMap<>();
        for (Map.Entry<String, List<String>> shard : base.shards().entrySet()) {
            for (String name : shard.getValue()) {
                weightMap.put(name, shard.getKey());
            }
        }
        for (TensorEntry entry : base.tensors().values()) {
            Dtype dtype = dtypes.getOrDefault(entry.name(), entry.dtype());
            bytes += entry.elements() * dtype.bytes();
        }
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("metadata", Map.of("total_size", bytes));
        index.put("weight_map", weightMap);
        return Wire.pretty(index);
    }

    /// The base's configuration; only the dtype follows the weights, and only where they have another than before.
    private static String config(ModelFolder base, Map<String, Dtype> dtypes) {
        Path source = base.path().resolve(CONFIG);
        ConfigFields fields = ConfigReader.fields(source);
        ObjectNode json = (ObjectNode) fields.json();
        Set<Dtype> written = dtypes.values().stream().collect(Collectors.toSet());
        if (written.size() == 1 && !written.contains(base.dtype())) {
            String field = json.has("torch_dtype") && !json.has("dtype") ? "torch_dtype" : "dtype";
            json.put(field, written.iterator().next().configName());
        }
        return Wire.pretty(json);
    }
}
