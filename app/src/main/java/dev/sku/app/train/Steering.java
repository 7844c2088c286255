package dev.sku.app.train;

import dev.sku.app.journal.RunState;
import dev.sku.app.journal.RunSummary;
import dev.sku.protocol.ModuleWeights;

/// What decides how the next steps go.
///
/// @param weights of the steps from here on
/// @param changedAt step after which they were last changed, NaN for never
/// @param checkpoint step of the newest checkpoint, 0 for none
record Steering(ModuleWeights weights, double changedAt, int checkpoint) {
    static final Steering NONE = new Steering(new ModuleWeights(1, 1, 1), Double.NaN, 0);

    /// A run that is done or was stopped has let go of its checkpoints.
    boolean canBeForked(RunSummary run) {
        return checkpoint > 0
                && run.spec() != null
                && !run.state().hasResult()
                && run.state() != RunState.STOPPED;
    }
}
