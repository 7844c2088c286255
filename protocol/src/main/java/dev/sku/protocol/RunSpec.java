package dev.sku.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Everything a run is made from: the same file for the form, the queue and the command line.
///
/// @param name shown to people; letters, digits, dots, dashes and underscores
/// @param seed every random choice of the run follows from it
/// @param device `cpu`, `cuda:N`, or several cards of the host that share the layers: `cuda:0,1`
/// @param from where the run begins; null for the base, before the first step
public record RunSpec(
        String name,
        Method method,
        ModelRef model,
        DataSpec data,
        AcquisitionSpec acquisition,
        OptimizerSpec optimizer,
        Trained trained,
        NegationSpec negation,
        EvaluationSpec evaluation,
        OutputSpec output,
        long seed,
        Precision precision,
        String device,
        @Later MemorySpec memory,
        @Nullable ForkPoint from,
        @Later BaselineSpec baseline) {
    public RunSpec {
        memory = Objects.requireNonNullElse(memory, MemorySpec.USUAL);
        baseline = Objects.requireNonNullElse(baseline, BaselineSpec.USUAL);
    }

    /// The same on another device.
    public RunSpec on(String other) {
        return new RunSpec(
                name,
                method,
                model,
                data,
                acquisition,
                optimizer,
                trained,
                negation,
                evaluation,
                output,
                seed,
                precision,
                other,
                memory,
                from,
                baseline);
    }
}
