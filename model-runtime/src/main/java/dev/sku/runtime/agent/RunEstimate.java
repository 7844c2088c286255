package dev.sku.runtime.agent;

import dev.sku.protocol.Companions;
import dev.sku.protocol.Event;
import dev.sku.protocol.Fault;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.ModelShape;
import dev.sku.protocol.Numbers;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecCheck;
import dev.sku.protocol.StepTokens;
import dev.sku.runtime.data.BatchPlan;
import dev.sku.runtime.data.RunData;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.engine.Devices;
import dev.sku.runtime.model.MeasuringModels;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.unlearn.LargestStep;
import dev.sku.runtime.unlearn.TrainingRows;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What a specification will need on this computer, from its model, its very rows and the memory seen now.
public record RunEstimate(
        RunSpec spec,
        ModelShape shape,
        StepTokens tokens,
        List<MemoryEstimate.Device> devices,
        Companions beside,
        MemoryEstimate memory) {
    /// Reads the rows as the run would.
    ///
    /// @param events hears of files that were read
    public static RunEstimate of(RunSpec spec, Consumer<Event> events) {
        ModelFolder base = ModelFolder.open(Path.of(spec.model().folder()));
        int maxTokens = Math.min(spec.data().maxTokens(), base.config().maxPositions());
        try (TextTokenizer tokenizer = TextTokenizer.open(base.path())) {
            RunData data =
                    RunData.read(
                            spec.data(),
                            spec.acquisition().profile(),
                            spec.seed(),
                            tokenizer,
                            maxTokens,
                            events);
            return of(
                    spec,
                    base,
                    BatchPlan.of(spec, data),
                    TrainingRows.of(spec, data, tokenizer, maxTokens));
        }
    }

    static RunEstimate of(RunSpec spec, ModelFolder base, BatchPlan plan, TrainingRows rows) {
        ModelShape shape = base.config().shape(base.dtype());
        StepTokens tokens = LargestStep.of(spec, base.config(), plan, rows);
        List<MemoryEstimate.Device> devices = Devices.named(spec.device());
        Companions beside =
                MeasuringModels.of(spec.evaluation().judge(), spec.evaluation().encoder());
        return new RunEstimate(
                spec,
                shape,
                tokens,
                devices,
                beside,
                MemoryEstimate.of(spec, shape, tokens, devices, beside));
    }

    /// One line for the journal.
    String sentence() {
        String devices =
                memory.devices().stream()
                        .map(on ->
                                "%s on %s (%s free)"
                                        .formatted(
                                                Numbers.gigabytes(on.bytes()),
                                                on.device().name(),
                                                Numbers.gigabytes(on.device().free())))
                        .collect(Collectors.joining(", "));
        return "about %s needed; activations are %s"
                .formatted(devices, memory.checkpointing() ? "computed again" : "kept");
    }

    /// @param source what the specification is called in sentences
    /// @throws ProblemException `SPEC_FAULTS` where it surely does not fit, with the changes that would make it fit
    public void requireRoom(String source) {
        List<Fault> faults = SpecCheck.memory(spec, shape, tokens, devices, beside);
        if (!faults.isEmpty()) {
            throw new ProblemException(SpecCheck.problem(source, faults));
        }
    }
}
