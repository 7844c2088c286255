package dev.sku.runtime.model;

import static java.util.Objects.requireNonNull;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.weights.Dtype;
import dev.sku.runtime.weights.TensorEntry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// What a file adds to a base, ready to be answered with at any λ. Tensors of large models stay mapped.
public final class StoredDifference implements AutoCloseable {

    private final Scope scope = new Scope();
    private final Runnable release;
    private final Variant variant;

    private StoredDifference(CausalLm model, Map<String, TensorEntry> tensors, Reading reading) {
        TensorReader reader = new TensorReader(model.script(), scope);
        try {
            Parameters tau =
                    model.arranged((out, name, device) -> {
                        TensorEntry entry = tensors.get(name);
                        return entry == null
                                ? absent(model, out, name)
                                : reading.tau(out, reader, entry, device);
                    });
            release = tau::close;
            variant = new Variant.Subtracted(model.base(), tau, 0);
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    private interface Reading {
        /// float32, where it is needed.
        Value tau(Scope out, TensorReader reader, TensorEntry entry, String device);
    }

    private StoredDifference(Lora lora, Variant variant) {
        this.release = lora::close;
        this.variant = variant;
    }

    /// τ is zero there. Where tensors are stacked, zeros must be there to be stacked.
    private static Value absent(CausalLm model, Scope out, String name) {
        return CausalLm.isSmall(model.config())
                ? zeros(model, out, name)
                : out.tensor(new float[0], 0);
    }

    private static Value zeros(CausalLm model, Scope out, String name) {
        List<Long> shape = requireNonNull(model.config().tensorShapes().get(name), name);
        return model.script()
                .call(
                        out,
                        "zeros",
                        shape.stream().mapToLong(Long::longValue).toArray(),
                        (long) Dtype.F32.torchScalarType());
    }

    /// τ by checkpoint names.
    public static StoredDifference taskVector(CausalLm model, Map<String, TensorEntry> tau) {
        return new StoredDifference(
                model,
                tau,
                (out, reader, entry, device) -> placed(model, out, reader.tensor(entry), device));
    }

    /// Trained weights θ by checkpoint names; those that are missing were not trained. The base is held as it is.
    public static StoredDifference trained(CausalLm model, Map<String, TensorEntry> weights) {
        return new StoredDifference(
                model,
                weights,
                (out, reader, entry, device) -> {
                    Value before = model.checkpointTensor(entry.name());
                    try (Scope step = new Scope()) {
                        Value tau =
                                model.script()
                                        .call(step, "difference", reader.tensor(entry), before);
                        return placed(model, out, tau, device);
                    }
                });
    }

    private static Value placed(CausalLm model, Scope out, Value tensor, String device) {
        return model.script()
                .call(out, "placed", tensor, device, (long) Dtype.F32.torchScalarType());
    }

    public static StoredDifference adapter(CausalLm model, AdapterFolder folder) {
        return of(model, model.lora(folder));
    }

    /// Adapters by PEFT's tensor names.
    public static StoredDifference adapters(
            CausalLm model, int rank, double alpha, Map<String, TensorEntry> tensors) {
        Set<String> modules =
                tensors.keySet().stream()
                        .map(AdapterFolder::moduleOfA)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        return of(model, model.lora(rank, alpha, modules, tensors));
    }

    /// @param lora closed with it
    public static StoredDifference of(CausalLm model, Lora lora) {
        return new StoredDifference(lora, new Variant.Adapted(model.base(), lora, 0));
    }

    /// @param lambda for adapters what they are negated by, as in [Variant#at]
    public Variant at(double lambda) {
        return variant.at(lambda);
    }

    @Override
    public void close() {
        release.run();
        scope.close();
    }
}
