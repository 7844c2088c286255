package dev.sku.runtime.model;

import ai.djl.engine.EngineException;
import dev.sku.protocol.Precision;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Quantization;
import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.weights.Dtype;
import dev.sku.runtime.weights.TensorEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A decoder in memory: the base's weights, the text of its architecture, and forward passes over packed rows.
///
/// Weights stay in the checkpoint's type and mapped where the model computes in that type, or where a wider copy would be
/// large; then a layer is widened when it is needed. Otherwise they are converted while loading.
public final class CausalLm implements AutoCloseable {
    /// Logits of this many bytes are alive at a time. More is not faster.
    public static final long LOGITS_BYTES = 4L << 20;

    /// Below this size a wider or stacked copy costs little and makes small products faster.
    private static final long SMALL_BYTES = 1L << 30;

    /// Up to so many parameters, a token is a matter of calls and of the matrices' bytes: a copy of them is worth its memory.
    private static final long HALVES = 20_000_000;

    private static final double[] NO_DROPOUT = {0, 0};

    private final ModelConfig config;
    private final Architecture architecture;
    private final TorchScript script;
    private final Placement placement;
    private final boolean stacked;
    private final Scope scope = new Scope();
    private final Map<String, Value> tables = new HashMap<>();
    private final Map<String, String> devices = new HashMap<>();
    private final Value noAdapters;
    private final Value noHalves;
    private @Nullable Value halves;
    private final Parameters base;
    private final Map<String, Value> checkpoint;
    private final Scope sources;
    private final boolean quantized;
    private long logitsBytes = LOGITS_BYTES;

    /// How the base is held.
    public enum Held {
        /// On its device, ready to compute with.
        RESIDENT,
        /// Where the file is mapped; a layer is brought to its device when it is needed.
        STREAMED
    }

    private CausalLm(
            ModelConfig config,
            Map<String, Value> checkpoint,
            Placement placement,
            Held held,
            boolean stacked,
            Quantization quantization,
            Scope owned) {
        this.config = config;
        this.architecture = Architecture.of(config);
        this.script = scriptOf(architecture, placement);
        this.placement = placement;
        this.stacked = stacked;
        this.checkpoint = checkpoint;
        this.sources = owned;
        for (int i = 0; i < config.layers(); i++) {
            for (Slot slot : architecture.layer(i, false)) {
                for (String name : slot.names()) {
                    devices.put(name, placement.layer(i));
                }
            }
        }
        try (Scope making = new Scope()) {
            Value made = architecture.tables(making);
            placement
                    .devices()
                    .forEach(d -> tables.put(d, script.call(scope, "moved_list", made, d)));
        }
        this.noAdapters = scope.list(List.of());
        this.noHalves = script.call(scope, "no_halves");
        this.base = base(held);
        this.quantized = quantization != Quantization.NONE;
        if (quantized) {
            checkpoint.clear();
            owned.close();
        }
    }

    private Parameters base(Held held) {
        boolean[] ready = {true};
        Parameters.Source source =
                (out, name) -> {
                    Value tensor = checkpointTensor(name);
                    Dtype type = typeOf(tensor);
                    if (!type.isFloat()) {
                        ready[0] = false;
                        return script.call(out, "moved", tensor, deviceOf(name));
                    }
                    Dtype wanted =
                            placement.compute().bytes() <= type.bytes() || isSmall(config)
                                    ? placement.compute()
                                    : type;
                    String device = deviceOf(name);
                    if (held == Held.STREAMED) {
                        ready[0] &= type == placement.compute() && device.equals(Placement.CPU);
                        return script.call(out, "placed", tensor, Placement.CPU, type(type));
                    }
                    ready[0] &= wanted == placement.compute();
                    return script.call(out, "placed", tensor, device, type(wanted));
                };
        return Parameters.arrange(
                architecture, config.layers(), stacked, script, source, () -> ready[0]);
    }

    private static long type(Dtype dtype) {
        return dtype.torchScalarType();
    }

    private Dtype typeOf(Value tensor) {
        return Dtype.of((int) script.number("type_of", tensor));
    }

    /// As the checkpoint has it; gone where the base is held as integers.
    Value checkpointTensor(String name) {
        Value tensor = checkpoint.get(name);
        if (tensor == null) {
            throw new IllegalStateException("no tensor " + name);
        }
        return tensor;
    }

    private String deviceOf(String name) {
        return devices.getOrDefault(name, placement.globals());
    }

    /// Whether a wider or stacked copy of the weights is worth its memory.
    public static boolean isSmall(ModelConfig config) {
        return config.parameters() * Float.BYTES < SMALL_BYTES;
    }

