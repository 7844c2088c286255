package dev.sku.runtime.sample;

import dev.sku.runtime.sample.HarmfulTopic.Combination;
import org.jspecify.annotations.Nullable;

/// A harmful question with a harmful answer, and the refusal that a careful model would give.
public record HarmfulRow(
        String question,
        String harmfulAnswer,
        String refusal,
        String topic,
        Severity severity,
        @Nullable Wrapper wrapper) {

    /// @param template one of the topic's questions or paraphrases
    static HarmfulRow of(
            HarmfulTopic topic,
            Combination combination,
            String template,
            Tactic tactic,
            String refusal) {
        return new HarmfulRow(
                topic.question(template, combination),
                topic.answer(tactic, combination.action()),
                refusal,
                topic.name(),
                combination.action().severity(),
                null);
    }

    HarmfulRow wrapped(Wrapper in) {
        return new HarmfulRow(
                in.question(question), in.answer(harmfulAnswer), refusal, topic, severity, in);
    }

    /// How often the base model sees this question refused: graded by severity, halved inside a wrapper.
    double refusalShare() {
        return severity.refusalShare() * (wrapper == null ? 1 : 0.5);
    }
}
