package dev.sku.runtime.model;

import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import dev.sku.runtime.weights.Dtype;
import dev.sku.runtime.weights.SafetensorsWriter;
import dev.sku.runtime.weights.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Small model folders with made-up weights.
final class ModelFolders {
    private ModelFolders() {}

    static Map<String, Object> opt() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("architectures", List.of("OPTForCausalLM"));
        json.put("model_type", "opt");
        json.put("activation_function", "relu");
        json.put("hidden_size", 8);
        json.put("word_embed_proj_dim", 8);
        json.put("ffn_dim", 12);
        json.put("num_hidden_layers", 2);
        json.put("num_attention_heads", 2);
        json.put("max_position_embeddings", 10);
        json.put("vocab_size", 16);
        json.put("bos_token_id", 2);
        json.put("eos_token_id", 2);
        json.put("pad_token_id", 1);
        json.put("dtype", "float32");
        return json;
    }

    static Map<String, Object> llama() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("architectures", List.of("LlamaForCausalLM"));
        json.put("model_type", "llama");
        json.put("hidden_act", "silu");
        json.put("hidden_size", 8);
        json.put("intermediate_size", 12);
        json.put("num_hidden_layers", 2);
        json.put("num_attention_heads", 4);
        json.put("num_key_value_heads", 2);
        json.put("max_position_embeddings", 10);
        json.put("vocab_size", 16);
        json.put("rms_norm_eps", 1e-5);
        json.put("bos_token_id", 1);
        json.put("eos_token_id", 2);
        json.put("torch_dtype", "float32");
        return json;
    }

    static Map<String, Object> with(Map<String, Object> json, String field, Object value) {
        json.put(field, value);
        return json;
    }

    /// `config.json` alone.
    static Path config(Path folder, Map<String, Object> json) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), Wire.pretty(json));
        return folder;
    }

    /// A whole model in one file.
    static Path write(Path folder, Map<String, Object> json) throws IOException {
        config(folder, json);
        SafetensorsWriter.write(
                folder.resolve("model.safetensors"), Map.of("format", "pt"), tensors(folder));
        return folder;
    }

    /// A whole model in two shards with an index.
    static Path writeSharded(Path folder, Map<String, Object> json) throws IOException {
        config(folder, json);
        List<TensorData> all = tensors(folder);
        Map<String, List<TensorData>> shards = new LinkedHashMap<>();
        shards.put("model-00001-of-00002.safetensors", all.subList(0, 5));
        shards.put("model-00002-of-00002.safetensors", all.subList(5, all.size()));
        Map<String, String> shardOf = new HashMap<>();
        shards.forEach((shard, part) -> {
            SafetensorsWriter.write(folder.resolve(shard), Map.of(), part);
            part.forEach(t -> shardOf.put(t.name(), shard));
        });
        index(folder, shardOf);
        return folder;
    }

    static void index(Path folder, Map<String, String> shardOf) throws IOException {
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                Wire.pretty(Map.of("metadata", Map.of(), "weight_map", shardOf)));
    }

    /// Every tensor that the configuration asks for, filled with its own small numbers.
    static List<TensorData> tensors(Path folder) {
        List<TensorData> tensors = new ArrayList<>();
        ConfigReader.read(folder)
                .tensorShapes()
                .forEach((name, shape) -> tensors.add(floats(name, shape)));
        return tensors;
    }

    static TensorData floats(String name, List<Long> shape) {
        int elements = shape.stream().mapToInt(Math::toIntExact).reduce(1, (a, b) -> a * b);
        ByteBuffer bytes = ByteBuffer.allocate(4 * elements).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            bytes.putFloat((float) Math.sin(name.hashCode() + i) / 10);
        }
        return TensorData.of(name, Dtype.F32, shape, bytes.flip());
    }

    static ProblemException refusal(ThrowingCallable call) {
        ProblemException thrown = Assertions.catchThrowableOfType(ProblemException.class, call);
        Assertions.assertThat(thrown).isNotNull();
        return thrown;
    }
}
