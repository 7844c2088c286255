package dev.sku.runtime.model;

import java.util.List;

/// One tensor that the text takes, made of checkpoint tensors stacked along dimension 0 (q, k and v as one). Empty where
/// the model has no such tensor.
public record Slot(List<String> names) {
    static Slot of(String... names) {
        return new Slot(List.of(names));
    }

    static Slot absent() {
        return new Slot(List.of());
    }
}
