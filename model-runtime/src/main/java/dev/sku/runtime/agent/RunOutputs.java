package dev.sku.runtime.agent;

import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.Trained;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.model.AdapterConfig;
import dev.sku.runtime.model.AdapterFolder;
import dev.sku.runtime.model.Leaf;
import dev.sku.runtime.model.Lora;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.model.Parameters;
import dev.sku.runtime.model.TensorValue;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.unlearn.Trainee;
import dev.sku.runtime.weights.AtomicFiles;
import dev.sku.runtime.weights.Dtype;
import dev.sku.runtime.weights.SafetensorsWriter;
import dev.sku.runtime.weights.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a run leaves behind.
///
/// With LoRA: `adapter/`, the *negated* adapter (−B), so that loading it gives the unlearned model at λ = 1. With full
/// fine-tuning: `task-vector/`, τ itself. The acquired model is never written.
record RunOutputs(RunFolder folder, RunSpec spec, ModelFolder base, Trainee trainee) {
    Map<String, String> write() {
        Map<String, String> outputs = new LinkedHashMap<>();
        switch (trainee.acquired()) {
            case Variant.Adapted a -> {
                writeAdapter(a.lora());
                outputs.put("adapter", "adapter");
            }
            case Variant.Plain p -> {
                writeTaskVector(p.base());
                outputs.put("taskVector", "task-vector/task-vector.safetensors");
            }
            case Variant.Negated _ -> throw new IllegalStateException("nothing trains a variant");
        }
        return outputs;
    }

    private void writeAdapter(Lora lora) {
        Trained.Lora trained = (Trained.Lora) spec.trained();
        TorchScript script = trainee.model().script();
        List<TensorData> tensors = new ArrayList<>();
        for (Leaf leaf : lora.leaves()) {
            for (Leaf.Part part : leaf.parts()) {
                double factor = part.name().endsWith(".lora_B.weight") ? -1 : 1;
                long[] shape = leaf.tensor().shape();
                tensors.add(
                        new TensorValue(
                                script,
                                part.name(),
                                Dtype.F32,
                                List.of(part.rows(), shape[1]),
                                scope ->
                                        script.call(
                                                scope,
                                                "scaled",
                                                Leaf.view(scope, script, leaf.tensor(), part),
                                                factor)));
            }
        }
        List<String> targets =
                trained.targets().contains(Lora.ALL_LINEAR)
                        ? base.config().linearNames()
                        : trained.targets();
        AdapterFolder.write(
                folder.adapter(),
                AtomicFiles.Existing.REPLACE,
                new AdapterConfig(
                        lora.rank(),
                        lora.alpha(),
                        trained.dropout(),
                        targets,
                        trained.layers(),
                        false,
                        base.path().toString()),
                base.config(),
                tensors);
    }

    private void writeTaskVector(Parameters acquired) {
        TorchScript script = trainee.model().script();
        List<Leaf> before = trainee.model().base().leaves();
        List<Leaf> after = acquired.leaves();
        List<TensorData> tensors = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            Leaf base = before.get(i);
            Leaf trained = after.get(i);
            for (Leaf.Part part : trained.parts()) {
                long[] shape = trained.tensor().shape();
                shape[0] = part.rows();
                tensors.add(
                        new TensorValue(
                                script,
                                part.name(),
                                Dtype.F32,
                                Arrays.stream(shape).boxed().toList(),
                                scope ->
                                        script.call(
                                                scope,
                                                "difference",
                                                Leaf.view(scope, script, trained.tensor(), part),
                                                Leaf.view(scope, script, base.tensor(), part))));
            }
        }
        SafetensorsWriter.write(
                folder.taskVector().resolve("task-vector.safetensors"),
                Map.of("format", "pt"),
                tensors);
    }
}
