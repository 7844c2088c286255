package dev.sku.protocol;

/// An order to a running run, read from its `control.ndjson` once a step.
public sealed interface Command {
    record Pause() implements Command {}

    record Resume() implements Command {}

    /// Ends the run after this step; with `keep`, a checkpoint and the outputs are written first. After the last step outputs
    /// are kept either way, and what is measured at other negation scales is left out.
    record Stop(boolean keep) implements Command {}

    record SetWeights(ModuleWeights weights) implements Command {}

    record EvaluateNow() implements Command {}

    record CheckpointNow() implements Command {}
}
