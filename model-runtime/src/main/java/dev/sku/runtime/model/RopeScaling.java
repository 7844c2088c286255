package dev.sku.runtime.model;

import org.jspecify.annotations.Nullable;

/// How the rotary frequencies are changed for rows longer than those of the first training.
public sealed interface RopeScaling {
    /// Frequencies as they are.
    record Default() implements RopeScaling {}

    /// Every frequency divided by `factor`.
    record Linear(double factor) implements RopeScaling {}

    /// Llama 3.1: low frequencies divided by `factor`, high ones kept, those between interpolated.
    record Llama3(
            double factor, double lowFreqFactor, double highFreqFactor, int originalMaxPositions)
            implements RopeScaling {}

    /// Reads `rope_parameters` (newer files) or `rope_scaling` (older ones); null stands for `Default`.
    static RopeScaling of(@Nullable ConfigFields rope) {
        if (rope == null) {
            return new Default();
        }
        String newer = rope.text("rope_type");
        String kind = newer != null ? newer : rope.text("type");
        return switch (kind) {
            case null -> new Default();
            case "default" -> new Default();
            case "linear" -> new Linear(rope.positive("factor"));
            case "llama3" -> llama3(rope);
            default ->
                    throw rope.unsupported(
                            newer != null ? "rope_type" : "type",
                            kind,
                            "default, linear or llama3");
        };
    }

    private static Llama3 llama3(ConfigFields rope) {
        Llama3 read =
                new Llama3(
                        rope.positive("factor"),
                        rope.positive("low_freq_factor"),
                        rope.positive("high_freq_factor"),
                        rope.count("original_max_position_embeddings"));
        if (read.highFreqFactor() <= read.lowFreqFactor()) {
            throw rope.invalid("high_freq_factor", "must be larger than low_freq_factor");
        }
        return read;
    }
}
