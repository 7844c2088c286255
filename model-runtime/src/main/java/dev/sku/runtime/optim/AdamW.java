package dev.sku.runtime.optim;

import dev.sku.protocol.OptimizerSpec;
import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import java.util.List;

/// AdamW with PyTorch's definition (`torch.optim.AdamW`, fused): decoupled weight decay on every trained tensor.
public final class AdamW implements AutoCloseable {
    private final Scope scope = new Scope();
    private final TorchScript script;
    private final OptimizerSpec spec;
    private final Value parameters;
    private final Value gradients;
    private final List<Value> firstMoments;
    private final List<Value> secondMoments;
    private final List<Value> stepCounts;
    private final Value first;
    private final Value second;
    private final Value counts;

    /// @param parameters changed in place by [#step]
    /// @param gradients read by [#step], same order and shapes
    public AdamW(
            TorchScript script, OptimizerSpec spec, List<Value> parameters, List<Value> gradients) {
        this.script = script;
        this.spec = spec;
        this.parameters = scope.list(parameters);
        this.gradients = scope.list(gradients);
        this.firstMoments = zerosLike(parameters);
        this.secondMoments = zerosLike(parameters);
        this.stepCounts = parameters.stream().map(_ -> scope.tensor(new float[] {0})).toList();
        this.first = scope.list(firstMoments);
        this.second = scope.list(secondMoments);
        this.counts = scope.list(stepCounts);
    }

    private List<Value> zerosLike(List<Value> tensors) {
        return tensors.stream().map(t -> script.call(scope, "zeros_like", t)).toList();
    }

    /// Euclidean norm of all gradients together.
    public double gradientNorm() {
        return script.number("norm", gradients);
    }

    /// Scales all gradients so that their norm is at most `limit`, as `torch.nn.utils.clip_grad_norm_`.
    public void clip(double norm, double limit) {
        double factor = limit / (norm + 1e-6);
        if (factor < 1) {
            script.run("scale_", gradients, factor);
        }
    }

    public void step(double learningRate) {
        script.run(
                "adamw",
                parameters,
                gradients,
                first,
                second,
                counts,
                learningRate,
                spec.beta1(),
                spec.beta2(),
                spec.epsilon(),
                spec.weightDecay());
    }

    /// `exp_avg` of each parameter.
    public List<Value> firstMoments() {
        return firstMoments;
    }

    /// `exp_avg_sq` of each parameter.
    public List<Value> secondMoments() {
        return secondMoments;
    }

    /// Sets how many steps were done, for a run that continues.
    public void setSteps(int steps) {
        try (Scope reading = new Scope()) {
            Value value = reading.tensor(new float[] {steps});
            for (Value count : stepCounts) {
                script.run("copy_into", count, value);
            }
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
