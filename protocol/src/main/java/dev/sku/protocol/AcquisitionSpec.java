package dev.sku.protocol;

/// Stage 1, harmful knowledge acquisition: what the loss is made of and how many rows a step draws.
///
/// @param batch B, harmful rows and normal rows of one forward pass
/// @param randomAnswers K, other prompts' answers for each harmful question
/// @param steps optimizer steps, exactly
/// @param accumulation batches whose gradients are averaged for one optimizer step
public record AcquisitionSpec(
        Profile profile,
        ModuleWeights weights,
        Preservation preservation,
        int batch,
        int randomAnswers,
        int steps,
        int accumulation) {}
