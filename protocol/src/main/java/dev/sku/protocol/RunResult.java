package dev.sku.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a finished run found: `result.json`.
///
/// @param steps optimizer steps done
/// @param unlearned the model at the specification's λ
/// @param sweep the same model at other λ; retraining is not needed for them
/// @param peakResidentBytes of the process
/// @param outputs what lies where, relative to the run folder where inside it
/// @param from where the run began; null for the base
/// @param conditions how all of them were asked: judge, prompts, template, seed; null in results that were written before
/// @param cards what the process took of its cards since it began; null on the CPU
public record RunResult(
        String run,
        int steps,
        Measurement base,
        Measurement unlearned,
        List<SweepPoint> sweep,
        double seconds,
        long peakResidentBytes,
        Map<String, String> outputs,
        @Nullable ForkPoint from,
        MeasuredPoint.@Nullable Conditions conditions,
        @Nullable CardUse cards) {
    /// @param lambda negation scale
    public record SweepPoint(double lambda, Measurement measurement) {}
}
