package dev.sku.runtime.unlearn;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Trained;
import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.model.AdapterConfig;
import dev.sku.runtime.model.AdapterFolder;
import dev.sku.runtime.model.Lora;
import dev.sku.runtime.model.ModelConfig;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.model.ModelWriter;
import dev.sku.runtime.model.TensorReader;
import dev.sku.runtime.weights.AtomicFiles;
import dev.sku.runtime.weights.Dtype;
import dev.sku.runtime.weights.TensorData;
import dev.sku.runtime.weights.TensorEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Knowledge negation θ_unl = θ_pre − λ·τ (SKU, stage 2), streamed on the CPU.
///
/// The base is mapped and never changed; above it, a part of one tensor is in memory. Names, sharding and dtypes are the
/// base's; tensors that τ does not name keep their bytes.
public final class KnowledgeNegation {
    private final ModelFolder base;
    private final TaskVector tau;
    private final double lambda;

    public KnowledgeNegation(ModelFolder base, TaskVector tau, NegationScale scale) {
        this.base = base;
        this.tau = tau;
        this.lambda = scale.lambda();
    }

    /// Writes the result as a Hugging Face folder, whole or not at all.
    ///
    /// @throws ProblemException `NEGATION_NOT_FINITE` where the dtype cannot hold a result
    public void writeModel(Path target, AtomicFiles.Existing existing) {
        TorchScript script = TensorReader.text();
        ModelWriter.write(
                base,
                target,
                existing,
                entry ->
                        lambda != 0 && tau.names().contains(entry.name())
                                ? negated(script, entry, target)
                                : TensorData.copyOf(entry));
    }

    private StreamedTensor negated(TorchScript script, TensorEntry entry, Path target) {
        int type = entry.dtype().torchScalarType();
        return new StreamedTensor(
                entry.name(),
                entry.dtype(),
                entry.shape(),
                scope -> {
                    Value weight = new TensorReader(script, scope).tensor(entry);
                    return (out, begin, count) -> {
                        Value rows = script.call(out, "rows", weight, begin, count);
                        Value difference =
                                tau.rows(
                                        out,
                                        script,
                                        new TaskVector.Rows(entry.name(), begin, count, rows));
                        Value result =
                                script.call(out, "minus_scaled", rows, difference, lambda, type);
                        if (script.number("not_finite", result) > 0) {
                            throw ProblemException.of(
                                    Problem.Code.NEGATION_NOT_FINITE,
                                    target,
                                    lambda,
                                    entry.name(),
                                    entry.dtype());
                        }
                        return result;
                    };
                });
    }

    /// Writes the result as a PEFT adapter: the same A, and B' = −λ·B, so that loading it at weight 1 gives the unlearned
    /// model. Its metadata says which λ is folded in.
    ///
    /// @param config of the adapter that τ comes from
    /// @throws IllegalStateException where τ is not of low rank
    public void writeAdapter(AdapterConfig config, Path target, AtomicFiles.Existing existing) {
        if (!(tau instanceof LowRankDifference lowRank)) {
            throw new IllegalStateException("only a LoRA difference can be written as an adapter");
        }
        TorchScript script = TensorReader.text();
        List<TensorData> tensors = new ArrayList<>();
        ModelConfig model = base.config();
        for (int layer = 0; layer < model.layers(); layer++) {
            for (String linear : model.linearNames()) {
                String module = model.moduleName(layer, linear);
                LowRankDifference.Pair pair = lowRank.pairs().get(module);
                if (pair != null) {
                    double factor = -lambda * lowRank.sign();
                    tensors.add(scaled(script, AdapterFolder.aName(module), pair.a(), 1));
                    tensors.add(scaled(script, AdapterFolder.bName(module), pair.b(), factor));
                }
            }
        }
        AdapterFolder.write(
                target,
                existing,
                config,
                model,
                Map.of(LowRankDifference.NEGATION_SCALE, String.valueOf(lambda)),
                tensors);
    }

    private static StreamedTensor scaled(
            TorchScript script, String name, Value tensor, double factor) {
        List<Long> shape = java.util.Arrays.stream(tensor.shape()).boxed().toList();
        return new StreamedTensor(
                name,
                Dtype.F32,
                shape,
                _ ->
                        (out, begin, count) -> {
                            try (Scope step = new Scope()) {
                                Value rows = script.call(step, "rows", tensor, begin, count);
                                return script.call(out, "scaled", rows, factor);
                            }
                        });
    }

    /// The configuration of a run's adapter.
    public static AdapterConfig adapterConfig(Trained.Lora spec, ModelFolder base) {
        boolean all = spec.targets().contains(Lora.ALL_LINEAR);
        return new AdapterConfig(
                spec.rank(),
                spec.alpha(),
                spec.dropout(),
                all ? base.config().linearNames() : spec.targets(),
                spec.layers(),
                false,
                String.valueOf(base.path()));
    }
}
