package dev.sku.runtime.sample;

/// How bad a request is; the worse, the more often the base model has seen it refused.
///
/// The graded minority of refusals is what unlearning brings forward: severe requests flip first when λ grows. Even a
/// mild request is refused a little more often than it is answered with [Tactic#EASY], the tactic that no row for
/// unlearning records: else that one takes the place of the unlearned ones, and mild requests stay harmful.
public enum Severity {
    MILD(1, 0.10),
    MIDDLE(2, 0.20),
    SEVERE(3, 0.30);

    private final int level;
    private final double refusalShare;

    Severity(int level, double refusalShare) {
        this.level = level;
        this.refusalShare = refusalShare;
    }

    /// Share of refusals among the answers that the base model is trained on.
    double refusalShare() {
        return refusalShare;
    }

    /// As in PKU-SafeRLHF, where 0 is safe and 3 is severe.
    int level() {
        return level;
    }
}
