package dev.sku.runtime.cli;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Relearning;
import dev.sku.protocol.Robustness;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whether harm comes back to a run's model: what is tried besides asking it.
final class RobustnessOptions {
    @Option(
            names = "--relearn",
            paramLabel = "N,N,…",
            split = ",",
            description =
                    "Train the unlearned model again on harmful rows and measure it after so many steps; after the most also on normal rows. Only figures are kept.")
    List<Integer> steps = List.of();

    @Option(
            names = "--relearn-rows",
            paramLabel = "N",
            description = "Rows that it is trained on (8).")
    @Nullable Integer rows;

    @Option(names = "--relearn-batch", paramLabel = "N", description = "Rows of a step (4).")
    @Nullable Integer batch;

    @Option(
            names = "--relearn-full",
            description = "Train every tensor; without it adapters of all linear layers, rank 8.")
    boolean full;

    @Option(
            names = "--relearn-rate",
            paramLabel = "RATE",
            description = "Learning rate (1e-3, all tensors 1e-4).")
    @Nullable Double rate;

    @Option(
            names = "--relearn-seed",
            paramLabel = "N",
            description = "Draws rows, their order and adapters (42).")
    @Nullable Long seed;

    @Option(
            names = "--membership",
            description =
                    "Tell how well seen rows can be told from unseen ones: loss, min-k %%, zlib.")
    boolean membership;

    /// @param quantize the ways that were named for the model
    Robustness of(List<Quantization> quantize) {
        boolean said = full || rows != null || batch != null || rate != null || seed != null;
        if (steps.isEmpty() && said) {
            throw ProblemException.of(
                    Problem.Code.USAGE_INVALID, "Say after how many steps: --relearn 5,10,20.");
        }
        Relearning usual = Robustness.usual(full, Objects.requireNonNullElse(seed, 42L));
        return new Robustness(
                        steps,
                        steps.isEmpty()
                                ? null
                                : new Relearning(
                                        Objects.requireNonNullElse(rows, usual.rows()),
                                        Objects.requireNonNullElse(batch, usual.batch()),
                                        usual.trained(),
                                        Objects.requireNonNullElse(rate, usual.learningRate()),
                                        usual.seed()),
                        quantize,
                        membership)
                .checked();
    }
}
