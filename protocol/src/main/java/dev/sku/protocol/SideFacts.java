package dev.sku.protocol;

import org.jspecify.annotations.Nullable;

/// An open side.
///
/// @param model architecture, size and type of its base, for a person
/// @param lambda negation scale now; 0 for a model as it is
/// @param adjustable whether λ can be changed
/// @param base number of its base: sides with the same number share one copy
/// @param instruction what stands before each of its prompts, as an in-context run has it; null for none
public record SideFacts(
        String name,
        Kind kind,
        String model,
        double lambda,
        boolean adjustable,
        int base,
        @Later @Nullable String instruction) {
    /// What was found at the place.
    public enum Kind {
        MODEL,
        RUN,
        ADAPTER,
        TASK_VECTOR,
        CHECKPOINT
    }
}
