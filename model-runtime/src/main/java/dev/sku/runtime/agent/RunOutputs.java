package dev.sku.runtime.agent;

import dev.sku.protocol.OutputSpec;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.Trained;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.unlearn.KnowledgeNegation;
import dev.sku.runtime.unlearn.NegationScale;
import dev.sku.runtime.unlearn.TaskVector;
import dev.sku.runtime.unlearn.TaskVectorFile;
import dev.sku.runtime.unlearn.Trainee;
import dev.sku.runtime.weights.AtomicFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a run leaves behind.
///
/// With LoRA: `adapter/`, the *negated* adapter (−B), so that loading it gives the unlearned model at λ = 1. With full
/// fine-tuning: `task-vector/`, τ itself. Any λ can be made from either later on. The unlearned model as a whole folder,
/// at the specification's λ, where that was asked for. Fine-tuning's product is not negated. The acquired model is never written.
record RunOutputs(RunFolder folder, RunSpec spec, ModelFolder base, Trainee trainee) {
    Map<String, String> write() {
        Map<String, String> outputs = new LinkedHashMap<>();
        try (TaskVector tau = TaskVector.of(trainee)) {
            switch (spec.trained()) {
                case Trained.Lora lora -> {
                    new KnowledgeNegation(base, tau, NegationScale.ofRun(spec.method(), 1))
                            .writeAdapter(
                                    KnowledgeNegation.adapterConfig(lora, base),
                                    folder.adapter(),
                                    AtomicFiles.Existing.REPLACE);
                    outputs.put("adapter", "adapter");
                }
                case Trained.Full _ -> {
                    writeTaskVector(tau, folder.taskVector().resolve(TaskVectorFile.NAME));
                    outputs.put("taskVector", "task-vector/" + TaskVectorFile.NAME);
                }
            }
            OutputSpec asked = spec.output();
            if (asked.taskVectorFile() != null) {
                writeTaskVector(tau, Path.of(asked.taskVectorFile()));
                outputs.put("taskVectorFile", asked.taskVectorFile());
            }
            if (asked.mergedModel() || asked.unlearnedFolder() != null) {
                boolean inside = asked.unlearnedFolder() == null;
                Path target = inside ? folder.unlearned() : Path.of(asked.unlearnedFolder());
                new KnowledgeNegation(
                                base,
                                tau,
                                NegationScale.ofRun(spec.method(), spec.negation().lambda()))
                        .writeModel(target, AtomicFiles.Existing.REPLACE);
                outputs.put("unlearned", inside ? "unlearned" : asked.unlearnedFolder());
            }
        }
        return outputs;
    }

    private void writeTaskVector(TaskVector tau, Path target) {
        TaskVectorFile.write(tau, base, spec.method(), target);
    }
}
