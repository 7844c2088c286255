package dev.sku.runtime.generate;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.model.AdapterGroup;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.Lora;
import dev.sku.runtime.model.Parameters;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.weights.Dtype;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Cached keys and values of a batch of prompts that are padded on the left, and the pass that appends to them.
final class Generation implements AutoCloseable {
    /// Elements of a group's B up to which its parts become one product.
    private static final long JOINED = 1 << 18;

    private final CausalLm model;
    private final TorchScript script;
    private Variant variant;
    private @Nullable Lora adapted;
    private Value adapters;
    private long[] groups = {};
    private boolean joined;
    private final Scope scope = new Scope();
    private Value keys;
    private Value values;
    private long[] pads;
    private double[] factors;
    private int past;

    /// @param pads hidden positions in front of each prompt
    Generation(CausalLm model, long[] pads, int capacity) {
        this.model = model;
        this.script = model.script();
        this.variant = new Variant.Plain(model.base());
        this.adapters = model.noAdapters();
        this.pads = pads;
        this.factors = new double[pads.length];
        this.keys = caches(capacity);
        this.values = caches(capacity);
    }

    private Value caches(int capacity) {
        List<Value> layers = new ArrayList<>();
        try (Scope making = new Scope()) {
            for (int i = 0; i < model.config().layers(); i++) {
                layers.add(
                        script.call(
                                making,
                                "cache",
                                pads.length,
                                model.config().kvHeads(),
                                capacity,
                                model.config().headDim(),
                                model.placement().layer(i),
                                model.placement().compute().torchScalarType()));
            }
            return scope.list(layers);
        }
    }

    int rows() {
        return pads.length;
    }

    /// From now on each row is of its variant. They share their weights: all but the scale of adapters is the same.
    void use(List<Variant> now) {
        variant =
                now.stream()
                        .filter(v -> !(v instanceof Variant.Plain))
                        .findFirst()
                        .orElseGet(now::getFirst);
        for (int r = 0; r < factors.length; r++) {
            factors[r] = factor(now.get(r));
        }
        if (variant instanceof Variant.Adapted a && !a.lora().equals(adapted)) {
            adapted = a.lora();
            adapt(adapted);
        }
    }

    /// What a row's part of the adapters or of the task vector is multiplied by.
    private static double factor(Variant variant) {
        return variant instanceof Variant.Subtracted s ? -s.lambda() : CausalLm.factor(variant);
    }

    private void adapt(Lora lora) {
        List<AdapterGroup> all = model.architecture().adapterGroups();
        long[] tensors = all.stream().mapToLong(g -> 1 + g.projections().size()).toArray();
        joined = all.stream().allMatch(g -> lora.rank() * g.joinedWidth() <= JOINED);
        adapters =
                joined
                        ? script.call(scope, "joined_adapters", lora.flatLayers(), tensors)
                        : lora.flatLayers();
        groups = new long[all.size() + 1];
        for (int g = 0; g < all.size(); g++) {
            groups[g + 1] = groups[g] + (joined ? 2 : tensors[g]);
        }
    }

    /// Where each group's adapters begin and the last's end; at 0 where no row has any, or all have them at 0.
    private long[] activeGroups() {
        return variant instanceof Variant.Adapted && differs()
                ? groups
                : new long[model.architecture().adapterGroups().size() + 1];
    }

    /// Whether any row is other than the base.
    private boolean differs() {
        return Arrays.stream(factors).anyMatch(f -> f != 0);
    }

    /// The task vector where rows have one that counts; otherwise nothing.
    private @Nullable Parameters tau() {
        return variant instanceof Variant.Subtracted s && differs() ? s.tau() : null;
    }

    /// The first adapted row and how many there are, where they lie together and all have the same factor;
    /// otherwise `NOT_TOGETHER`.
    private Rows adaptedRows() {
        int from = 0;
        while (from < factors.length && factors[from] == 0) {
            from++;
        }
        int to = from;
        while (to < factors.length && factors[to] == factors[from]) {
            to++;
        }
        boolean others = Arrays.stream(factors, to, factors.length).anyMatch(f -> f != 0);
        boolean worth = from < to && (to - from < factors.length || to == 1);
        return (joined || variant instanceof Variant.Subtracted)
                        && worth
                        && !others
                        && model.placement().compute() == Dtype.F32
                ? new Rows(from, to - from, factors[from])
                : NOT_TOGETHER;
    }

    private record Rows(int first, int count, double factor) {}

    private static final Rows NOT_TOGETHER = new Rows(0, 0, 0);

