package dev.sku.runtime.model;

import dev.sku.protocol.Finding;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names under which checkpoints keep the same tensor.
final class TensorNames {
    private static final Pattern ROTARY_BUFFER =
            Pattern.compile("model\\.(layers\\.\\d+\\.self_attn\\.)?rotary_emb\\.inv_freq");

    private static final Pattern LAYER =
            Pattern.compile("model\\.(?:decoder\\.)?layers\\.(\\d{1,9})\\..*");

    private TensorNames() {}

    /// The layer that a canonical name belongs to; −1 where it belongs to none.
    static int layer(String name) {
        Matcher matcher = LAYER.matcher(name);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    /// What a tensor with this canonical name is for.
    static Finding.Part.Of kind(String name) {
        if (name.startsWith("lm_head.")) {
            return Finding.Part.Of.HEAD;
        }
        if (name.contains("norm")) {
            return Finding.Part.Of.NORM;
        }
        if (name.contains(".self_attn.")) {
            return Finding.Part.Of.ATTENTION;
        }
        return layer(name) < 0 ? Finding.Part.Of.EMBEDDING : Finding.Part.Of.FEED_FORWARD;
    }

    /// The name that `transformers` writes: the first OPT files lack the leading `model.`.
    static String canonical(ModelConfig config, String name) {
        return switch (config) {
            case OptConfig _ -> name.startsWith("decoder.") ? "model." + name : name;
            case LlamaConfig _ -> name;
        };
    }

    /// Whether a tensor carries nothing: a buffer that is computed anyway, or the head of a model whose head is the
    /// embedding.
    static boolean isIgnored(ModelConfig config, String name) {
        return ROTARY_BUFFER.matcher(name).matches()
                || name.equals("model.decoder.version")
                || (config.tied() && name.equals("lm_head.weight"));
    }
}