    /// The text of an architecture with everything it shares with the others.
    private static TorchScript scriptOf(Architecture architecture, Placement placement) {
        Map<String, Object> constants = new HashMap<>(architecture.constants());
        constants.put("cpu_attention", placement.onCpu());
        return TorchScript.load(
                CausalLm.class,
                List.of(
                        "tensors.torchscript",
                        "integers.torchscript",
                        Products.script(placement.onCpu()),
                        "linear.torchscript",
                        "halves.torchscript",
                        "attention.torchscript",
                        "losses.torchscript",
                        architecture.script(),
                        "decode.torchscript"),
                constants);
    }

    /// Computes in float32 on the CPU.
    ///
    /// @throws ProblemException `TENSOR_NOT_FINITE` naming file and tensor
    public static CausalLm load(ModelFolder folder) {
        return load(folder, Placement.cpu(folder.config().layers(), Precision.FP32));
    }

    public static CausalLm load(ModelFolder folder, Placement placement) {
        return load(folder, placement, Held.RESIDENT, isSmall(folder.config()));
    }

    /// Maps and checks every tensor of a folder.
    ///
    /// @param stacked q, k and v as one tensor: faster where they are small, but a copy
    /// @throws ProblemException `TENSOR_NOT_FINITE` naming file and tensor
    public static CausalLm load(
            ModelFolder folder, Placement placement, Held held, boolean stacked) {
        TorchScript script = TensorReader.text();
        Scope owned = new Scope();
        Map<String, Value> tensors = new HashMap<>();
        TensorReader reader = new TensorReader(script, owned);
        try {
            for (Map.Entry<String, TensorEntry> e : folder.tensors().entrySet()) {
                tensors.put(e.getKey(), reader.tensor(e.getValue()));
            }
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
        return new CausalLm(
                folder.config(), tensors, placement, held, stacked, Quantization.NONE, owned);
    }

    /// With its linear layers held as integers, for adapters over it and for answering; a layer is made wide when it is
    /// needed. Nothing stays mapped.
    ///
    /// @throws ProblemException `TENSOR_NOT_FINITE` naming file and tensor
    public static CausalLm load(
            ModelFolder folder, Placement placement, Quantization quantization) {
        if (quantization == Quantization.NONE) {
            return load(folder, placement);
        }
        Scope owned = new Scope();
        try {
            return new CausalLm(
                    folder.config(),
                    IntegerWeights.read(folder, quantization, placement, owned),
                    placement,
                    Held.RESIDENT,
                    isSmall(folder.config()),
                    quantization,
                    owned);
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
    }

    /// A model of its own with the weights of a variant: what an export of it would hold, in memory alone.
    ///
    /// @param quantization how its linear layers are held
    public CausalLm merged(Variant variant, Quantization quantization) {
        Scope owned = new Scope();
        try {
            return new CausalLm(
                    config,
                    new MergedWeights(this, variant).tensors(quantization, owned),
                    placement,
                    Held.RESIDENT,
                    stacked,
                    quantization,
                    owned);
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
    }

    /// The type that a tensor is kept in by a copy of the model: that of the checkpoint where a wider one would be large.
    Dtype keptType(String name) {
        return isSmall(config) ? Dtype.F32 : typeOf(checkpointTensor(name));
    }

    /// A model from tensors in memory, float32; they become the model's.
    static CausalLm of(
            ModelConfig config, Map<String, Value> tensors, Placement placement, Scope owned) {
        return new CausalLm(
                config, tensors, placement, Held.RESIDENT, true, Quantization.NONE, owned);
    }

    /// A float32 copy of every tensor as the checkpoint has it, for full fine-tuning. Tied tensors stay one.
    public Parameters trainable() {
        return Parameters.arrange(
                architecture,
                config.layers(),
                stacked,
                script,
                (out, name) ->
                        script.call(
                                out,
                                "copied",
                                checkpointTensor(name),
                                deviceOf(name),
                                type(Dtype.F32)),
                () -> placement.compute() == Dtype.F32);
    }

    public ModelConfig config() {
        return config;
    }

    public Architecture architecture() {
        return architecture;
    }

    public TorchScript script() {
        return script;
    }

    public Parameters base() {
        return base;
    }

    public Placement placement() {
        return placement;
    }

    /// Whether the base's linear layers are held as integers: a copy of them cannot be trained then.
    public boolean quantized() {
        return quantized;
    }

    /// Position tables of a layer; a `List[Tensor]`.
    public Value tables(int layer) {
        return tablesOn(placement.layer(layer));
    }

    private Value tablesOn(String device) {
        Value there = tables.get(device);
        if (there == null) {
            throw new IllegalArgumentException(device);
        }
        return there;
    }

    /// A tensor made on the CPU, on a device.
    Value moved(Scope out, Value tensor, String device) {
        return device.equals(Placement.CPU) ? tensor : script.call(out, "moved", tensor, device);
    }

    /// A tensor made on the CPU, where embeddings and head are.
    public Value atHead(Scope out, Value tensor) {
        return moved(out, tensor, placement.globals());
    }

    /// A tensor made on the CPU, where a layer is.
    public Value atLayer(Scope out, Value tensor, int layer) {
        return moved(out, tensor, placement.layer(layer));
    }

    /// A hidden state or its gradient where a layer is.
    public Value passedTo(Scope out, Value x, int layer) {
        return placement.devices().size() == 1
                ? x
                : script.call(out, "moved", x, placement.layer(layer));
    }

    /// A hidden state or its gradient where embeddings and head are, in the type that is computed in.
    public Value computed(Scope out, Value x) {
        return script.call(out, "placed", x, placement.globals(), placement.type());
    }

    /// Bounds the logits that are alive at a time.
    public void limitLogits(long bytes) {
        logitsBytes = bytes;
    }

    public PackedTensors pack(Scope out, PackedRows rows) {
        return PackedTensors.of(out, rows, this);
    }

    public Value noAdapters() {
        return noAdapters;
    }

    /// The base's matrices packed for products with few rows; none where float16 does not hold them exactly, where they are
    /// large, and where libtorch has no such products.
    public Value halves() {
        if (halves == null) {
            boolean worth = placement.onCpu() && base.ready() && config.parameters() < HALVES;
            halves = worth ? packed() : noHalves;
        }
        return halves;
    }

    private Value packed() {
        try {
            return script.call(
                    scope,
                    "halves",
                    base.globalList(),
                    base.flatLayers(),
                    (long) base.tensorsPerLayer());
        } catch (EngineException e) {
            return noHalves; // this build of libtorch has no FBGEMM
        }
    }

    /// The empty list of what [#halves] gives.
    public Value noHalves() {
        return noHalves;
    }

    /// Positions whose logits are computed at a time.
    public int chunk() {
        return Math.clamp(logitsBytes / ((long) config.vocabSize() * Float.BYTES), 1, 8192);
    }

    /// @throws ProblemException `ADAPTER_INVALID` where the file does not fit (by way of [AdapterFolder])
    public Lora lora(AdapterFolder folder) {
        if (folder.config().rankStabilized()) {
            throw ProblemException.of(
                    Problem.Code.ADAPTER_INVALID,
                    folder.path(),
                    "use_rslora is true, which is not supported");
        }
        Map<String, TensorEntry> entries = new HashMap<>();
        folder.pairs()
                .forEach((module, pair) -> {
                    entries.put(AdapterFolder.aName(module), pair.a());
                    entries.put(AdapterFolder.bName(module), pair.b());
                });
        return lora(
                folder.config().rank(), folder.config().alpha(), folder.pairs().keySet(), entries);
    }

    /// @param modules that are adapted
    /// @param entries both tensors of each, by PEFT's names
    Lora lora(int rank, double alpha, Set<String> modules, Map<String, TensorEntry> entries) {
        Lora lora = Lora.zero(this, rank, alpha, modules);
        try (Scope reading = new Scope()) {
            TensorReader reader = new TensorReader(script, reading);
            for (Leaf leaf : lora.leaves()) {
                for (Leaf.Part part : leaf.parts()) {
                    TensorEntry entry = entries.get(part.name());
                    if (entry == null) {
                        throw new IllegalStateException("no tensor " + part.name());
                    }
                    script.run(
                            "copy_into",
                            Leaf.view(reading, script, leaf.tensor(), part),
                            reader.float32(entry));
                }
            }
        }
        return lora;
    }

    /// Another set of weights in the arrangement of the base.
    ///
    /// @param source asked for each tensor with its checkpoint name
    Parameters arranged(ArrangedSource source) {
        return Parameters.arrange(
                architecture,
                config.layers(),
                stacked,
                script,
                (out, name) -> source.tensor(out, name, deviceOf(name)),
                () -> false);
    }

    interface ArrangedSource {
        Value tensor(Scope out, String name, String device);
    }

    /// The last hidden states as the head reads them, without a graph: (T, E).
    public Value hidden(Scope out, PackedRows rows, Variant variant) {
        try (Scope step = new Scope()) {
            Value globals = globals(step, variant);
            Value x = residual(step, rows, variant, config.layers());
            Value last = script.call(step, "final_fwd", computed(step, x), globals);
            return script.call(out, "at", last, 0);
        }
    }

    /// The residual stream after so many layers, without a graph: (T, D).
    public Value residual(Scope out, PackedRows rows, Variant variant, int layers) {
        try (Scope step = new Scope()) {
            PackedTensors packed = pack(step, rows);
            Value x = embed(step, packed, globals(step, variant));
            for (int layer = 0; layer < layers; layer++) {
                try (Scope inner = new Scope()) {
                    Value saved =
                            forward(
                                    inner,
                                    packed,
                                    x,
                                    layer,
                                    layerWeights(inner, variant, layer),
                                    adapters(variant, layer),
                                    factor(variant),
                                    NO_DROPOUT,
                                    false);
                    Value next = script.call(step, "at", saved, 0);
                    x.close();
                    x = next;
                }
            }
            return computed(out, x);
        }
    }

    /// [#hidden] as numbers: (T, E), row by row.
    public float[] hiddenStates(PackedRows rows, Variant variant) {
        try (Scope step = new Scope()) {
            Value hidden = hidden(step, rows, variant);
            return script.call(step, "placed", hidden, Placement.CPU, type(Dtype.F32)).floats();
        }
    }

    /// (N, V) logits of hidden states (N, E).
    public Value logits(Scope out, Value hidden, Variant variant) {
        try (Scope step = new Scope()) {
            return script.call(
                    out,
                    "logits",
                    hidden,
                    script.call(step, "at", globals(step, variant), Architecture.HEAD));
        }
    }

    /// log p of each target in nats: (N), N the number of `index`.
    public float[] logLikelihood(PackedRows rows, long[] index, long[] target, Variant variant) {
        try (Scope step = new Scope()) {
            Value hidden = hidden(step, rows, variant);
            Value head = script.call(step, "at", globals(step, variant), Architecture.HEAD);
            return script.call(
                            step,
                            "log_likelihood",
                            hidden,
                            head,
                            atHead(step, step.tensor(index, index.length)),
                            atHead(step, step.tensor(target, target.length)),
                            chunk())
                    .floats();
        }
    }

    public Value embed(Scope out, PackedTensors packed, Value globals) {
        return script.call(
                out, "embed", packed.ids(), packed.positions(placement.globals()), globals);
    }

    /// One layer over packed rows (T, D); with `keep`, everything its backward needs.
    public Value forward(
            Scope out,
            PackedTensors packed,
            Value x,
            int layer,
            Value weights,
            Value adapters,
            double factor,
            double[] dropout,
            boolean keep) {
        String device = placement.layer(layer);
        return script.call(
                out,
                "fwd",
                passedTo(out, x, layer),
                weights,
                adapters,
                factor,
                dropout,
                packed.segments(),
                packed.positions(device),
                tablesOn(device),
                keep);
    }

    /// The globals of a variant as a `List[Tensor]`, ready to compute with.
    public Value globals(Scope out, Variant variant) {
        String device = placement.globals();
        return switch (variant) {
            case Variant.Plain p -> ready(out, p.base(), p.base().globalList(), device);
            case Variant.Adapted a -> ready(out, a.base(), a.base().globalList(), device);
            case Variant.Negated n ->
                    negated(out, n, n.base().globalList(), n.trained().globalList(), device);
            case Variant.Subtracted s ->
                    subtracted(out, s, s.base().globalList(), s.tau().globalList(), device);
        };
    }

    /// One layer's weights of a variant as a `List[Tensor]`, ready to compute with.
    public Value layerWeights(Scope out, Variant variant, int layer) {
        String device = placement.layer(layer);
        return switch (variant) {
            case Variant.Plain p -> ready(out, p.base(), p.base().layerList(layer), device);
            case Variant.Adapted a -> ready(out, a.base(), a.base().layerList(layer), device);
            case Variant.Negated n ->
                    negated(
                            out,
                            n,
                            n.base().layerList(layer),
                            n.trained().layerList(layer),
                            device);
            case Variant.Subtracted s ->
                    subtracted(out, s, s.base().layerList(layer), s.tau().layerList(layer), device);
        };
    }

    private Value ready(Scope out, Parameters weights, Value list, String device) {
        return weights.ready()
                ? list
                : script.call(out, "placed_list", list, device, placement.type());
    }

    private Value negated(Scope out, Variant.Negated n, Value base, Value trained, String device) {
        return script.call(
                out, "negated_list", base, trained, n.lambda(), device, placement.type());
    }

    private Value subtracted(
            Scope out, Variant.Subtracted s, Value base, Value tau, String device) {
        return script.call(out, "subtracted_list", base, tau, s.lambda(), device, placement.type());
    }

    public Value adapters(Variant variant, int layer) {
        return variant instanceof Variant.Adapted a ? a.lora().layerList(layer) : noAdapters;
    }

    /// What B·A is multiplied by.
    public static double factor(Variant variant) {
        return variant instanceof Variant.Adapted a ? a.factor() * a.lora().scale() : 0;
    }

    /// Parameters that the checkpoint names, each once.
    public Stream<Leaf> leaves() {
        return base.leaves().stream();
    }

    @Override
    public void close() {
        base.close();
        scope.close();
        sources.close();
    }
}
