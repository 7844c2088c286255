package dev.sku.runtime.model;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import java.util.List;

/// A tensor that is one to the text and the optimizer, and one or several to the checkpoint.
///
/// AdamW works element by element, so training stacked tensors equals training their parts.
public final class Leaf {
    private final Value tensor;
    private final List<Part> parts;

    /// A checkpoint tensor: `rows` rows of the leaf from `begin` on.
    public record Part(String name, long begin, long rows) {}

    Leaf(Value tensor, List<Part> parts) {
        this.tensor = tensor;
        this.parts = List.copyOf(parts);
    }

    public Value tensor() {
        return tensor;
    }

    public List<Part> parts() {
        return parts;
    }

    /// The rows of `whole` (the leaf itself, or its gradient or moment) that belong to a part.
    public static Value view(Scope scope, TorchScript script, Value whole, Part part) {
        return script.call(scope, "rows", whole, part.begin(), part.rows());
    }
}
