package dev.sku.runtime.model;

import dev.sku.protocol.Trained;
import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Low-rank adapters of a model (Hu et al. 2021): a projection W reads as `W + factor · (alpha/rank) · B A`.
///
/// The factor is given at call time: 1 is the acquired model, −λ the unlearned one, 0 the base.
public final class Lora implements AutoCloseable {

    private final Scope scope = new Scope();
    private final int rank;
    private final double alpha;
    private final List<List<Leaf>> layers = new ArrayList<>();
    private final List<Value> layerLists = new ArrayList<>();
    private final Value flatLayers;

    /// B = 0 and A as PEFT draws it: uniform in ±1/√in (Kaiming with a = √5), from the seed.
    public static Lora initial(CausalLm model, Trained.Lora spec, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> targets = spec.targets();
        List<Integer> chosen = spec.layers();
        return new Lora(
                model,
                spec.rank(),
                spec.alpha(),
                (layer, projection) ->
                        (chosen == null || chosen.contains(layer))
                                && (targets.contains(ALL_LINEAR)
                                        || targets.contains(projection.name())),
                random);
    }

    /// The word for every projection of a layer.
    public static final String ALL_LINEAR = "all-linear";

    /// Adapters of the given modules, all zero, to be filled from a file.
    static Lora zero(CausalLm model, int rank, double alpha, Set<String> modules) {
        Architecture architecture = model.architecture();
        return new Lora(
                model,
                rank,
                alpha,
                (layer, projection) ->
                        modules.contains(architecture.layerPrefix(layer) + projection.module()),
                null);
    }

    private interface Chosen {
        boolean test(int layer, AdapterGroup.Projection projection);
    }

    private Lora(
            CausalLm model,
            int rank,
            double alpha,
            Chosen chosen,
            @org.jspecify.annotations.Nullable SplittableRandom random) {
        this.rank = rank;
        this.alpha = alpha;
        Architecture architecture = model.architecture();
        List<Value> flat = new ArrayList<>();
        for (int layer = 0; layer < model.config().layers(); layer++) {
            List<Leaf> leaves = new ArrayList<>();
            String prefix = architecture.layerPrefix(layer);
            for (AdapterGroup group : architecture.adapterGroups()) {
                addGroup(model, leaves, layer, group, prefix, chosen, random);
            }
            layers.add(leaves);
            List<Value> tensors = leaves.stream().map(Leaf::tensor).toList();
            layerLists.add(scope.list(tensors));
            flat.addAll(tensors);
        }
        flatLayers = scope.list(flat);
    }

    private void addGroup(
            CausalLm model,
            List<Leaf> leaves,
            int layer,
            AdapterGroup group,
            String prefix,
            Chosen chosen,
            @org.jspecify.annotations.Nullable SplittableRandom random) {
        List<Leaf.Part> downParts = new ArrayList<>();
        List<Leaf> ups = new ArrayList<>();
        for (AdapterGroup.Projection projection : group.projections()) {
            int out = projection.outputWidth();
            if (chosen.test(layer, projection)) {
                String module = prefix + projection.module();
                downParts.add(
                        new Leaf.Part(
                                AdapterFolder.aName(module), (long) downParts.size() * rank, rank));
                ups.add(
                        new Leaf(
                                placed(model, layer, new float[out * rank], out, rank),
                                List.of(new Leaf.Part(AdapterFolder.bName(module), 0, out))));
            } else {
                ups.add(new Leaf(placed(model, layer, new float[0], out, 0), List.of()));
            }
        }
        int rows = downParts.size() * rank;
        float[] a = new float[rows * group.inputWidth()];
        if (random != null) {
            double bound = 1 / Math.sqrt(group.inputWidth());
            for (int i = 0; i < a.length; i++) {
                a[i] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
        }
        leaves.add(new Leaf(placed(model, layer, a, rows, group.inputWidth()), downParts));
        leaves.addAll(ups);
    }

    private Value placed(CausalLm model, int layer, float[] values, long rows, long columns) {
        String device = model.placement().layer(layer);
        if (device.equals(Placement.CPU)) {
            return scope.tensor(values, rows, columns);
        }
        try (Scope making = new Scope()) {
            return model.moved(scope, making.tensor(values, rows, columns), device);
        }
    }

    public int rank() {
        return rank;
    }

    public double alpha() {
        return alpha;
    }

    /// alpha / rank.
    public double scale() {
        return alpha / rank;
    }

    /// The tensors that exist, layer by layer.
    public List<Leaf> leaves() {
        return layers.stream().flatMap(List::stream).filter(l -> !l.parts().isEmpty()).toList();
    }

    public List<List<Leaf>> layers() {
        return layers;
    }

    public Value layerList(int index) {
        return layerLists.get(index);
    }

    public Value flatLayers() {
        return flatLayers;
    }

    public int tensorsPerLayer() {
        return layers.getFirst().size();
    }

    @Override
    public void close() {
        scope.close();
    }
}
