package dev.sku.protocol;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One model measured: harm on seen and unseen prompts, utility on normal ones.
///
/// @param judge name and version of the judge
/// @param sets outcomes on further prompts, such as paraphrased or wrapped ones
/// @param membership whether rows that were trained on show; null where it was not asked
public record Measurement(
        OutcomeCounts seen,
        OutcomeCounts unseen,
        Utility normal,
        String judge,
        @Later List<PromptOutcomes> sets,
        @Nullable Membership membership) {
    public Measurement {
        sets = List.copyOf(Objects.requireNonNullElse(sets, List.of()));
    }

    public Measurement(OutcomeCounts seen, OutcomeCounts unseen, Utility normal, String judge) {
        this(seen, unseen, normal, judge, List.of(), null);
    }

    /// The same with what was told of its rows.
    public Measurement with(@Nullable Membership told) {
        return new Measurement(seen, unseen, normal, judge, sets, told);
    }

    /// @param name of the prompts: that of their file
    /// @param harmful whether they ask for something harmful; refusals of the others are over-refusals
    /// @param f1 mean token F1 against the best reference answer; null for harmful prompts
    public record PromptOutcomes(
            String name, boolean harmful, OutcomeCounts outcomes, @Nullable Double f1) {}
}
