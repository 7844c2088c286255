package dev.sku.runtime.model;

import java.util.List;

/// Projections of a layer that read the same input: their adapters share one product with it.
///
/// @param inputWidth columns of every A of the group
public record AdapterGroup(int inputWidth, List<Projection> projections) {
    /// Elements of one matrix that holds the Bs of all parts with zeros between them, for each rank.
    public long joinedWidth() {
        return projections.size() * projections.stream().mapToLong(Projection::outputWidth).sum();
    }

    /// @param module path within the layer as in the checkpoint, `self_attn.q_proj`
    /// @param outputWidth rows of its B
    public record Projection(String module, int outputWidth) {
        /// `q_proj`.
        public String name() {
            return module.substring(module.lastIndexOf('.') + 1);
        }
    }
}
