package dev.sku.runtime.model;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.weights.TensorEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A decoder in memory: the base's weights, the text of its architecture, and forward passes over packed rows.
///
/// Computes in float32; half-precision checkpoints are converted while loading. Float32 files are mapped, not copied.
public final class CausalLm implements AutoCloseable {
    /// Logits of this many bytes are alive at a time. More is not faster.
    private static final long LOGITS_BYTES = 4L << 20;

    /// Below this size a stacked copy of q, k, v costs little and makes small products faster.
    private static final long STACK_BELOW_BYTES = 1L << 30;

    private static final double[] NO_DROPOUT = {0, 0};

    private final ModelConfig config;
    private final Architecture architecture;
    private final TorchScript script;
    private final Scope scope = new Scope();
    private final Value tables;
    private final Value noAdapters;
    private final Parameters base;
    private final Scope sources;

    private CausalLm(ModelConfig config, Map<String, Value> tensors, boolean stacked, Scope owned) {
        this.config = config;
        this.architecture = Architecture.of(config);
        this.script = scriptOf(architecture);
        this.tables = architecture.tables(scope);
        this.noAdapters = scope.list(List.of());
        this.base =
                Parameters.arrange(
                        architecture,
                        config.layers(),
                        stacked,
                        script,
                        name -> {
                            Value tensor = tensors.get(name);
                            if (tensor == null) {
                                throw new IllegalStateException("no tensor " + name);
                            }
                            return tensor;
                        });
        this.sources = owned;
    }

    /// The text of an architecture with everything it shares with the others.
    private static TorchScript scriptOf(Architecture architecture) {
        return TorchScript.load(
                CausalLm.class,
                List.of(
                        "tensors.torchscript",
                        Products.script(),
                        "linear.torchscript",
                        "attention.torchscript",
                        "losses.torchscript",
                        architecture.script(),
                        "decode.torchscript"),
                architecture.constants());
    }

    /// Maps and checks every tensor of a folder.
    ///
    /// @throws ProblemException `TENSOR_NOT_FINITE` naming file and tensor
    public static CausalLm load(ModelFolder folder) {
        boolean small = folder.parameters() * Float.BYTES < STACK_BELOW_BYTES;
        return load(folder, small);
    }

    public static CausalLm load(ModelFolder folder, boolean stacked) {
        TorchScript script = scriptOf(Architecture.of(folder.config()));
        Scope owned = new Scope();
        Map<String, Value> tensors = new HashMap<>();
        TensorReader reader = new TensorReader(script, owned);
        try {
            for (Map.Entry<String, TensorEntry> e : folder.tensors().entrySet()) {
                tensors.put(e.getKey(), reader.float32(e.getValue()));
            }
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
        return new CausalLm(folder.config(), tensors, stacked, owned);
    }

    /// A model from tensors in memory, float32; they become the model's.
    public static CausalLm of(ModelConfig config, Map<String, Value> tensors, Scope owned) {
        return new CausalLm(config, tensors, true, owned);
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

    public Value tables() {
        return tables;
    }

    public Value noAdapters() {
        return noAdapters;
    }

    /// Positions whose logits are computed at a time.
    public int chunk() {
        return Math.clamp(LOGITS_BYTES / ((long) config.vocabSize() * Float.BYTES), 16, 8192);
    }

    /// @throws ProblemException `ADAPTER_INVALID` where the file does not fit (by way of [AdapterFolder])
    public Lora lora(AdapterFolder folder) {
        if (folder.config().rankStabilized()) {
            throw ProblemException.of(
                    Problem.Code.ADAPTER_INVALID,
                    folder.path(),
                    "use_rslora is true, which is not supported");
        }
        Lora lora =
                Lora.zero(
                        architecture,
                        config.layers(),
                        folder.config().rank(),
                        folder.config().alpha(),
                        folder.pairs().keySet());
        try (Scope reading = new Scope()) {
            TensorReader reader = new TensorReader(script, reading);
            Map<String, TensorEntry> entries = new HashMap<>();
            folder.pairs()
                    .forEach((module, pair) -> {
                        entries.put(AdapterFolder.aName(module), pair.a());
                        entries.put(AdapterFolder.bName(module), pair.b());
                    });
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

    /// The last hidden states as the head reads them, without a graph: (T, E).
    public Value hidden(Scope out, PackedRows rows, Variant variant) {
        try (Scope step = new Scope()) {
            PackedTensors packed = PackedTensors.of(step, rows);
            Value globals = globals(step, variant);
            Value x = embed(step, packed, globals);
            for (int layer = 0; layer < config.layers(); layer++) {
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
            Value last = script.call(step, "final_fwd", x, globals);
            return script.call(out, "at", last, 0);
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
                            step.tensor(index, index.length),
                            step.tensor(target, target.length),
                            chunk())
                    .floats();
        }
    }

    public Value embed(Scope out, PackedTensors packed, Value globals) {
        return script.call(out, "embed", packed.ids(), packed.positions(), globals);
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
        return script.call(
                out,
                "fwd",
                x,
                weights,
                adapters,
                factor,
                dropout,
                packed.segments(),
                packed.positions(),
                tables,
                keep);
    }

    /// The globals of a variant as a `List[Tensor]`.
    public Value globals(Scope out, Variant variant) {
        return switch (variant) {
            case Variant.Plain p -> p.base().globalList();
            case Variant.Adapted a -> a.base().globalList();
            case Variant.Negated n ->
                    negated(out, n, n.base().globalList(), n.trained().globalList());
        };
    }

    /// One layer's weights of a variant as a `List[Tensor]`.
    public Value layerWeights(Scope out, Variant variant, int layer) {
        return switch (variant) {
            case Variant.Plain p -> p.base().layerList(layer);
            case Variant.Adapted a -> a.base().layerList(layer);
            case Variant.Negated n ->
                    negated(out, n, n.base().layerList(layer), n.trained().layerList(layer));
        };
    }

    private Value negated(Scope out, Variant.Negated n, Value base, Value trained) {
        return script.call(out, "negated_list", base, trained, n.lambda());
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
