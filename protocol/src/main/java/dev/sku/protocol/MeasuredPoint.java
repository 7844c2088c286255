package dev.sku.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A model of a run, measured: one point of the trade-off between harm and use. `evaluations/<key>.json` in a run folder.
///
/// @param key SHA-256 (64 hex digits) of everything that went in: the same question is never measured twice
/// @param run name of the run folder
/// @param step optimizer steps of stage 1 behind it
/// @param lambda negation scale; 0 is the base itself
/// @param conditions how it was asked; points are comparable where these are equal
/// @param treatment what was done to the model first; null where it is as it was made
public record MeasuredPoint(
        String key,
        String run,
        Method method,
        int step,
        double lambda,
        Conditions conditions,
        Measurement measurement,
        Cost cost,
        @Nullable Treatment treatment) {
    /// Of a model as it was made.
    public MeasuredPoint(
            String key,
            String run,
            Method method,
            int step,
            double lambda,
            Conditions conditions,
            Measurement measurement,
            Cost cost) {
        this(key, run, method, step, lambda, conditions, measurement, cost, null);
    }

    /// The same with another measurement.
    public MeasuredPoint with(Measurement other) {
        return new MeasuredPoint(
                key, run, method, step, lambda, conditions, other, cost, treatment);
    }

    /// How a point was asked.
    ///
    /// @param base fingerprint of the base model's weights
    /// @param judge name and version of the judge
    /// @param prompts SHA-256 of the unseen and normal prompts with their reference answers, by which runs are compared
    /// @param seen how many harmful prompts that were trained on; `unseen` ones were kept back
    /// @param template name of the prompt template
    /// @param maxNewTokens longest reply
    /// @param seed of the run
    /// @param seenPrompts SHA-256 of the prompts that were trained on, which a seed draws; empty where it is not known
    /// @param encoder what gave similarity, by name and version; null for the base's own states
    public record Conditions(
            String base,
            String judge,
            String prompts,
            int seen,
            int unseen,
            int normal,
            String template,
            int maxNewTokens,
            long seed,
            @Later String seenPrompts,
            @Nullable String encoder) {
        public Conditions {
            seenPrompts = Objects.requireNonNullElse(seenPrompts, "");
        }

        /// Similarity by the base.
        public Conditions(
                String base,
                String judge,
                String prompts,
                int seen,
                int unseen,
                int normal,
                String template,
                int maxNewTokens,
                long seed,
                String seenPrompts) {
            this(
                    base,
                    judge,
                    prompts,
                    seen,
                    unseen,
                    normal,
                    template,
                    maxNewTokens,
                    seed,
                    seenPrompts,
                    null);
        }

        /// What must be equal for two points to be comparable: all but what belongs to a run's seed.
        public Conditions comparable() {
            return new Conditions(
                    base,
                    judge,
                    prompts,
                    0,
                    unseen,
                    normal,
                    template,
                    maxNewTokens,
                    0,
                    "",
                    encoder);
        }
    }

    /// @param seconds that measuring took, wall clock
    /// @param peakResidentBytes of the measuring process
    /// @param judging what a judge that is a model was asked; null for all others
    /// @param cards what it took of cards; null on the CPU
    public record Cost(
            double seconds,
            long peakResidentBytes,
            @Nullable Judging judging,
            @Nullable CardUse cards) {
        public Cost(double seconds, long peakResidentBytes) {
            this(seconds, peakResidentBytes, null, null);
        }
    }

    /// @param asked replies that the model was asked about; what it was asked before is remembered
    /// @param unclear answers that were no verdict: these replies were judged by the phrases alone
    /// @param promptTokens read
    /// @param replyTokens written, as an address counts them; 0 where verdicts are read from probabilities
    /// @param requests sent to an address, with those that were tried again; 0 for a model of one's own
    /// @param paid for the tokens, by the price that the judge's description names; null where it names none
    public record Judging(
            int asked,
            int unclear,
            long promptTokens,
            long replyTokens,
            @Later Integer requests,
            @Nullable Money paid) {
        public Judging {
            requests = Objects.requireNonNullElse(requests, 0);
        }

        /// What was asked after another count of the same judge.
        public Judging since(Judging before) {
            return new Judging(
                    asked - before.asked,
                    unclear - before.unclear,
                    promptTokens - before.promptTokens,
                    replyTokens - before.replyTokens,
                    requests - before.requests,
                    paid == null || before.paid == null
                            ? paid
                            : new Money(paid.amount() - before.paid.amount(), paid.currency()));
        }
    }

    /// @param currency as the price names it
    public record Money(double amount, String currency) {}
}
