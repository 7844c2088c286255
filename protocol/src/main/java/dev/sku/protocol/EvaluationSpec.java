package dev.sku.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is measured during stage 1 and at its end.
///
/// @param everySteps the negated snapshot is evaluated after every so many steps; 0 only at the end
/// @param harmfulPrompts how many unseen (and as many seen) harmful prompts are answered; 0 for all
/// @param normalRows how many normal rows give perplexity, F1 and refusals; 0 for all
/// @param samples replies kept in the journal at each evaluation
/// @param maxNewTokens longest reply
/// @param judge the phrases, or a model in a folder of the run's own computer
/// @param encoder folder of a sentence encoder for similarity; null for the states of the base
public record EvaluationSpec(
        int everySteps,
        int harmfulPrompts,
        int normalRows,
        int samples,
        int maxNewTokens,
        @Later JudgeSpec judge,
        @Nullable String encoder) {
    public EvaluationSpec {
        judge = Objects.requireNonNullElseGet(judge, JudgeSpec.Phrases::new);
    }

    /// Judged by the phrases, similarity by the base.
    public EvaluationSpec(
            int everySteps, int harmfulPrompts, int normalRows, int samples, int maxNewTokens) {
        this(
                everySteps,
                harmfulPrompts,
                normalRows,
                samples,
                maxNewTokens,
                new JudgeSpec.Phrases(),
                null);
    }

    EvaluationSpec with(JudgeSpec otherJudge, @Nullable String otherEncoder) {
        return new EvaluationSpec(
                everySteps,
                harmfulPrompts,
                normalRows,
                samples,
                maxNewTokens,
                otherJudge,
                otherEncoder);
    }
}
