package dev.sku.runtime.generate;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.PackedRows;
import dev.sku.runtime.model.Variant;
import java.util.Arrays;
import java.util.List;

/// Logits of a whole row at once, whose layers are combined one by one where the variant asks for it.
final class OnePass {
    private OnePass() {}

    /// @return (token, vocabulary)
    static float[][] logits(CausalLm model, Variant variant, long[] ids) {
        try (Scope scope = new Scope()) {
            float[] all =
                    model.logits(
                                    scope,
                                    model.hidden(scope, PackedRows.of(List.of(ids)), variant),
                                    variant)
                            .floats();
            return rows(all, ids.length);
        }
    }

    /// A matrix row by row.
    static float[][] rows(float[] all, int rows) {
        float[][] found = new float[rows][];
        int width = all.length / rows;
        for (int r = 0; r < rows; r++) {
            found[r] = Arrays.copyOfRange(all, r * width, (r + 1) * width);
        }
        return found;
    }
}
