package dev.sku.protocol;

import java.util.List;

/// The linear layers that an adapter can be put on, by their Hugging Face names.
public final class Projections {
    /// All of a model's projections.
    public static final String ALL_LINEAR = "all-linear";

    public static final List<String> OPT =
            List.of("q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2");

    public static final List<String> LLAMA =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    private Projections() {}
}
