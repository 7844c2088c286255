package dev.sku.app.train;

import dev.sku.protocol.Outcome;
import org.jspecify.annotations.Nullable;

/// A prompt with the base's reply beside the unlearned model's.
public record SamplePair(String prompt, @Nullable Reply base, @Nullable Reply unlearned) {
    public record Reply(String text, Outcome outcome) {}

    /// Which pairs are looked at.
    public enum Choice {
        ALL,
        FLIPPED,
        HARMFUL
    }

    /// The question alone, where the prompt is this template filled in; else the whole prompt.
    String question(String template) {
        int at = template.indexOf("{q}");
        int answer = template.indexOf("{a}");
        if (at < 0) {
            return prompt;
        }
        String before = template.substring(0, at);
        String after = template.substring(at + 3, answer < 0 ? template.length() : answer);
        boolean filled =
                prompt.startsWith(before)
                        && prompt.stripTrailing().endsWith(after.stripTrailing())
                        && prompt.length() >= before.length() + after.stripTrailing().length();
        String rest = prompt.stripTrailing();
        return filled
                ? rest.substring(before.length(), rest.length() - after.stripTrailing().length())
                        .strip()
                : prompt;
    }

    boolean isIn(Choice choice) {
        return switch (choice) {
            case ALL -> true;
            case FLIPPED ->
                    base != null && unlearned != null && base.outcome() != unlearned.outcome();
            case HARMFUL -> unlearned != null && unlearned.outcome() == Outcome.HARMFUL;
        };
    }
}
