package dev.sku.runtime.data;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import dev.sku.runtime.chat.ChatTemplate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Text to token ids and back, exactly as the model's own tokenizer does it; never truncates, never pads.
public final class TextTokenizer implements AutoCloseable {
    private static final long NONE = -1;

    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, Long> ids;
    private final Set<Long> plain;
    private final Set<Long> special;
    private final List<String> specialTexts;
    private final int vocabSize;
    private final String fingerprint;
    private final long missingBos;
    private final Path folder;
    private final TokenizerFiles files;

    private TextTokenizer(HuggingFaceTokenizer tokenizer, TokenizerFiles files, Path folder) {
        this.folder = folder;
        this.files = files;
        this.tokenizer = tokenizer;
        this.ids = ids(files.json());
        this.special = special(files.json());
        this.specialTexts =
                ids.entrySet().stream()
                        .filter(e -> special.contains(e.getValue()) && e.getKey().length() > 1)
                        .map(Map.Entry::getKey)
                        .toList();
        this.plain = new HashSet<>(ids.values());
        plain.removeAll(special);
        plain.removeAll(byteTokens(files.json(), ids));
        this.vocabSize = ids.values().stream().mapToInt(id -> (int) (id + 1)).max().orElse(0);
        this.missingBos = missingBos(files);
        this.fingerprint = Sha256.of(Wire.line(files.json()) + missingBos);
    }

