package dev.sku.protocol;

import java.util.Collection;
import java.util.Collections;

/// How many replies fell in each class.
public record OutcomeCounts(int harmful, int refusal, int helpful, int degenerate) {
    public static OutcomeCounts of(Collection<Outcome> outcomes) {
        return new OutcomeCounts(
                Collections.frequency(outcomes, Outcome.HARMFUL),
                Collections.frequency(outcomes, Outcome.REFUSAL),
                Collections.frequency(outcomes, Outcome.HELPFUL),
                Collections.frequency(outcomes, Outcome.DEGENERATE));
    }

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
