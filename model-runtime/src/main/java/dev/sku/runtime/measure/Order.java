package dev.sku.runtime.measure;

import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.Robustness;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be measured.
///
/// @param step optimizer steps; null for the run's outcome, or its newest checkpoint before that
/// @param lambdas negation scales; 0 is the base itself
/// @param prompts harmful prompts to ask besides the run's own, a set for each file
/// @param normalPrompts normal ones
/// @param limit at most so many prompts of each set; null as the run says, 0 for all
/// @param again whether to measure what was measured before
/// @param device `cpu` or `cuda:N`
/// @param encoder folder of a sentence encoder for similarity; null as the run says
/// @param robustness what is tried on each model above λ 0
public record Order(
        Path run,
        @Nullable Integer step,
        List<Double> lambdas,
        JudgeSpec judge,
        List<Path> prompts,
        List<Path> normalPrompts,
        @Nullable Integer limit,
        boolean again,
        String device,
        @Nullable Path encoder,
        Robustness robustness) {
    /// Similarity as the run says, and nothing tried.
    public Order(
            Path run,
            @Nullable Integer step,
            List<Double> lambdas,
            JudgeSpec judge,
            List<Path> prompts,
            List<Path> normalPrompts,
            @Nullable Integer limit,
            boolean again,
            String device) {
        this(
                run,
                step,
                lambdas,
                judge,
                prompts,
                normalPrompts,
                limit,
                again,
                device,
                null,
                Robustness.NONE);
    }

    public Order {
        lambdas = List.copyOf(lambdas);
        prompts = List.copyOf(prompts);
        normalPrompts = List.copyOf(normalPrompts);
    }
}
