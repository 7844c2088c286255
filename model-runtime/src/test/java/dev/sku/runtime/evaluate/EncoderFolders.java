package dev.sku.runtime.evaluate;

import dev.sku.protocol.Wire;
import dev.sku.runtime.testing.RandomTensors;
import dev.sku.runtime.weights.SafetensorsWriter;
import dev.sku.runtime.weights.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tiny sentence encoders with random weights, always the same, and a tokenizer of words, letters and their continuations.
public final class EncoderFolders {
    private static final long WIDTH = 24;
    private static final long INNER = 40;
    private static final int POSITIONS = 20;

    private EncoderFolders() {}

    /// @param type `bert` or `roberta`
    /// @param pooling `mean`, `cls` or another mode
    public static Path write(Path folder, String type, String pooling) throws IOException {
        Files.createDirectories(folder.resolve("1_Pooling"));
        Map<String, Integer> vocabulary = vocabulary();
        json(folder.resolve("config.json"), config(type, vocabulary.size()));
        json(folder.resolve("tokenizer.json"), tokenizer(vocabulary));
        json(
                folder.resolve("modules.json"),
                List.of(
                        module(0, "", "sentence_transformers.models.Transformer"),
                        module(1, "1_Pooling", "sentence_transformers.models.Pooling"),
                        module(2, "2_Normalize", "sentence_transformers.models.Normalize")));
        json(
                folder.resolve("1_Pooling/config.json"),
                Map.of(
                        "word_embedding_dimension",
                        WIDTH,
                        "pooling_mode_cls_token",
                        pooling.equals("cls"),
                        "pooling_mode_mean_tokens",
                        pooling.equals("mean"),
                        "pooling_mode_max_tokens",
                        pooling.equals("max")));
        json(
                folder.resolve("sentence_bert_config.json"),
                Map.of("max_seq_length", 16, "do_lower_case", false));
        SafetensorsWriter.write(
                folder.resolve("model.safetensors"),
                Map.of("format", "pt"),
                tensors(vocabulary.size(), type.equals("bert") ? 2 : 1));
        return folder;
    }

    private static void json(Path file, Object value) throws IOException {
        Files.writeString(file, Wire.pretty(value));
    }

    private static Map<String, Object> module(int index, String path, String type) {
        return Map.of("idx", index, "name", Integer.toString(index), "path", path, "type", type);
    }

    private static Map<String, Object> config(String type, int vocabulary) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("architectures", List.of(type.equals("bert") ? "BertModel" : "RobertaModel"));
        json.put("model_type", type);
        json.put("hidden_act", type.equals("bert") ? "gelu" : "gelu_new");
        json.put("hidden_size", WIDTH);
        json.put("intermediate_size", INNER);
        json.put("num_hidden_layers", 2);
        json.put("num_attention_heads", 4);
        json.put("max_position_embeddings", POSITIONS);
        json.put("type_vocab_size", type.equals("bert") ? 2 : 1);
        json.put("vocab_size", vocabulary);
        json.put("layer_norm_eps", type.equals("bert") ? 1e-12 : 1e-5);
        json.put("pad_token_id", type.equals("bert") ? 0 : 1);
        return json;
    }

    private static Map<String, Integer> vocabulary() {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (String token : List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "cat", "sat", ".")) {
            ids.put(token, ids.size());
        }
        for (char c = 'a'; c <= 'z'; c++) {
            ids.put(Character.toString(c), ids.size());
            ids.put("##" + c, ids.size());
        }
        return ids;
    }

    private static Map<String, Object> tokenizer(Map<String, Integer> vocabulary) {
        List<Object> added = new ArrayList<>();
        for (String special : List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]")) {
            Map<String, Object> token = new LinkedHashMap<>();
            token.put("id", vocabulary.get(special));
            token.put("content", special);
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                token.put(flag, false);
            }
            token.put("special", true);
            added.add(token);
        }
        Map<String, Object> specials = new LinkedHashMap<>();
        for (String special : List.of("[CLS]", "[SEP]")) {
            specials.put(
                    special,
                    Map.of(
                            "id",
                            special,
                            "ids",
                            List.of(vocabulary.get(special)),
                            "tokens",
                            List.of(special)));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("truncation", null);
        json.put("padding", null);
        json.put("added_tokens", added);
        json.put(
                "normalizer",
                Map.of(
                        "type",
                        "BertNormalizer",
                        "clean_text",
                        true,
                        "handle_chinese_chars",
                        true,
                        "lowercase",
                        true));
        json.put("pre_tokenizer", Map.of("type", "BertPreTokenizer"));
        json.put(
                "post_processor",
                Map.of(
                        "type",
                        "TemplateProcessing",
                        "single",
                        List.of(special("[CLS]"), sequence("A"), special("[SEP]")),
                        "pair",
                        List.of(special("[CLS]"), sequence("A"), sequence("B"), special("[SEP]")),
                        "special_tokens",
                        specials));
        json.put("decoder", Map.of("type", "WordPiece", "prefix", "##", "cleanup", true));
        json.put(
                "model",
                Map.of(
                        "type",
                        "WordPiece",
                        "unk_token",
                        "[UNK]",
                        "continuing_subword_prefix",
                        "##",
                        "max_input_chars_per_word",
                        100,
                        "vocab",
                        vocabulary));
        return json;
    }

    private static Map<String, Object> special(String token) {
        return Map.of("SpecialToken", Map.of("id", token, "type_id", 0));
    }

    private static Map<String, Object> sequence(String id) {
        return Map.of("Sequence", Map.of("id", id, "type_id", 0));
    }

    private static List<TensorData> tensors(long vocabulary, long types) {
        RandomTensors random = new RandomTensors(5);
        random.add("embeddings.word_embeddings.weight", vocabulary, WIDTH);
        random.add("embeddings.position_embeddings.weight", (long) POSITIONS, WIDTH);
        random.add("embeddings.token_type_embeddings.weight", types, WIDTH);
        norm(random, "embeddings.LayerNorm");
        for (int layer = 0; layer < 2; layer++) {
            String at = "encoder.layer." + layer + ".";
            for (String name : List.of("query", "key", "value")) {
                linear(random, at + "attention.self." + name, WIDTH, WIDTH);
            }
            linear(random, at + "attention.output.dense", WIDTH, WIDTH);
            norm(random, at + "attention.output.LayerNorm");
            linear(random, at + "intermediate.dense", INNER, WIDTH);
            linear(random, at + "output.dense", WIDTH, INNER);
            norm(random, at + "output.LayerNorm");
        }
        linear(random, "pooler.dense", WIDTH, WIDTH); // not read
        return random.all();
    }

    private static void linear(RandomTensors random, String name, long out, long in) {
        random.add(name + ".weight", out, in);
        random.add(name + ".bias", out);
    }

    private static void norm(RandomTensors random, String name) {
        random.add(name + ".weight", WIDTH);
        random.add(name + ".bias", WIDTH);
    }
}
