package dev.sku.runtime.unlearn;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;

/// The negation scale λ of θ_unl = θ_pre − λ·τ.
///
/// Below zero the result moves *towards* the acquired model, and −1 is that model itself: more harmful than the base, never
/// the product of a run. Such a scale can only be had by asking for it twice.
public final class NegationScale {
    /// Far beyond any use; with an adapter's scale, larger ones are no float32 any more.
    private static final double LARGEST = 1e30;

    private final double lambda;

    private NegationScale(double lambda) {
        this.lambda = lambda;
    }

    /// @throws ProblemException `NEGATION_SCALE_INVALID` below zero, beyond 1e30 or not a number
    public static NegationScale of(double lambda) {
        if (!(lambda >= 0 && lambda <= LARGEST)) {
            throw ProblemException.of(Problem.Code.NEGATION_SCALE_INVALID, lambda);
        }
        return new NegationScale(lambda);
    }

    /// The acquired model itself, −1.
    ///
    /// @param asked a first, explicit wish
    /// @param confirmed a second one, given apart from the first
    /// @param how what a person does to give both, for the sentence
    /// @throws ProblemException `ACQUIRED_UNCONFIRMED` unless both were given
    public static NegationScale acquired(boolean asked, boolean confirmed, String how) {
        if (!asked || !confirmed) {
            throw ProblemException.of(Problem.Code.ACQUIRED_UNCONFIRMED, -1, how);
        }
        return new NegationScale(-1);
    }

    public double lambda() {
        return lambda;
    }
}
