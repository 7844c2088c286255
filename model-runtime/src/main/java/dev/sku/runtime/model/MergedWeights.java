package dev.sku.runtime.model;

import dev.sku.protocol.Quantization;
import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The tensors of a variant by their checkpoint names, copied one layer after the other.
final class MergedWeights {

    private final CausalLm model;
    private final TorchScript script;
    private final Variant variant;
    private final Map<String, Value> tensors = new HashMap<>();

    MergedWeights(CausalLm model, Variant variant) {
        this.model = model;
        this.script = model.script();
        this.variant = variant;
    }

    /// @param owned gets them
    Map<String, Value> tensors(Quantization quantization, Scope owned) {
        try (Scope step = new Scope()) {
            add(
                    owned,
                    model.globals(step, variant),
                    model.base().globals(),
                    Map.of(),
                    quantization);
        }
        for (int layer = 0; layer < model.config().layers(); layer++) {
            try (Scope step = new Scope()) {
                add(
                        owned,
                        model.layerWeights(step, variant, layer),
                        model.base().layers().get(layer),
                        products(step, layer),
                        quantization);
            }
        }
        return tensors;
    }

    private void add(
            Scope owned,
            Value list,
            List<Leaf> leaves,
            Map<String, Value> products,
            Quantization quantization) {
        for (int i = 0; i < leaves.size(); i++) {
            for (Leaf.Part part : leaves.get(i).parts()) {
                if (tensors.containsKey(part.name())) {
                    continue; // tied
                }
                try (Scope one = new Scope()) {
                    Value tensor =
                            Leaf.view(one, script, script.call(one, "at", list, (long) i), part);
                    Value product = products.get(part.name());
                    if (product != null) {
                        tensor = script.call(one, "plus", tensor, product);
                    }
                    tensors.put(part.name(), kept(owned, part.name(), tensor, quantization));
                }
            }
        }
    }

    /// A copy of its own, as integers where the model holds it so.
    private Value kept(Scope owned, String name, Value tensor, Quantization quantization) {
        List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
        if (quantization != Quantization.NONE
                && IntegerWeights.isHeldSo(model.config(), name, shape)) {
            return IntegerWeights.quantized(owned, script, tensor, quantization);
        }
        int layer = TensorNames.layer(name);
        String device = layer < 0 ? model.placement().globals() : model.placement().layer(layer);
        return script.call(
                owned, "copied", tensor, device, (long) model.keptType(name).torchScalarType());
    }

    /// What adapters add to a layer's matrices; nothing where the variant has none.
    private Map<String, Value> products(Scope step, int layer) {
        if (!(variant instanceof Variant.Adapted adapted)) {
            return Map.of();
        }
        Map<String, Value> named = new HashMap<>();
        for (Leaf leaf : adapted.lora().layers().get(layer)) {
            for (Leaf.Part part : leaf.parts()) {
                named.put(part.name(), Leaf.view(step, script, leaf.tensor(), part));
            }
        }
        Map<String, Value> products = new HashMap<>();
        double factor = CausalLm.factor(variant);
        named.forEach((name, a) -> {
            String module = AdapterFolder.moduleOfA(name);
            if (module != null) {
                Value b = Objects.requireNonNull(named.get(AdapterFolder.bName(module)));
                products.put(module + ".weight", script.call(step, "product", b, a, factor));
            }
        });
        return products;
    }
}
