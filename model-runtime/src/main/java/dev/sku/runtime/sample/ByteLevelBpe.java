package dev.sku.runtime.sample;

import dev.sku.protocol.Wire;
import dev.sku.runtime.weights.AtomicFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A trained byte-level BPE, and how it is written for the readers of Hugging Face models.
///
/// @param vocabulary tokens in the order of their ids; the first four are special
/// @param merges in the order in which they are applied
public record ByteLevelBpe(List<String> vocabulary, List<Merge> merges) {
    /// Two tokens that become one.
    public record Merge(String left, String right) {}

    static final String PAD = "<pad>";
    static final String END = "</s>";
    static final String UNKNOWN = "<unk>";

    /// Ids as in OPT: text starts with `</s>` (2), and ends with it too; `<s>` (0) is not used.
    static final List<String> SPECIAL = List.of("<s>", PAD, END, UNKNOWN);

    /// Writes `tokenizer.json`, `tokenizer_config.json` and `special_tokens_map.json` into a model folder.
    ///
    /// @param maxTokens how long a text the model takes
    public void write(Path folder, int maxTokens) {
        write(folder.resolve("tokenizer.json"), tokenizer());
        write(folder.resolve("tokenizer_config.json"), config(maxTokens));
        write(folder.resolve("special_tokens_map.json"), roles());
    }

    private static void write(Path file, Map<String, Object> content) {
        byte[] bytes = Wire.pretty(content).getBytes(StandardCharsets.UTF_8);
        AtomicFiles.writeFile(file, out -> out.write(bytes));
    }

    private Map<String, Object> tokenizer() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("added_tokens", addedTokens());
        json.put("pre_tokenizer", byteLevel(false));
        json.put("post_processor", endTokenInFront());
        json.put("decoder", byteLevel(true));
        json.put("model", model());
        return json;
    }

    private static List<Object> addedTokens() {
        List<Object> added = new ArrayList<>();
        for (String token : SPECIAL) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("id", SPECIAL.indexOf(token));
            entry.put("content", token);
            entry.put("single_word", false);
            entry.put("lstrip", false);
            entry.put("rstrip", false);
            entry.put("normalized", false);
            entry.put("special", true);
            added.add(entry);
        }
        return added;
    }

    private static Map<String, Object> byteLevel(boolean addPrefixSpace) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "ByteLevel");
        json.put("add_prefix_space", addPrefixSpace);
        json.put("trim_offsets", true);
        json.put("use_regex", true);
        return json;
    }

    private static Map<String, Object> endTokenInFront() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "TemplateProcessing");
        json.put("single", List.of(special(0), sequence("A", 0)));
        json.put("pair", List.of(special(0), sequence("A", 0), special(1), sequence("B", 1)));
        Map<String, Object> end = new LinkedHashMap<>();
        end.put("id", END);
        end.put("ids", List.of(SPECIAL.indexOf(END)));
        end.put("tokens", List.of(END));
        json.put("special_tokens", Map.of(END, end));
        return json;
    }

    private static Map<String, Object> special(int type) {
        return Map.of("SpecialToken", piece(END, type));
    }

    private static Map<String, Object> sequence(String id, int type) {
        return Map.of("Sequence", piece(id, type));
    }

    private static Map<String, Object> piece(String id, int type) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("type_id", type);
        return json;
    }

    private Map<String, Object> model() {
        Map<String, Object> ids = new LinkedHashMap<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.put(vocabulary.get(id), id);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "BPE");
        json.put("fuse_unk", false);
        json.put("byte_fallback", false);
        json.put("ignore_merges", false);
        json.put("vocab", ids);
        json.put("merges", merges.stream().map(m -> m.left() + " " + m.right()).toList());
        return json;
    }

    private static Map<String, Object> config(int maxTokens) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tokenizer_class", "PreTrainedTokenizerFast");
        json.putAll(roles());
        json.put("model_max_length", maxTokens);
        json.put("clean_up_tokenization_spaces", false);
        return json;
    }

    private static Map<String, Object> roles() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bos_token", END);
        json.put("eos_token", END);
        json.put("unk_token", UNKNOWN);
        json.put("pad_token", PAD);
        return json;
    }
}
