package dev.sku.protocol;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a run will hold in memory at its fullest moment, device by device, before it starts.
///
/// The formulas follow the engine's own bookkeeping: what a layer keeps for its backward, what is alive at once in the largest
/// operation, four bytes for everything that is accumulated. They are compared with measured peaks by
/// `MemoryEstimateTest` of the runtime; docs/memory.md has both.
///
/// @param checkpointing whether activations are computed again, as asked for or, where the specification leaves it open,
///     because the run would not fit otherwise
public record MemoryEstimate(List<OnDevice> devices, boolean checkpointing) {
    /// How far beyond what is free an estimate must be before work is refused: its own error.
    private static final double CERTAINLY_TOO_LARGE = 1.15;

    /// What the memory holds.
    public enum Part {
        /// The base, and the float32 copy that full fine-tuning trains.
        WEIGHTS,
        GRADIENTS,
        /// AdamW's moments.
        OPTIMIZER,
        /// What the forward pass keeps for the backward pass, of one micro-batch.
        ACTIVATIONS,
        /// Logits and their gradients, a chunk of positions at a time.
        LOGITS,
        /// Temporary tensors of the largest operation, and generation's cache while a run is evaluated.
        WORKSPACE,
        /// The judge's model and the sentence encoder.
        JUDGE,
        /// The Java process and libtorch themselves.
        PROGRAM
    }

    /// @param total bytes of the device; 0 where unknown
    /// @param free bytes not used by others now; 0 where unknown
    public record Device(String name, long total, long free) {}

    /// @param parts bytes
    public record OnDevice(Device device, Map<Part, Long> parts) {
        public long bytes() {
            return parts.values().stream().mapToLong(Long::longValue).sum();
        }

        /// Whether it fits into what is free now; unknown counts as fitting.
        public boolean fits() {
            return device.free() == 0 || bytes() <= device.free();
        }

        /// Whether it is further beyond what is free now than an estimate can be wrong; not where that is unknown.
        public boolean isCertainlyTooLarge() {
            return device.free() > 0 && bytes() > CERTAINLY_TOO_LARGE * device.free();
        }
    }

    public boolean fits() {
        return devices.stream().allMatch(OnDevice::fits);
    }

    /// One way to make a run smaller: what a person would change.
    ///
    /// @param field path in the specification
    /// @param value as it is written there
    /// @param spec with the change, and with what keeps the step the same
    public record Change(String field, String value, RunSpec spec, MemoryEstimate then) {}

    /// @param tokens of the largest micro-batch; [StepTokens#atMost] where the rows are not known
    /// @param devices in the order of the specification's `device`, with the memory seen
    public static MemoryEstimate of(
            RunSpec spec, ModelShape shape, StepTokens tokens, List<Device> devices) {
        return of(spec, shape, tokens, devices, Companions.NONE);
    }

    /// With the models that measure it.
    public static MemoryEstimate of(
            RunSpec spec,
            ModelShape shape,
            StepTokens tokens,
            List<Device> devices,
            Companions beside) {
        return switch (spec.memory().activationCheckpointing()) {
            case ON -> new RunMemory(spec, shape, tokens, true, beside).on(devices);
            case OFF -> new RunMemory(spec, shape, tokens, false, beside).on(devices);
            case AUTO -> {
                MemoryEstimate kept = new RunMemory(spec, shape, tokens, false, beside).on(devices);
                yield kept.fits()
                        ? kept
                        : new RunMemory(spec, shape, tokens, true, beside).on(devices);
            }
        };
    }

    /// Single changes that would make it fit, the least harmful to speed and result first; none where no single change is
    /// enough.
    public static List<Change> remedies(
            RunSpec spec, ModelShape shape, StepTokens tokens, List<Device> devices) {
        return remedies(spec, shape, tokens, devices, Companions.NONE);
    }

    /// With the models that measure it.
    public static List<Change> remedies(
            RunSpec spec,
            ModelShape shape,
            StepTokens tokens,
            List<Device> devices,
            Companions beside) {
        List<Change> all = new ArrayList<>();
        for (MemoryRemedies.Remedy remedy : MemoryRemedies.of(spec, devices)) {
            double share =
                    (double) remedy.spec().acquisition().batch() / spec.acquisition().batch();
            MemoryEstimate then = of(remedy.spec(), shape, tokens.times(share), devices, beside);
            if (then.fits()) {
                all.add(new Change(remedy.field(), remedy.value(), remedy.spec(), then));
            }
        }
        return all;
    }

    static OnDevice onDevice(Device device, EnumMap<Part, Long> parts) {
        return new OnDevice(device, Map.copyOf(parts));
    }
}
