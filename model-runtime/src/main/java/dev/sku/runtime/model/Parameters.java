package dev.sku.runtime.model;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A full set of weights in the arrangement of the text, keyed by checkpoint names as well.
public final class Parameters implements AutoCloseable {
    private final Scope scope = new Scope();
    private final List<Leaf> globals;
    private final List<List<Leaf>> layers;
    private final Value globalList;
    private final List<Value> layerLists;
    private final Value flatLayers;

    private Parameters(List<Leaf> globals, List<List<Leaf>> layers) {
        this.globals = globals;
        this.layers = layers;
        this.globalList = scope.list(tensors(globals));
        this.layerLists = new ArrayList<>();
        List<Value> flat = new ArrayList<>();
        for (List<Leaf> layer : layers) {
            layerLists.add(scope.list(tensors(layer)));
            flat.addAll(tensors(layer));
        }
        this.flatLayers = scope.list(flat);
    }

    private static List<Value> tensors(List<Leaf> leaves) {
        return leaves.stream().map(Leaf::tensor).toList();
    }

    /// @param source gives a checkpoint tensor by name; it stays the caller's
    static Parameters arrange(
            Architecture architecture,
            int layerCount,
            boolean stacked,
            TorchScript script,
            Function<String, Value> source) {
        Scope made = new Scope();
        Map<List<String>, Leaf> known = new HashMap<>();
        Function<Slot, Leaf> leaf =
                slot ->
                        known.computeIfAbsent(
                                slot.names(), names -> leafOf(made, script, names, source));
        List<Leaf> globals = architecture.globals().stream().map(leaf).toList();
        List<List<Leaf>> layers = new ArrayList<>();
        for (int i = 0; i < layerCount; i++) {
            layers.add(architecture.layer(i, stacked).stream().map(leaf).toList());
        }
        Parameters parameters = new Parameters(globals, layers);
        parameters.adopt(made);
        return parameters;
    }

    private static Leaf leafOf(
            Scope made, TorchScript script, List<String> names, Function<String, Value> source) {
        if (names.isEmpty()) {
            return new Leaf(made.tensor(new float[0], 0), List.of());
        }
        List<Value> tensors = names.stream().map(source).toList();
        List<Leaf.Part> parts = new ArrayList<>();
        long begin = 0;
        for (int i = 0; i < names.size(); i++) {
            long rows = tensors.get(i).shape()[0];
            parts.add(new Leaf.Part(names.get(i), begin, rows));
            begin += rows;
        }
        if (names.size() == 1) {
            return new Leaf(tensors.getFirst(), parts);
        }
        try (Scope step = new Scope()) {
            return new Leaf(script.call(made, "cat", step.list(tensors)), parts);
        }
    }

    /// A private copy of every tensor, for full fine-tuning. Tied tensors stay one.
    public Parameters copy(TorchScript script) {
        Scope made = new Scope();
        Map<Leaf, Leaf> copies = new HashMap<>();
        Function<Leaf, Leaf> copy =
                leaf ->
                        copies.computeIfAbsent(
                                leaf,
                                l -> new Leaf(script.call(made, "copy_of", l.tensor()), l.parts()));
        Parameters parameters =
                new Parameters(
                        globals.stream().map(copy).toList(),
                        layers.stream().map(l -> l.stream().map(copy).toList()).toList());
        parameters.adopt(made);
        return parameters;
    }

    private Scope adopted = new Scope();

    private void adopt(Scope made) {
        adopted = made;
    }

    public List<Leaf> globals() {
        return globals;
    }

    public List<List<Leaf>> layers() {
        return layers;
    }

    /// Every tensor once, globals first; empty slots are left out, tied ones occur once.
    public List<Leaf> leaves() {
        List<Leaf> all = new ArrayList<>();
        globals.stream().filter(l -> !l.parts().isEmpty()).forEach(all::add);
        layers.forEach(all::addAll);
        return all.stream().distinct().toList();
    }

    /// All globals as a `List[Tensor]`.
    public Value globalList() {
        return globalList;
    }

    /// One layer's tensors as a `List[Tensor]`.
    public Value layerList(int index) {
        return layerLists.get(index);
    }

    /// All layers' tensors, one layer after the other, as a `List[Tensor]`.
    public Value flatLayers() {
        return flatLayers;
    }

    public int tensorsPerLayer() {
        return layers.getFirst().size();
    }

    public Value head() {
        return globals.get(Architecture.HEAD).tensor();
    }

    @Override
    public void close() {
        scope.close();
        adopted.close();
    }
}
