package dev.sku.runtime.cli;

import dev.sku.protocol.Precision;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.model.AdapterFolder;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.Lora;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.model.Placement;
import dev.sku.runtime.model.Variant;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which model a command asks: a folder, with an adapter at any weight.
final class ModelChoice {
    @Option(names = "--model", paramLabel = "FOLDER", description = "Folder of the model.")
    @Nullable Path model;

    @Option(
            names = "--adapter",
            paramLabel = "FOLDER",
            description = "LoRA adapter in PEFT's layout, as a run's adapter/.")
    @Nullable Path adapter;

    @Option(
            names = "--weight",
            paramLabel = "W",
            description =
                    "Weight of the adapter (${DEFAULT-VALUE}): for a run's negated adapter this is λ.")
    double weight = 1;

    @Mixin QuantizeOption held = new QuantizeOption();

    /// A loaded model with its variant.
    record Loaded(ModelFolder folder, CausalLm model, @Nullable Lora lora, Variant variant)
            implements AutoCloseable {
        @Override
        public void close() {
            if (lora != null) {
                lora.close();
            }
            model.close();
        }
    }

    Loaded load() {
        if (model == null) {
            throw ProblemException.of(
                    Problem.Code.USAGE_INVALID, "Give the folder of a model: --model FOLDER.");
        }
        if (!Double.isFinite(weight)) {
            throw ProblemException.of(Problem.Code.USAGE_INVALID, "--weight must be a number.");
        }
        ModelFolder folder = ModelFolder.open(model);
        CausalLm loaded =
                CausalLm.load(
                        folder,
                        Placement.cpu(folder.config().layers(), Precision.FP32),
                        held.one());
        if (adapter == null) {
            return new Loaded(folder, loaded, null, new Variant.Plain(loaded.base()));
        }
        try {
            Lora lora = loaded.lora(AdapterFolder.open(adapter, loaded.config()));
            return new Loaded(
                    folder, loaded, lora, new Variant.Adapted(loaded.base(), lora, weight));
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
    }
}