    /// Logits (B, V) after `width` further tokens of each row, row-major in `ids`.
    Value append(Scope out, long[] ids, int width) {
        int rows = rows();
        long last =
                model.config().maxPositions() - 1L; // where a finished row stays while others go on
        try (Scope step = new Scope()) {
            long[] positions = new long[ids.length];
            float[] scales = new float[ids.length];
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < width; i++) {
                    positions[r * width + i] = Math.clamp(past + i - pads[r], 0, last);
                    scales[r * width + i] = (float) factors[r];
                }
            }
            Value mask = mask(step, width);
            Value idTensor = step.tensor(ids, rows, width);
            Value positionTensor = step.tensor(positions, rows, width);
            Value scaleTensor = step.tensor(scales, ids.length, 1);
            Value logits =
                    isOnePass(model, variant)
                            ? allLayers(out, idTensor, positionTensor, mask, scaleTensor, width)
                            : byLayer(out, idTensor, positionTensor, mask, scaleTensor);
            past += width;
            return logits;
        }
    }

    /// Whether one call can do all layers of a variant's rows: the base's weights lie ready on one device, and what a row
    /// has besides is added to its products.
    static boolean isOnePass(CausalLm model, Variant variant) {
        return model.placement().devices().size() == 1
                && variant.base().ready()
                && !(variant instanceof Variant.Negated);
    }

    private Value allLayers(
            Scope out, Value ids, Value positions, Value mask, Value scales, int width) {
        Parameters base = variant.base();
        boolean own = base.equals(model.base());
        Rows rows = adaptedRows();
        Parameters tau = tau();
        try (Scope step = new Scope()) {
            return script.infer(
                    out,
                    "decode",
                    model.atHead(step, ids),
                    model.atHead(step, positions),
                    past,
                    model.atHead(step, mask),
                    base.globalList(),
                    base.flatLayers(),
                    base.tensorsPerLayer(),
                    own ? model.halves() : model.noHalves(),
                    adapters,
                    activeGroups(),
                    model.atHead(step, scales),
                    rows.factor(),
                    (long) rows.first() * width,
                    (long) rows.count() * width,
                    tau == null ? model.noAdapters() : tau.globalList(),
                    tau == null ? model.noAdapters() : tau.flatLayers(),
                    model.tables(0),
                    keys,
                    values);
        }
    }

    private Value byLayer(Scope out, Value ids, Value positions, Value mask, Value scales) {
        try (Scope step = new Scope()) {
            Value globals = model.globals(step, variant);
            Value flatIds = model.atHead(step, script.call(step, "flat", ids));
            Value flatPositions = script.call(step, "flat", positions);
            Value x =
                    script.call(step, "embed", flatIds, model.atHead(step, flatPositions), globals);
            Map<String, Value> tables = new HashMap<>();
            long[] active = activeGroups();
            long perLayer = active[active.length - 1];
            List<Value> keyLayers = step.elements(keys);
            List<Value> valueLayers = step.elements(values);
            for (int i = 0; i < model.config().layers(); i++) {
                try (Scope layer = new Scope()) {
                    String device = model.placement().layer(i);
                    Value here = model.atLayer(layer, flatPositions, i);
                    Value layerTables = model.tables(i);
                    Value next =
                            script.call(
                                    step,
                                    "decode_layer",
                                    model.passedTo(layer, x, i),
                                    rows(),
                                    model.layerWeights(layer, variant, i),
                                    model.noHalves(),
                                    0,
                                    adapters,
                                    i * perLayer,
                                    active,
                                    model.atLayer(layer, scales, i),
                                    0.0,
                                    0,
                                    0,
                                    model.noAdapters(),
                                    past,
                                    here,
                                    model.atLayer(layer, mask, i),
                                    tables.computeIfAbsent(
                                            device,
                                            _ ->
                                                    script.call(
                                                            step,
                                                            "decode_tables",
                                                            here,
                                                            layerTables)),
                                    keyLayers.get(i),
                                    valueLayers.get(i));
                    x.close();
                    x = next;
                }
            }
            return script.call(out, "decode_head", model.computed(step, x), rows(), globals);
        }
    }

    /// Without elements where nothing but the future is hidden.
    private Value mask(Scope step, int width) {
        for (long pad : pads) {
            if (pad > 0) {
                return script.call(
                        step, "left_pad_mask", step.tensor(pads, pads.length), past, width);
            }
        }
        return past > 0 && width > 1
                ? script.call(step, "left_pad_mask", step.tensor(pads, pads.length), past, width)
                : step.tensor(new float[0], 0);
    }

    /// Keeps some rows, in this order, and gives the others' memory back.
    void keep(List<Integer> rows) {
        try (Scope step = new Scope()) {
            long[] indices = rows.stream().mapToLong(Integer::longValue).toArray();
            Value index = step.tensor(indices, indices.length);
            Value lessKeys = script.call(scope, "keep_rows", keys, index);
            Value lessValues = script.call(scope, "keep_rows", values, index);
            keys.close();
            values.close();
            keys = lessKeys;
            values = lessValues;
        }
        pads = rows.stream().mapToLong(r -> pads[r]).toArray();
        factors = rows.stream().mapToDouble(r -> factors[r]).toArray();
    }

    @Override
    public void close() {
        scope.close();
    }
}