    /// Reads `tokenizer.json`, or OPT's `vocab.json` with `merges.txt` where that is all there is.
    ///
    /// @throws ProblemException `TOKENIZER_MISSING`, `TOKENIZER_INVALID`
    public static TextTokenizer open(Path modelFolder) {
        stayOffline();
        TokenizerFiles files = TokenizerFiles.read(modelFolder);
        byte[] json = Wire.line(files.json()).getBytes(StandardCharsets.UTF_8);
        HuggingFaceTokenizer tokenizer;
        try {
            tokenizer =
                    HuggingFaceTokenizer.newInstance(
                            new ByteArrayInputStream(json),
                            Map.of("truncation", "false", "padding", "false"));
        } catch (IOException | RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new ProblemException(
                    Problem.of(Problem.Code.TOKENIZER_INVALID, files.source(), reason), e);
        }
        try {
            return new TextTokenizer(tokenizer, files, modelFolder);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /// The text with every special token that it spells out cut by a blank: what somebody else wrote must not end a turn.
    public String withoutSpecial(String text) {
        String plainText = text;
        for (String token : specialTexts) {
            if (plainText.contains(token)) {
                plainText = plainText.replace(token, token.charAt(0) + " " + token.substring(1));
            }
        }
        return plainText;
    }

    /// The model's own.
    ///
    /// @throws ProblemException `CHAT_TEMPLATE_MISSING`, `CHAT_TEMPLATE_UNKNOWN`
    public ChatTemplate chatTemplate() {
        return ChatTemplateFile.read(folder, files);
    }

    /// As the model's folder has it; empty where it has none.
    public Optional<String> chatTemplateText() {
        return ChatTemplateFile.source(folder, files).map(ChatTemplateFile.Source::text);
    }

    /// The tokens that are never put together from pieces: those that have a role first, then the rest by their ids.
    public List<Finding.SpecialToken> specialTokens() {
        List<Finding.SpecialToken> all = new ArrayList<>();
        Set<Long> named = new HashSet<>();
        ChatTemplateFile.tokens(folder, files)
                .forEach((role, token) -> {
                    Long id = ids.get(token);
                    if (id != null) {
                        named.add(id);
                        all.add(new Finding.SpecialToken(role, token, id));
                    }
                });
        ids.entrySet().stream()
                .filter(e -> special.contains(e.getValue()) && !named.contains(e.getValue()))
                .sorted(Map.Entry.comparingByValue())
                .map(e -> new Finding.SpecialToken("", e.getKey(), e.getValue()))
                .forEach(all::add);
        return all;
    }

    /// The special token that a text begins with, blanks aside; empty for none.
    String leadingSpecial(String text) {
        String begin = text.stripLeading();
        return specialTexts.stream()
                .filter(begin::startsWith)
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    /// With the special tokens the model expects around a text (`</s>` in front for OPT, `<s>` for Llama).
    public long[] encode(String text) {
        long[] encoded = tokenizer.encode(wholeCharacters(text), true, false).getIds();
        if (missingBos == NONE) {
            return encoded;
        }
        long[] withBos = new long[encoded.length + 1];
        withBos[0] = missingBos;
        System.arraycopy(encoded, 0, withBos, 1, encoded.length);
        return withBos;
    }

    /// Without special tokens around it.
    public long[] encodePlain(String text) {
        return tokenizer.encode(wholeCharacters(text), false, false).getIds();
    }

    /// How many special tokens the model expects before a text, and behind it.
    public record Around(int leading, int trailing) {}

    public Around around() {
        long[] with = encode("a");
        long[] without = encodePlain("a");
        for (int at = 0; at + without.length <= with.length; at++) {
            if (Arrays.equals(Arrays.copyOfRange(with, at, at + without.length), without)) {
                return new Around(at, with.length - at - without.length);
            }
        }
        return new Around(0, 0);
    }

    /// Ids that are no tokens give nothing.
    public String decode(long[] tokens, boolean skipSpecial) {
        return tokens.length == 0 ? "" : tokenizer.decode(tokens, skipSpecial);
    }

    public OptionalLong idOf(String token) {
        Long id = ids.get(token);
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    /// Of everything that text becomes tokens by.
    public String fingerprint() {
        return fingerprint;
    }

    /// One more than the largest token id.
    public int vocabSize() {
        return vocabSize;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /// Whether the text before a token cannot change any more once the token is there. Not so for one that stands for a
    /// byte (`<0xE6>`), whose meaning depends on its neighbours, and for one that is left out.
    boolean settles(long id, boolean skipSpecial) {
        return plain.contains(id) || (!skipSpecial && special.contains(id));
    }

    /// DJL reports its use over the network, and on a machine with CUDA looks there for a build of the tokenizer, unless
    /// told otherwise. The launcher says so; this holds without it.
    private static void stayOffline() {
        Properties properties = System.getProperties();
        properties.putIfAbsent("ai.djl.offline", "true");
        properties.putIfAbsent("OPT_OUT_TRACKING", "true");
        properties.putIfAbsent("RUST_FLAVOR", "cpu");
    }

    private static Map<String, Long> ids(JsonNode json) {
        Map<String, Long> ids = new HashMap<>();
        JsonNode vocab = json.path("model").path("vocab");
        vocab.forEachEntry((token, id) -> ids.put(token, id.asLong(0)));
        for (JsonNode added : json.path("added_tokens")) {
            ids.put(added.path("content").asString(""), added.path("id").asLong(0));
        }
        return ids;
    }

    private static Set<Long> special(JsonNode json) {
        Set<Long> special = new HashSet<>();
        for (JsonNode added : json.path("added_tokens")) {
            if (added.path("special").asBoolean(false)) {
                special.add(added.path("id").asLong(0));
            }
        }
        return special;
    }

    private static Set<Long> byteTokens(JsonNode json, Map<String, Long> ids) {
        Set<Long> bytes = new HashSet<>();
        if (json.path("model").path("byte_fallback").asBoolean(false)) {
            for (int b = 0; b < 256; b++) {
                Long id = ids.get("<0x%02X>".formatted(b));
                if (id != null) {
                    bytes.add(id);
                }
            }
        }
        return bytes;
    }

    /// Llama's `add_bos_token` may ask for a `<s>` that the post-processor of `tokenizer.json` does not add.
    private long missingBos(TokenizerFiles files) {
        if (!files.config().path("add_bos_token").asBoolean(false)) {
            return NONE;
        }
        String bos = files.configured("bos_token").orElse("");
        Long id = ids.get(bos);
        if (id == null) {
            throw TokenizerFiles.invalid(
                    files.source(),
                    "tokenizer_config.json asks for the token '"
                            + bos
                            + "' in front, which it lacks");
        }
        long[] empty = tokenizer.encode("", true, false).getIds();
        return empty.length > 0 && empty[0] == id ? NONE : id;
    }

    /// Halves of surrogate pairs are no characters and cannot be handed to native code.
    private static String wholeCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(
                        text.codePoints()
                                .map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
                                .toArray(),
                        0,
                        text.codePointCount(0, text.length()));
            }
        }
        return text;
    }
}
