package dev.sku.runtime.data;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The tokenizer files of a Hugging Face model folder, as one `tokenizer.json` tree.
///
/// @param json the whole tokenizer; truncation and padding taken out
/// @param config `tokenizer_config.json`, empty where the folder has none
/// @param source the file that faults are reported on
record TokenizerFiles(ObjectNode json, JsonNode config, String source) {
    /// In front of every text of an OPT model, and its end: `</s>`.
    private static final String OPT_BOS = "</s>";

    private static final List<String> OPT_SPECIALS = List.of("<s>", "<pad>", "</s>", "<unk>");

    static TokenizerFiles read(Path folder) {
        Path whole = folder.resolve("tokenizer.json");
        Path vocab = folder.resolve("vocab.json");
        Path merges = folder.resolve("merges.txt");
        Path configFile = folder.resolve("tokenizer_config.json");
        JsonNode config =
                Files.isRegularFile(configFile)
                        ? object(configFile)
                        : JsonNodeFactory.instance.objectNode();
        if (Files.isRegularFile(whole)) {
            ObjectNode json = object(whole);
            json.putNull("truncation");
            json.putNull("padding");
            return new TokenizerFiles(json, config, whole.toString());
        }
        if (Files.isRegularFile(vocab) && Files.isRegularFile(merges)) {
            return new TokenizerFiles(
                    byteLevel(object(vocab), merges(merges), config, vocab),
                    config,
                    vocab.toString());
        }
        throw ProblemException.of(Problem.Code.TOKENIZER_MISSING, folder);
    }

    /// A token that `tokenizer_config.json` names, as text or as `{"content": …}`.
    Optional<String> configured(String name) {
        return token(config, name);
    }

    static Optional<String> token(JsonNode config, String name) {
        JsonNode token = config.path(name);
        JsonNode content = token.isObject() ? token.path("content") : token;
        return content.isString() ? Optional.of(content.stringValue()) : Optional.empty();
    }

    static ProblemException invalid(Object file, String reason) {
        return ProblemException.of(Problem.Code.TOKENIZER_INVALID, file, reason);
    }

    /// GPT-2's byte-level BPE as OPT uses it: `</s>` in front, nothing behind.
    private static ObjectNode byteLevel(
            ObjectNode vocab, ArrayNode merges, JsonNode config, Path vocabFile) {
        JsonNode bos = vocab.path(OPT_BOS);
        if (!bos.isIntegralNumber()) {
            throw invalid(
                    vocabFile, "it has no " + OPT_BOS + ", which stands in front of every text");
        }
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode json = nodes.objectNode();
        json.put("version", "1.0").putNull("truncation").putNull("padding");
        json.set("added_tokens", specials(vocab, config));
        json.putNull("normalizer");
        boolean blankInFront = config.path("add_prefix_space").asBoolean(false);
        json.set("pre_tokenizer", byteLevelPart(blankInFront));
        ObjectNode post = json.putObject("post_processor").put("type", "TemplateProcessing");
        ArrayNode single = post.putArray("single");
        single.addObject().putObject("SpecialToken").put("id", OPT_BOS).put("type_id", 0);
        single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        ArrayNode pair = post.putArray("pair");
        pair.addObject().putObject("SpecialToken").put("id", OPT_BOS).put("type_id", 0);
        pair.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 0);
        ObjectNode special = post.putObject("special_tokens").putObject(OPT_BOS).put("id", OPT_BOS);
        special.putArray("ids").add(bos.intValue());
        special.putArray("tokens").add(OPT_BOS);
        json.set("decoder", byteLevelPart(true));
        ObjectNode model = json.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        model.set("vocab", vocab);
        model.set("merges", merges);
        return json;
    }

    private static ObjectNode byteLevelPart(boolean addPrefixSpace) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", addPrefixSpace)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    /// Tokens that are never put together from pieces: those the configuration lists, else OPT's own.
    private static ArrayNode specials(ObjectNode vocab, JsonNode config) {
        ArrayNode added = JsonNodeFactory.instance.arrayNode();
        JsonNode listed = config.path("added_tokens_decoder");
        if (listed.isObject()) {
            listed.forEachEntry((id, token) -> {
                if (token.path("content").isString() && id.matches("\\d{1,9}")) {
                    added.add(
                            special(
                                    Integer.parseInt(id),
                                    token.path("content").stringValue(),
                                    token));
                }
            });
        }
        if (added.isEmpty()) {
            for (String token : OPT_SPECIALS) {
                if (vocab.path(token).isIntegralNumber()) {
                    added.add(special(vocab.path(token).intValue(), token, config));
                }
            }
        }
        return added;
    }

    private static ObjectNode special(int id, String content, JsonNode flags) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("content", content)
                .put("single_word", flags.path("single_word").asBoolean(false))
                .put("lstrip", flags.path("lstrip").asBoolean(false))
                .put("rstrip", flags.path("rstrip").asBoolean(false))
                .put("normalized", false)
                .put("special", flags.path("special").asBoolean(true));
    }

    /// A pair of tokens a line; the first line may be `#version: …` (a line may well begin with `#` otherwise).
    private static ArrayNode merges(Path file) {
        ArrayNode merges = JsonNodeFactory.instance.arrayNode();
        int number = 0;
        for (String line : text(file).split("\n", -1)) {
            number++;
            String pair = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (pair.isEmpty() || (number == 1 && pair.startsWith("#version"))) {
                continue;
            }
            int blank = pair.indexOf(' ');
            if (blank <= 0 || blank == pair.length() - 1 || pair.indexOf(' ', blank + 1) >= 0) {
                throw invalid(file, "line " + number + " is not a pair of tokens");
            }
            merges.addArray().add(pair.substring(0, blank)).add(pair.substring(blank + 1));
        }
        return merges;
    }

    static ObjectNode object(Path file) {
        JsonNode tree;
        try {
            tree = Wire.tree(text(file), file.toString());
        } catch (ProblemException e) {
            if (e.problem().code() == Problem.Code.JSON_INVALID) {
                String reason = e.problem().arguments().getLast();
                String line = e.problem().arguments().get(1);
                throw new ProblemException(
                        Problem.of(
                                Problem.Code.TOKENIZER_INVALID,
                                file,
                                "line " + line + " is not valid JSON (" + reason + ")"),
                        e);
            }
            throw e;
        }
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw invalid(file, "it holds no JSON object");
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new ProblemException(
                    Problem.of(Problem.Code.TOKENIZER_INVALID, file, "it is not valid UTF-8"), e);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(Problem.Code.FILE_UNREADABLE, file, String.valueOf(e.getMessage())),
                    e);
        }
    }
}
