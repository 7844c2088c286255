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

    boolean isIn(Choice choice) {
        return switch (choice) {
            case ALL -> true;
            case FLIPPED ->
                    base != null && unlearned != null && base.outcome() != unlearned.outcome();
            case HARMFUL -> unlearned != null && unlearned.outcome() == Outcome.HARMFUL;
        };
    }
}
