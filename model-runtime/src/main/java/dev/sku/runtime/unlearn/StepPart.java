package dev.sku.runtime.unlearn;

/// The parts of one acquisition step, for those who measure it.
public enum StepPart {
    FORWARD,
    BASE_FORWARD,
    /// Head, losses and the gradient of the last hidden state, which are made together.
    LOSSES,
    BACKWARD
}
