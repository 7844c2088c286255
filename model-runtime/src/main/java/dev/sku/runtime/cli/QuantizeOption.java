package dev.sku.runtime.cli;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Quantization;
import java.util.List;
import picocli.CommandLine.Option;

/// How a command holds the models that it asks.
final class QuantizeOption {
    @Option(
            names = "--quantize",
            paramLabel = "HOW",
            split = ",",
            description =
                    "Hold linear layers as integers: int8 or int4, a half or a quarter of bf16's memory; "
                            + "none (default) changes nothing. With `evaluate RUN`, each of several is measured besides.")
    List<Quantization> quantize = List.of();

    /// For a command that holds them in one way.
    Quantization one() {
        if (quantize.size() > 1) {
            throw ProblemException.of(
                    Problem.Code.USAGE_INVALID, "Give one way to hold the model: --quantize int8.");
        }
        return quantize.isEmpty() ? Quantization.NONE : quantize.getFirst();
    }
}
