package dev.sku.protocol;

import dev.sku.protocol.MemoryEstimate.Device;
import dev.sku.protocol.MemoryEstimate.OnDevice;
import dev.sku.protocol.MemoryEstimate.Part;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a comparison will hold in memory at its fullest moment, before its sides are opened.
///
/// Weights: one copy of each base, and what each side combines with it. Workspace: keys and values of all replies that are
/// made at once, a layer that is combined or widened for a token, and the pass over the prompts.
public record SidesMemory(List<SideSize> sides, Quantization quantize) {
    private static final int FLOAT = 4;

    /// Below this size, counted in float32, weights are converted and stacked while loading.
    private static final long SMALL_BYTES = 1L << 30;

    /// Below so many parameters, float16 matrices are packed once more for a token's few rows.
    private static final long PACKED = 20_000_000;

    /// Replies that share a pass at most.
    private static final int BATCH = 24;

    /// Java, its heap, the tokenizer and libtorch's code.
    private static final long PROGRAM_BYTES = 250_000_000;

    private static final long CONTEXT_BYTES = 600_000_000;

    /// What is made anew for each token is freed, but the process keeps about as much again of it.
    private static final int HELD = 2;

    /// What is asked of the sides at once.
    ///
    /// @param prompts of a list; 1 for a single one
    /// @param lambdas at which the first side that has λ replies; 0 where every side replies as it is
    /// @param promptTokens of the longest prompt
    /// @param newTokens of a reply at most
    public record Work(int prompts, int lambdas, int promptTokens, int newTokens) {}

    public OnDevice on(Device device, Work work) {
        boolean cpu = device.name().equals(DeviceNames.CPU);
        Map<String, ModelShape> bases = new LinkedHashMap<>();
        sides.forEach(s -> bases.put(s.base(), s.shape()));
        long weights = bases.values().stream().mapToLong(shape -> weights(shape, cpu)).sum();
        long widened = 0;
        long prefill = 0;
        for (SideSize side : sides) {
            weights += added(side, cpu);
            widened = Math.max(widened, HELD * widened(side, cpu));
            prefill = Math.max(prefill, prefill(side.shape(), work, cpu));
        }
        EnumMap<Part, Long> parts = new EnumMap<>(Part.class);
        parts.put(Part.WEIGHTS, weights);
        parts.put(Part.WORKSPACE, widened + prefill + caches(work, cpu));
        parts.put(Part.PROGRAM, cpu ? PROGRAM_BYTES : CONTEXT_BYTES);
        return MemoryEstimate.onDevice(device, parts);
    }

    private static boolean small(ModelShape shape) {
        return FLOAT * shape.parameters() < SMALL_BYTES;
    }

    private boolean quantized() {
        return quantize != Quantization.NONE;
    }

    /// Bytes of an activation, a key or a value.
    private static int width(ModelShape shape, boolean cpu) {
        return cpu ? FLOAT : shape.weightBytes();
    }

    /// One base, file pages that were read included.
    private long weights(ModelShape shape, boolean cpu) {
        long all = shape.parameters();
        int held = cpu && small(shape) ? FLOAT : shape.weightBytes();
        if (quantized()) {
            long linear = shape.layers() * shape.layerParameters();
            return quantize.bytes(linear, held) + held * (all - linear);
        }
        if (!cpu || !small(shape)) {
            return held * all;
        }
        boolean mapped = shape.weightBytes() == FLOAT;
        long copied = mapped ? FLOAT * stacked(shape) : (long) FLOAT * all;
        long packed = shape.weightBytes() == 2 && all < PACKED ? 2 * all : 0;
        return shape.weightBytes() * all + copied + packed;
    }

    /// Elements of q, k and v (gate and up), which become one matrix.
    private static long stacked(ModelShape shape) {
        long gates =
                shape.family() == ModelShape.Family.LLAMA ? 2L * shape.hidden() * shape.ffn() : 0;
        return shape.layers() * (shape.hidden() * shape.qkvWidth() + gates);
    }

