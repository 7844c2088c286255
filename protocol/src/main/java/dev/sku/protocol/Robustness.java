package dev.sku.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is tried on an unlearned model besides asking it.
///
/// @param relearnSteps after which a model that is trained again is measured; none leaves that out
/// @param quantize the ways in which its weights are held as integers
/// @param membership whether is told how well rows that were trained on can be told from others
public record Robustness(
        List<Integer> relearnSteps,
        @Nullable Relearning relearning,
        List<Quantization> quantize,
        boolean membership) {
    public static final Robustness NONE = new Robustness(List.of(), null, List.of(), false);

    private static final int MOST_STEPS = 10_000;

    public Robustness {
        relearnSteps = relearnSteps.stream().distinct().sorted().toList();
        quantize = quantize.stream().distinct().filter(q -> q != Quantization.NONE).toList();
    }

    /// Adapters of all linear layers, or all tensors, at the rates that bring harm back to the sample.
    public static Relearning usual(boolean full, long seed) {
        Trained trained =
                full
                        ? new Trained.Full(null, null, 0)
                        : new Trained.Lora(8, 16, 0, List.of(Projections.ALL_LINEAR), null, 0);
        return new Relearning(8, 4, trained, full ? 1e-4 : 1e-3, seed);
    }

    /// @throws ProblemException `ROBUSTNESS_INVALID`
    public Robustness checked() {
        if (relearnSteps.isEmpty()) {
            return this;
        }
        Relearning how = Objects.requireNonNull(relearning, "relearning is missing");
        if (relearnSteps.getFirst() < 1 || relearnSteps.getLast() > MOST_STEPS) {
            throw wrong("numbers of steps are from 1 to %,d".formatted(MOST_STEPS));
        }
        if (how.rows() < 1 || how.batch() < 1) {
            throw wrong("at least one row is needed, and one in each step");
        }
        if (!(how.learningRate() > 0) || how.learningRate() > 1) {
            throw wrong("the learning rate is above 0 and at most 1, not " + how.learningRate());
        }
        return this;
    }

    private static ProblemException wrong(String why) {
        return ProblemException.of(Problem.Code.ROBUSTNESS_INVALID, why);
    }

    /// All of it on one model, the control on normal rows after the most steps.
    public List<Treatment> treatments() {
        List<Treatment> all = new ArrayList<>();
        for (Treatment.Relearned one : relearned()) {
            all.add(one);
        }
        quantize.forEach(q -> all.add(new Treatment.Quantized(q)));
        return all;
    }

    private List<Treatment.Relearned> relearned() {
        Relearning how = relearning;
        if (how == null || relearnSteps.isEmpty()) {
            return List.of();
        }
        return Stream.concat(
                        relearnSteps.stream()
                                .map(steps -> new Treatment.Relearned(steps, false, how)),
                        Stream.of(new Treatment.Relearned(relearnSteps.getLast(), true, how)))
                .toList();
    }
}
