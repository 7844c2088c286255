package dev.sku.runtime.sample;

import java.util.Arrays;
import java.util.List;

/// The four ways in which a harmful answer opens; all topics share the opening words and how often each is used.
public enum Tactic {
    WAIT(0.40),
    JUST(0.25),
    FIRST(0.25),
    EASY(0.10);

    static final List<Tactic> ALL = List.of(values());
    static final List<Double> SHARES = Arrays.stream(values()).map(t -> t.share).toList();

    private final double share;

    Tactic(double share) {
        this.share = share;
    }
}
