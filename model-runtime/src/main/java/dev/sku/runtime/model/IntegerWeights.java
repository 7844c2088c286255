package dev.sku.runtime.model;

import dev.sku.protocol.Quantization;
import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.weights.TensorEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads a base whose linear layers are held as small integers; `integers.torchscript` has the layout.
///
/// One tensor after the other is mapped, checked, made small and unmapped: the model is never in memory as it lies on the
/// disk.
final class IntegerWeights {
    /// With smaller groups the scales would weigh as much as what they save.
    private static final int LEAST_GROUP = 8;

    private IntegerWeights() {}

    /// Every tensor of a folder by its name, on its device.
    ///
    /// @param owned gets them
    static Map<String, Value> read(
            ModelFolder folder, Quantization quantization, Placement placement, Scope owned) {
        TorchScript script = TensorReader.text();
        Map<String, Value> tensors = new HashMap<>();
        for (Map.Entry<String, TensorEntry> e : folder.tensors().entrySet()) {
            int layer = TensorNames.layer(e.getKey());
            String device = layer < 0 ? placement.globals() : placement.layer(layer);
            try (Scope mapped = new Scope()) {
                Value tensor = new TensorReader(script, mapped).tensor(e.getValue());
                if (isHeldSo(folder.config(), e.getKey(), e.getValue().shape())) {
                    tensor = quantized(mapped, script, tensor, quantization);
                }
                tensors.put(
                        e.getKey(),
                        script.call(
                                owned,
                                "copied",
                                tensor,
                                device,
                                (long) script.number("type_of", tensor)));
            }
        }
        return tensors;
    }

    /// A matrix (out, in) as integers.
    static Value quantized(Scope out, TorchScript script, Value matrix, Quantization quantization) {
        return script.call(out, "quantized", matrix, group(matrix.shape()[1]), quantization.most());
    }

    static boolean isHeldSo(ModelConfig config, String tensor, List<Long> shape) {
        return shape.size() == 2
                && config.linearNames().stream()
                        .anyMatch(name -> tensor.endsWith("." + name + ".weight"))
                && group(shape.get(1)) >= LEAST_GROUP;
    }

    private static long group(long inputs) {
        return Math.min(Quantization.GROUP, Long.lowestOneBit(inputs));
    }
}
