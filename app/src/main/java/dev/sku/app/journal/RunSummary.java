package dev.sku.app.journal;

import dev.sku.protocol.Measurement;
import dev.sku.protocol.Problem;
import dev.sku.protocol.RunSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a run stands: the line it has in the library.
///
/// @param name of the run folder
/// @param spec null while nothing of it could be read
/// @param step steps done
/// @param base the measurement of the base
/// @param latest the newest measurement at the run's own λ
/// @param latestStep the step it was made after
/// @param seconds between the first and the last message, without those in which nobody worked on it
public record RunSummary(
        String name,
        @Nullable RunSpec spec,
        RunState state,
        int step,
        @Nullable Measurement base,
        @Nullable Measurement latest,
        int latestStep,
        @Nullable Instant started,
        double seconds,
        @Nullable Problem problem) {
    public static RunSummary unread(String name) {
        return new RunSummary(name, null, RunState.WAITING, 0, null, null, 0, null, 0, null);
    }

    /// What people call it: the specification's name.
    public String title() {
        return spec == null ? name : spec.name();
    }

    public int steps() {
        return spec == null ? 0 : spec.acquisition().steps();
    }

    public double progress() {
        return steps() == 0 ? 0 : Math.min(1, (double) step / steps());
    }

    /// The same run in another state: its journal cannot know that it waits in the queue.
    public RunSummary as(RunState other) {
        return new RunSummary(
                name, spec, other, step, base, latest, latestStep, started, seconds, problem);
    }
}
