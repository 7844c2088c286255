package dev.sku.runtime.unlearn;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.model.Leaf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// τ after full fine-tuning: trained weights minus those of the base.
final class WeightDifference implements TaskVector {
    private record Place(Value tensor, long begin) {}

    private final Map<String, Place> trained = new HashMap<>();

    /// @param leaves trained tensors; they stay the caller's
    WeightDifference(List<Leaf> leaves) {
        for (Leaf leaf : leaves) {
            for (Leaf.Part part : leaf.parts()) {
                trained.put(part.name(), new Place(leaf.tensor(), part.begin()));
            }
        }
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(trained.keySet());
    }

    @Override
    public Value rows(Scope out, TorchScript script, Rows wanted) {
        Place place = trained.get(wanted.name());
        if (place == null) {
            throw new IllegalArgumentException(wanted.name());
        }
        try (Scope step = new Scope()) {
            Value rows =
                    script.call(
                            step,
                            "rows",
                            place.tensor(),
                            place.begin() + wanted.begin(),
                            wanted.count());
            return script.call(out, "difference", rows, wanted.base());
        }
    }

    @Override
    public void close() {}
}
