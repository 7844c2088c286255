package dev.sku.runtime.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `adapter_config.json` says of a LoRA adapter.
///
/// @param targets last name parts of the adapted projections, or one regular expression over module names
/// @param layers adapted layers; null stands for all
/// @param rankStabilized scale by alpha/√rank instead of alpha/rank
/// @param base the model it was trained on, as its maker wrote it
public record AdapterConfig(
        int rank,
        double alpha,
        double dropout,
        List<String> targets,
        @Nullable List<Integer> layers,
        boolean rankStabilized,
        @Nullable String base) {
    public AdapterConfig {
        targets = List.copyOf(targets);
        layers = layers == null ? null : List.copyOf(layers);
    }

    /// What `B·A` is multiplied by before it is added to the weight.
    public double scale() {
        return alpha / (rankStabilized ? Math.sqrt(rank) : rank);
    }
}
