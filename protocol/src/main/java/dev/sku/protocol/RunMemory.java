package dev.sku.protocol;

import dev.sku.protocol.MemoryEstimate.Device;
import dev.sku.protocol.MemoryEstimate.OnDevice;
import dev.sku.protocol.MemoryEstimate.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;

/// The arithmetic of [MemoryEstimate].
record RunMemory(
        RunSpec spec,
        ModelShape shape,
        StepTokens tokens,
        boolean checkpointing,
        Companions beside) {
    private static final String CPU = "cpu";
    private static final int FLOAT = 4;

    /// Below this size, counted in float32, the engine converts and stacks weights while loading.
    private static final long SMALL_BYTES = 1L << 30;

    /// Replies that are generated at once while a run is evaluated.
    private static final int REPLIES = 24;

    /// Java, its heap for rows and the journal, and libtorch's code.
    private static final long PROGRAM_BYTES = 330_000_000;

    /// The CUDA context and its libraries' handles.
    private static final long CONTEXT_BYTES = 600_000_000;

    MemoryEstimate on(List<Device> devices) {
        List<String> layers = LayerSplit.of(shape, devices);
        List<OnDevice> all = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++) {
            Device device = devices.get(i);
            int count = Collections.frequency(layers, device.name());
            all.add(MemoryEstimate.onDevice(device, parts(device, count, i == 0)));
        }
        return new MemoryEstimate(all, checkpointing);
    }

    private EnumMap<Part, Long> parts(Device device, int layers, boolean globals) {
        EnumMap<Part, Long> parts = new EnumMap<>(Part.class);
        boolean cpu = device.name().equals(CPU);
        parts.put(Part.WEIGHTS, weights(layers, globals, cpu));
        parts.put(Part.GRADIENTS, FLOAT * trained(layers, globals));
        boolean elsewhere = spec.memory().optimizerOnHost() && !cpu;
        parts.put(Part.OPTIMIZER, elsewhere ? 0 : 2L * FLOAT * trained(layers, globals));
        parts.put(Part.ACTIVATIONS, activations(layers));
        parts.put(Part.LOGITS, globals ? logits() : 0);
        parts.put(Part.WORKSPACE, Math.max(layerWorkspace(elsewhere), evaluation(layers)));
        parts.put(Part.JUDGE, globals ? beside.bytes(device) : 0);
        parts.put(Part.PROGRAM, cpu ? PROGRAM_BYTES : CONTEXT_BYTES);
        return parts;
    }

    private boolean full() {
        return spec.trained() instanceof Trained.Full;
    }

    /// Bytes of an element in computing.
    private int width() {
        return spec.precision() == Precision.FP32 ? FLOAT : 2;
    }

    private boolean small() {
        return FLOAT * shape.parameters() < SMALL_BYTES;
    }

    /// Bytes of a weight of the base as it is held.
    private int baseWidth() {
        return width() <= shape.weightBytes() || small() ? width() : shape.weightBytes();
    }

    private boolean quantized() {
        return spec.memory().quantize() != Quantization.NONE;
    }

    private boolean mappedAsItIs() {
        return baseWidth() == shape.weightBytes() && !small();
    }

    private long elements(int layers, boolean globals) {
        return layers * shape.layerParameters() + (globals ? shape.globalParameters() : 0);
    }

    private long weights(int layers, boolean globals, boolean cpu) {
        long elements = elements(layers, globals);
        boolean streamed = full() && spec.memory().streamedBase();
        if (quantized()) {
            long linear = layers * shape.layerParameters();
            return spec.memory().quantize().bytes(linear, baseWidth())
                    + baseWidth() * (elements - linear);
        }
        long base = streamed && !cpu ? 0 : baseWidth() * elements;
        // On the CPU the file's pages, read once, stay in memory beside a converted or stacked
        // copy.
        long file = cpu && !mappedAsItIs() && !streamed ? shape.weightBytes() * elements : 0;
        long master = full() ? FLOAT * elements : 0;
        return base + file + master;
    }

    /// Elements of the tensors that are trained.
    private long trained(int layers, boolean globals) {
        List<Integer> chosen = spec.trained().layers();
        double share = chosen == null ? 1 : (double) chosen.size() / shape.layers();
        return switch (spec.trained()) {
            case Trained.Full full ->
                    Math.round(layers * shape.layerParameters() * share)
                            + (globals && chosen == null ? shape.globalParameters() : 0);
            case Trained.Lora lora -> Math.round(layers * size(lora).ofLayer() * share);
        };
    }

    private AdapterSize size(Trained.Lora lora) {
        return new AdapterSize(lora, shape);
    }

    /// What one layer keeps of all its tokens: see the lists of saved tensors in `opt.torchscript` and
    /// `llama.torchscript`.
    private long keptByLayer() {
        long perToken =
                switch (shape.family()) {
                    case OPT -> 4L * shape.hidden() + shape.qkvWidth() + shape.ffn();
                    case LLAMA -> 2L * shape.hidden() + shape.qkvWidth() + 2L * shape.ffn();
                };
        long attention =
                tokens.attended()
                        * (width() * shape.attentionWidth() + (long) FLOAT * shape.heads());
        return tokens.packed() * (width() * perToken + dropped() + lowRank()) + attention;
    }

    /// Bytes of a token's dropout masks.
    private long dropped() {
        long residual = spec.trained().modelDropout() > 0 ? 2L * shape.hidden() : 0;
        if (spec.trained() instanceof Trained.Lora lora && lora.dropout() > 0) {
            AdapterSize size = size(lora);
            for (String target : size.targets()) {
                residual += size.inputWidth(target);
            }
        }
        return residual;
    }

    private long lowRank() {
        return spec.trained() instanceof Trained.Lora lora
                ? (long) FLOAT * lora.rank() * size(lora).targets().size()
                : 0;
    }

    private long activations(int layers) {
        List<Integer> chosen = spec.trained().layers();
        int lowest = chosen == null ? 0 : Collections.min(chosen);
        long trainedLayers = Math.min(layers, shape.layers() - lowest);
        long inputs = trainedLayers * tokens.packed() * width() * (long) shape.hidden();
        long ends = tokens.packed() * (long) shape.hidden() * (2L * width() + FLOAT);
        return checkpointing ? inputs + keptByLayer() + ends : trainedLayers * keptByLayer() + ends;
    }

    /// Cross-entropy: logits, their softmax, and the product back; the divergence has twice as many. The head's own gradient
    /// where it is trained.
    private long logits() {
        long chunk =
                Math.clamp(
                        ((long) spec.memory().logitsMegabytes() << 20)
                                / ((long) shape.vocabulary() * FLOAT),
                        1,
                        8192);
        long rows = Math.min(chunk, Math.max(tokens.predicted(), tokens.normal()));
        long copies = tokens.normal() > 0 ? 5 : 3;
        long head =
                full() && spec.trained().layers() == null
                        ? FLOAT * (long) shape.vocabulary() * shape.embedding()
                        : 0;
        return copies * FLOAT * rows * shape.vocabulary() + head;
    }

    /// Gradients of one layer's tensors on their way down, a matrix in the order that products want, and one layer's weights
    /// where they are widened for use.
    private long layerWorkspace(boolean momentsElsewhere) {
        long perToken =
                switch (shape.family()) {
                    case OPT -> 4L * shape.hidden() + shape.qkvWidth() + 2L * shape.ffn();
                    case LLAMA -> 4L * shape.hidden() + shape.qkvWidth() + 5L * shape.ffn();
                };
        long matrix = (long) shape.hidden() * shape.ffn() * (full() ? width() + FLOAT : width());
        boolean asItIs = baseWidth() == width() && !quantized();
        long widened = (full() && width() == FLOAT) || asItIs ? 0 : widened();
        long moments = momentsElsewhere ? 2L * FLOAT * shape.largestMatrix() : 0;
        return Math.max(tokens.packed() * width() * perToken + matrix + widened, moments);
    }

    private long widened() {
        return width() * Math.max(shape.layerParameters(), shape.globalParameters());
    }

    /// Keys and values of the replies that are generated at once, and their logits.
    private long evaluation(int layers) {
        EvaluationSpec asked = spec.evaluation();
        long positions =
                Math.min(
                        shape.maxPositions(),
                        Math.min(spec.data().maxTokens(), PROMPT) + asked.maxNewTokens());
        long caches = 2L * layers * shape.kvHeads() * shape.headWidth() * positions * width();
        return REPLIES * (caches + 2L * FLOAT * shape.vocabulary());
    }

    /// Tokens of a prompt, as a rule.
    private static final int PROMPT = 64;
}
