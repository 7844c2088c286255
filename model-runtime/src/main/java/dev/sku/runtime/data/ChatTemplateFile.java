package dev.sku.runtime.data;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.chat.ChatTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where a model folder keeps its chat template: `chat_template.jinja`, or `chat_template` in `tokenizer_config.json` as text or
/// as a list of which `default` is taken, or `chat_template.json`.
final class ChatTemplateFile {
    private static final List<String> TOKENS =
            List.of(
                    "bos_token",
                    "eos_token",
                    "unk_token",
                    "sep_token",
                    "pad_token",
                    "cls_token",
                    "mask_token");

    /// Tokens that a class of tokenizers has where its files name none.
    private static final Map<String, Map<String, String>> UNNAMED =
            Map.of(
                    "LlamaTokenizer",
                    Map.of("bos_token", "<s>", "eos_token", "</s>", "unk_token", "<unk>"),
                    "GPT2Tokenizer",
                    Map.of(
                            "bos_token", "<|endoftext|>",
                            "eos_token", "<|endoftext|>",
                            "unk_token", "<|endoftext|>"));

    private ChatTemplateFile() {}

    /// @param file where it stands
    record Source(Path file, String text) {}

    /// @throws ProblemException `CHAT_TEMPLATE_MISSING`, `CHAT_TEMPLATE_UNKNOWN`
    static ChatTemplate read(Path folder, TokenizerFiles files) {
        Source source =
                source(folder, files)
                        .orElseThrow(() ->
                                ProblemException.of(Problem.Code.CHAT_TEMPLATE_MISSING, folder));
        return ChatTemplate.parse(source.file().toString(), source.text(), tokens(folder, files));
    }

    /// As it is written; empty where there is none.
    static Optional<Source> source(Path folder, TokenizerFiles files) {
        Path jinja = folder.resolve("chat_template.jinja");
        if (Files.isRegularFile(jinja)) {
            return Optional.of(new Source(jinja, TokenizerFiles.text(jinja)));
        }
        String own = text(files.config().path("chat_template"));
        if (own != null) {
            return Optional.of(new Source(folder.resolve("tokenizer_config.json"), own));
        }
        Path json = folder.resolve("chat_template.json");
        String apart =
                Files.isRegularFile(json)
                        ? text(TokenizerFiles.object(json).path("chat_template"))
                        : null;
        return Optional.ofNullable(apart).map(text -> new Source(json, text));
    }

    private static @Nullable String text(JsonNode template) {
        if (template.isString()) {
            return template.stringValue();
        }
        for (JsonNode named : template) {
            if (named.path("name").asString("").equals("default")
                    && named.path("template").isString()) {
                return named.path("template").stringValue();
            }
        }
        return null;
    }

    /// The special tokens by what the folder calls them: `bos_token` and the like.
    static Map<String, String> tokens(Path folder, TokenizerFiles files) {
        String kind = files.config().path("tokenizer_class").asString("").replaceFirst("Fast$", "");
        Map<String, String> tokens = new LinkedHashMap<>(UNNAMED.getOrDefault(kind, Map.of()));
        Path map = folder.resolve("special_tokens_map.json");
        if (Files.isRegularFile(map)) {
            put(TokenizerFiles.object(map), tokens);
        }
        put(files.config(), tokens);
        return tokens;
    }

    private static void put(JsonNode from, Map<String, String> tokens) {
        for (String name : TOKENS) {
            TokenizerFiles.token(from, name).ifPresent(token -> tokens.put(name, token));
        }
    }
}
