package dev.sku.app.journal;

import dev.sku.protocol.Quantization;
import dev.sku.protocol.Sampling;
import org.jspecify.annotations.Nullable;

/// What replies follow from besides prompt and models. What is null was not written down when the exchange was kept.
///
/// @param template around prompts, as a specification has it
/// @param device where the sides computed
/// @param quantize how linear layers of the bases were held
public record Setting(
        Sampling sampling,
        @Nullable String template,
        @Nullable String device,
        @Nullable Quantization quantize) {}
