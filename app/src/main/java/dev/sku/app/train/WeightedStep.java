package dev.sku.app.train;

import dev.sku.protocol.Event;
import dev.sku.protocol.ModuleWeights;

/// A step with the weights that its total was made with.
public record WeightedStep(Event.StepCompleted step, ModuleWeights weights) {
    /// What its total is made of: 0 for the total itself, then each weighted part; not a number for a part left out.
    double loss(int line) {
        return switch (line) {
            case 0 -> step.loss().total();
            case 1 -> weighted(weights.guidedDistortion(), step.loss().guidedDistortion());
            case 2 -> weighted(weights.randomDisassociation(), step.loss().randomDisassociation());
            case 3 ->
                    weighted(
                            weights.preservationDivergence(), step.loss().preservationDivergence());
            default -> throw new IllegalArgumentException("a loss has three parts: " + line);
        };
    }

    private static double weighted(double weight, double loss) {
        return weight == 0 ? Double.NaN : weight * loss;
    }
}
