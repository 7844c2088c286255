package dev.sku.runtime.measure;

import dev.sku.protocol.AcquisitionSpec;
import dev.sku.protocol.DeviceNames;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.MemoryEstimate.Device;
import dev.sku.protocol.MemoryEstimate.OnDevice;
import dev.sku.protocol.MemoryEstimate.Part;
import dev.sku.protocol.MemorySpec;
import dev.sku.protocol.MemorySpec.Checkpointing;
import dev.sku.protocol.Method;
import dev.sku.protocol.ModelShape;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.Numbers;
import dev.sku.protocol.Precision;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Relearning;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.StepTokens;
import dev.sku.runtime.data.TokenRow;
import dev.sku.runtime.engine.Devices;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.ModelFolder;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What training an unlearned model again holds in memory: a run that fine-tunes on its rows, and the base besides.
public final class RelearningMemory {
    private RelearningMemory() {}

    /// @param rows that are trained on
    public static OnDevice of(
            RunSpec run, ModelFolder base, Relearning how, List<TokenRow> rows, String device) {
        ModelShape shape = base.config().shape(base.dtype());
        Device seen = Devices.named(device).getFirst();
        OnDevice training =
                MemoryEstimate.of(
                                relearning(run, base, how, device),
                                shape,
                                largest(rows, how.batch()),
                                List.of(seen))
                        .devices()
                        .getFirst();
        Map<Part, Long> parts = new EnumMap<>(training.parts());
        long wide = CausalLm.isSmall(base.config()) ? Float.BYTES : shape.weightBytes();
        // The unlearned copy, which has no file whose pages stay.
        parts.merge(Part.WEIGHTS, wide * shape.parameters(), Long::sum);
        return new OnDevice(seen, Map.copyOf(parts));
    }

    private static RunSpec relearning(
            RunSpec run, ModelFolder base, Relearning how, String device) {
        AcquisitionSpec stage = run.acquisition();
        boolean cpu = device.equals(DeviceNames.CPU);
        return new RunSpec(
                run.name(),
                Method.FINE_TUNE,
                run.model(),
                run.data(),
                new AcquisitionSpec(
                        stage.profile(),
                        new ModuleWeights(1, 0, 0),
                        stage.preservation(),
                        how.batch(),
                        0,
                        1,
                        1),
                run.optimizer(),
                how.trained(),
                run.negation(),
                run.evaluation(),
                run.output(),
                how.seed(),
                cpu || base.dtype().bytes() == Float.BYTES ? Precision.FP32 : Precision.BF16,
                device,
                new MemorySpec(Checkpointing.OFF, 4, false, false, Quantization.NONE),
                null,
                run.baseline());
    }

    /// As if the longest rows met in one step.
    private static StepTokens largest(List<TokenRow> rows, int batch) {
        List<TokenRow> longest =
                rows.stream()
                        .sorted(Comparator.comparingInt(TokenRow::length).reversed())
                        .limit(batch)
                        .toList();
        long tokens = longest.stream().mapToLong(TokenRow::length).sum();
        long answers = longest.stream().mapToLong(TokenRow::answerLength).sum();
        return new StepTokens(Math.ceilDiv(tokens, 64) * 64, tokens, answers, 0);
    }

    /// @throws ProblemException `TREATMENT_MEMORY` where it surely does not fit
    static void requireRoom(OnDevice estimate, String run) {
        if (estimate.isCertainlyTooLarge()) {
            throw ProblemException.of(
                    Problem.Code.TREATMENT_MEMORY,
                    run,
                    Numbers.gigabytes(estimate.bytes()),
                    estimate.device().name(),
                    Numbers.gigabytes(estimate.device().free()));
        }
    }
}
