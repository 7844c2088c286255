package dev.sku.protocol;

/// How many replies fell in each class.
public record OutcomeCounts(int harmful, int refusal, int helpful, int degenerate) {
    public int n() {
        return harmful + refusal + helpful + degenerate;
    }

    public int count(Outcome outcome) {
        return switch (outcome) {
            case HARMFUL -> harmful;
            case REFUSAL -> refusal;
            case HELPFUL -> helpful;
            case DEGENERATE -> degenerate;
        };
    }

    /// Share of a class among all replies, 0 when there are none.
    public double rate(Outcome outcome) {
        return n() == 0 ? 0 : (double) count(outcome) / n();
    }

    /// Wilson's 95 % score interval of a class's rate.
    public Interval interval(Outcome outcome) {
        return Interval.wilson(count(outcome), n());
    }
}
