package dev.sku.runtime.unlearn;

/// One module of the loss: which tokens of which rows it is the mean of.
///
/// All terms of a step share one forward pass, so a term does not compute: it lays its rows and the weights of their tokens
/// into the step. The weighted sum over them is the term, to be *added* to the loss.
public sealed interface LossTerm
        permits GuidedDistortion, RandomDisassociation, PreservationDivergence, FineTuning {
    void layOut(StepBatch batch, StepRows.Builder rows);
}
