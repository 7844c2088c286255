package dev.sku.app.configure;

import dev.sku.protocol.AdapterSize;
import dev.sku.protocol.DeviceNames;
import dev.sku.protocol.Finding;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.MemoryEstimate.Device;
import dev.sku.protocol.MemoryEstimate.OnDevice;
import dev.sku.protocol.ModelShape;
import dev.sku.protocol.Precision;
import dev.sku.protocol.Projections;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SideSize;
import dev.sku.protocol.SidesMemory;
import dev.sku.protocol.Trained;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// What a device would hold at one use of a model, as the rest of the draft is now.
///
/// @param way how weights are computed with, or held
/// @param on of several devices the fullest
public record ModelNeed(Use use, Way way, OnDevice on) {
    private static final Trained.Lora USUAL =
            new Trained.Lora(8, 16, 0, List.of(Projections.ALL_LINEAR), null, 0);
    private static final int PROMPT = 64;

    public enum Use {
        DRAFT,
        ADAPTERS,
        EVERYTHING,
        COMPARE
    }

    public enum Way {
        AS_SET,
        FP32,
        BF16,
        STORED,
        INT8,
        INT4
    }

    /// @param estimate of a specification with this model
    /// @param seen a device as it is now
    static List<ModelNeed> of(
            RunSpec draft,
            Finding.Model model,
            Function<RunSpec, MemoryEstimate> estimate,
            Function<String, Device> seen) {
        Trained.Lora lora = draft.trained() instanceof Trained.Lora own ? own : USUAL;
        RunSpec plain = Draft.with(draft, "memory.quantize", Quantization.NONE);
        RunSpec adapters = Draft.with(plain, "trained", lora);
        RunSpec everything = Draft.with(plain, "trained", new Trained.Full(null, null, 0));
        List<ModelNeed> all = new ArrayList<>();
        all.add(new ModelNeed(Use.DRAFT, Way.AS_SET, fullest(estimate.apply(draft))));
        for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
            Way way = precision == Precision.FP32 ? Way.FP32 : Way.BF16;
            OnDevice on = fullest(estimate.apply(Draft.with(adapters, "precision", precision)));
            all.add(new ModelNeed(Use.ADAPTERS, way, on));
        }
        for (Quantization rounded : List.of(Quantization.INT8, Quantization.INT4)) {
            RunSpec spec = Draft.with(adapters, "memory.quantize", rounded);
            all.add(new ModelNeed(Use.ADAPTERS, way(rounded), fullest(estimate.apply(spec))));
        }
        for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
            Way way = precision == Precision.FP32 ? Way.FP32 : Way.BF16;
            OnDevice on = fullest(estimate.apply(Draft.with(everything, "precision", precision)));
            all.add(new ModelNeed(Use.EVERYTHING, way, on));
        }
        Device first = seen.apply(DeviceNames.of(draft.device()).getFirst());
        for (Quantization held : Quantization.values()) {
            OnDevice on = compared(model.shape(), lora, held, first, draft);
            all.add(new ModelNeed(Use.COMPARE, way(held), on));
        }
        return all;
    }

    private static Way way(Quantization held) {
        return switch (held) {
            case NONE -> Way.STORED;
            case INT8 -> Way.INT8;
            case INT4 -> Way.INT4;
        };
    }

    private static OnDevice fullest(MemoryEstimate estimate) {
        return estimate.devices().stream()
                .max(Comparator.comparingLong(OnDevice::bytes))
                .orElseThrow();
    }

    /// The base beside one run's adapters, on one prompt.
    private static OnDevice compared(
            ModelShape shape, Trained.Lora lora, Quantization held, Device device, RunSpec draft) {
        long adapters = new AdapterSize(lora, shape).elements();
        return new SidesMemory(
                        List.of(
                                new SideSize("", shape, 0, 0, 0, false),
                                new SideSize("", shape, adapters, 0, 0, false)),
                        held)
                .on(device, new SidesMemory.Work(1, 0, PROMPT, draft.evaluation().maxNewTokens()));
    }
}
