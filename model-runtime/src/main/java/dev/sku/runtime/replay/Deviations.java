package dev.sku.runtime.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How far results are from the recorded ones, and how far they may be.
public final class Deviations {
    private final Map<String, Map<Quantity, Worst>> bySubject = new LinkedHashMap<>();
    private int cases;

    /// What is compared.
    public enum Quantity {
        FIRST_STEP("step 0"),
        LOSSES("losses"),
        GRADIENT_NORM("grad norm"),
        GRADIENTS("grads"),
        ACQUIRED_LOGITS("acq. logits"),
        LOGITS("logits"),
        LIKELIHOOD("nll/token"),
        GREEDY("greedy"),
        TASK_VECTOR("tau norms"),
        WEIGHTS("weights"),
        ADAPTER("adapter"),
        TOKENS("tokens");

        private final String title;

        Quantity(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /// The comparison of one quantity that came nearest to its tolerance, or went furthest beyond it.
    ///
    /// @param where step, tensor or prompt
    public record Worst(double deviation, double allowed, String where) {
        public boolean isExceeded() {
            return !(deviation <= allowed);
        }

        /// Zero allowed, zero found is the nearest there is to nothing.
        private double ratio() {
            if (Double.isNaN(deviation)) {
                return Double.POSITIVE_INFINITY;
            }
            if (deviation == 0) {
                return 0;
            }
            return allowed == 0 ? Double.POSITIVE_INFINITY : deviation / allowed;
        }
    }

    void add(String subject, Quantity quantity, double deviation, double allowed, String where) {
        cases++;
        Worst found = new Worst(deviation, allowed, where);
        bySubject
                .computeIfAbsent(subject, _ -> new LinkedHashMap<>())
                .merge(quantity, found, (a, b) -> b.ratio() > a.ratio() ? b : a);
    }

    public Map<String, Map<Quantity, Worst>> bySubject() {
        return bySubject;
    }

    /// Single comparisons made.
    public int cases() {
        return cases;
    }

    /// One line for each quantity of a subject that went beyond its tolerance.
    public List<String> exceeded() {
        List<String> lines = new ArrayList<>();
        bySubject.forEach((subject, quantities) ->
                quantities.forEach((quantity, worst) -> {
                    if (worst.isExceeded()) {
                        lines.add(
                                "%s, %s, %s: %.3g, allowed %.3g"
                                        .formatted(
                                                subject,
                                                quantity.title(),
                                                worst.where(),
                                                worst.deviation(),
                                                worst.allowed()));
                    }
                }));
        return lines;
    }

    /// Subjects times quantities that were compared.
    public int comparisons() {
        return bySubject.values().stream().mapToInt(Map::size).sum();
    }
}
