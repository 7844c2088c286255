package dev.sku.runtime.model;

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
    private static final String A = ".lora_A.weight";
    private static final String PEFT_PREFIX = "base_model.model.";

    private final Scope scope = new Scope();
    private final Runnable release;
    private final Variant variant;

    private StoredDifference(CausalLm model, Kind kind, Map<String, TensorEntry> tensors) {
        TensorReader reader = new TensorReader(model.script(), scope);
        try {
            Parameters stored =
                    model.arranged((out, name, device) -> {
                        TensorEntry entry = tensors.get(name);
                        if (entry != null) {
                            return model.script()
                                    .call(
                                            out,
                                            "placed",
                                            reader.tensor(entry),
                                            device,
                                            (long) Dtype.F32.torchScalarType());
                        }
                        return absent(model, kind, out, name);
                    });
            release = stored::close;
            variant =
                    switch (kind) {
                        case TASK_VECTOR -> new Variant.Subtracted(model.base(), stored, 0);
                        case TRAINED -> new Variant.Negated(model.base(), stored, 0);
                    };
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    private StoredDifference(Lora lora, Variant variant) {
        this.release = lora::close;
        this.variant = variant;
    }

    private enum Kind {
        TASK_VECTOR,
        TRAINED
    }

    /// Nothing is added there: θ is the base's, τ is zero. Where tensors are stacked, zeros must be there to be stacked.
    private static Value absent(CausalLm model, Kind kind, Scope out, String name) {
        return switch (kind) {
            case TRAINED -> model.checkpointTensor(name);
            case TASK_VECTOR ->
                    CausalLm.isSmall(model.config())
                            ? zeros(model, out, name)
                            : out.tensor(new float[0], 0);
        };
    }

    private static Value zeros(CausalLm model, Scope out, String name) {
        List<Long> shape = Objects.requireNonNull(model.config().tensorShapes().get(name), name);
        return model.script()
                .call(
                        out,
                        "zeros",
                        shape.stream().mapToLong(Long::longValue).toArray(),
                        (long) Dtype.F32.torchScalarType());
    }

    /// τ by checkpoint names.
    public static StoredDifference taskVector(CausalLm model, Map<String, TensorEntry> tau) {
        return new StoredDifference(model, Kind.TASK_VECTOR, tau);
    }

    /// Trained weights θ by checkpoint names; those that are missing were not trained.
    public static StoredDifference trained(CausalLm model, Map<String, TensorEntry> weights) {
        return new StoredDifference(model, Kind.TRAINED, weights);
    }

    public static StoredDifference adapter(CausalLm model, AdapterFolder folder) {
        return of(model, model.lora(folder));
    }

    /// Adapters by PEFT's tensor names.
    public static StoredDifference adapters(
            CausalLm model, int rank, double alpha, Map<String, TensorEntry> tensors) {
        Set<String> modules =
                tensors.keySet().stream()
                        .filter(n -> n.startsWith(PEFT_PREFIX) && n.endsWith(A))
                        .map(n -> n.substring(PEFT_PREFIX.length(), n.length() - A.length()))
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