    /// What a side combines with its base. Adapters of small models are there a second time, joined.
    private static long added(SideSize side, boolean cpu) {
        boolean copied = small(side.shape());
        long adapters = FLOAT * side.adapters() * (copied ? 2 : 1);
        if (side.whole() == 0) {
            return adapters;
        }
        boolean mapped = cpu && side.wholeBytes() == FLOAT && !side.isTrained();
        long pages = cpu ? side.wholeBytes() * side.whole() : 0;
        long stacked = copied ? FLOAT * stacked(side.shape()) : 0;
        return adapters + pages + (mapped ? stacked : FLOAT * side.whole());
    }

    /// A layer, and embeddings with the head, where they are made for each token.
    private long widened(SideSize side, boolean cpu) {
        ModelShape shape = side.shape();
        boolean asItIs = asItIs(shape, cpu);
        long parts = shape.layerParameters() + shape.globalParameters();
        if (isCombined(side, cpu)) {
            return width(shape, cpu) * (parts + shape.layerParameters());
        }
        return asItIs && !quantized()
                ? 0
                : width(shape, cpu) * (quantized() && asItIs ? shape.layerParameters() : parts);
    }

    /// Whether the weights are held as they are computed with.
    private static boolean asItIs(ModelShape shape, boolean cpu) {
        return !cpu || small(shape) || shape.weightBytes() == FLOAT;
    }

    /// Whether each layer of a side is made of two when it is needed, instead of adding to the base's products.
    private boolean isCombined(SideSize side, boolean cpu) {
        return side.whole() > 0 && (quantized() || !asItIs(side.shape(), cpu));
    }

    /// Replies that are made at once: for each pass over weights its own, at most a batch.
    private List<Integer> rows(Work work, boolean cpu) {
        List<Integer> passes = new ArrayList<>();
        if (work.lambdas() > 0) {
            SideSize moved =
                    sides.stream()
                            .filter(s -> s.adapters() + s.whole() > 0)
                            .findFirst()
                            .orElse(sides.getFirst());
            int shared = isCombined(moved, cpu) ? 1 : work.lambdas();
            for (int i = 0; i < work.lambdas() / shared; i++) {
                passes.add(Math.min(BATCH, shared * work.prompts()));
            }
            return passes;
        }
        Map<String, Integer> sharing = new LinkedHashMap<>();
        for (SideSize side : sides) {
            if (isCombined(side, cpu)) {
                passes.add(Math.min(BATCH, work.prompts()));
            } else {
                sharing.merge(side.base(), 1, Integer::sum);
            }
        }
        sharing.values().forEach(n -> passes.add(Math.min(BATCH, n * work.prompts())));
        return passes;
    }

    private long caches(Work work, boolean cpu) {
        long most = 0;
        long rows = rows(work, cpu).stream().mapToLong(Integer::longValue).sum();
        for (SideSize side : sides) {
            ModelShape shape = side.shape();
            long positions = Math.min(shape.maxPositions(), work.promptTokens() + work.newTokens());
            long row = 2L * shape.layers() * shape.kvHeads() * shape.headWidth() * positions;
            most = Math.max(most, rows * row * width(shape, cpu));
        }
        return most;
    }

    /// Activations of the largest pass over prompts, and the logits of its last positions.
    private long prefill(ModelShape shape, Work work, boolean cpu) {
        long perToken =
                4L * shape.hidden()
                        + shape.qkvWidth()
                        + (shape.family() == ModelShape.Family.LLAMA ? 3L : 1L) * shape.ffn();
        long rows = rows(work, cpu).stream().mapToLong(Integer::longValue).max().orElse(0);
        long tokens = rows * Math.min(shape.maxPositions(), work.promptTokens());
        return width(shape, cpu) * tokens * perToken + 2L * FLOAT * rows * shape.vocabulary();
    }
}
