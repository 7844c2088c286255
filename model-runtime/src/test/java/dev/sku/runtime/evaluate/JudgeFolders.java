package dev.sku.runtime.evaluate;

import dev.sku.protocol.Wire;
import dev.sku.runtime.testing.RandomTensors;
import dev.sku.runtime.testing.SampleRun;
import dev.sku.runtime.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tiny Llama models with random weights, always the same, and the sample's tokenizer.
final class JudgeFolders {
    private static final long VOCABULARY = 1024;
    private static final long WIDTH = 32;
    private static final long INNER = 48;
    private static final long KEYS = 16;

    private JudgeFolders() {}

    static Path languageModel(Path folder) throws IOException {
        Map<String, Object> config = config("LlamaForCausalLM");
        return write(folder, config, "lm_head.weight", VOCABULARY);
    }

    /// Three labels, of which several may fit.
    static Path classifier(Path folder) throws IOException {
        return classifier(folder, "multi_label_classification");
    }

    static Path classifier(Path folder, String problem) throws IOException {
        Map<String, Object> config = config("LlamaForSequenceClassification");
        config.put("problem_type", problem);
        config.put("id2label", Map.of("0", "violence", "1", "theft", "2", "kindness"));
        config.put("label2id", Map.of("violence", 0, "theft", 1, "kindness", 2));
        return write(folder, config, "score.weight", 3);
    }

    private static Map<String, Object> config(String architecture) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("architectures", List.of(architecture));
        json.put("model_type", "llama");
        json.put("hidden_act", "silu");
        json.put("hidden_size", WIDTH);
        json.put("intermediate_size", INNER);
        json.put("num_hidden_layers", 2);
        json.put("num_attention_heads", 4);
        json.put("num_key_value_heads", 2);
        json.put("max_position_embeddings", 1024);
        json.put("vocab_size", VOCABULARY);
        json.put("rms_norm_eps", 1e-5);
        json.put("tie_word_embeddings", false);
        json.put("bos_token_id", 2);
        json.put("eos_token_id", 2);
        json.put("pad_token_id", 1);
        json.put("torch_dtype", "float32");
        return json;
    }

    private static Path write(Path folder, Map<String, Object> config, String head, long rows)
            throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), Wire.pretty(config));
        for (String name :
                List.of("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")) {
            Files.copy(SampleRun.SAMPLE.resolve("llama").resolve(name), folder.resolve(name));
        }
        RandomTensors random = new RandomTensors(3);
        random.add("model.embed_tokens.weight", VOCABULARY, WIDTH);
        for (int layer = 0; layer < 2; layer++) {
            String at = "model.layers." + layer + ".";
            random.add(at + "input_layernorm.weight", WIDTH);
            random.add(at + "self_attn.q_proj.weight", WIDTH, WIDTH);
            random.add(at + "self_attn.k_proj.weight", KEYS, WIDTH);
            random.add(at + "self_attn.v_proj.weight", KEYS, WIDTH);
            random.add(at + "self_attn.o_proj.weight", WIDTH, WIDTH);
            random.add(at + "post_attention_layernorm.weight", WIDTH);
            random.add(at + "mlp.gate_proj.weight", INNER, WIDTH);
            random.add(at + "mlp.up_proj.weight", INNER, WIDTH);
            random.add(at + "mlp.down_proj.weight", WIDTH, INNER);
        }
        random.add("model.norm.weight", WIDTH);
        random.add(head, rows, WIDTH);
        SafetensorsWriter.write(
                folder.resolve("model.safetensors"), Map.of("format", "pt"), random.all());
        return folder;
    }
}
