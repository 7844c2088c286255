package dev.sku.runtime.model;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.Value;

/// Packed rows as the text takes them.
public record PackedTensors(Value ids, Value positions, Value segments) {
    public static PackedTensors of(Scope scope, PackedRows rows) {
        return new PackedTensors(
                scope.tensor(rows.ids(), rows.ids().length),
                scope.tensor(rows.positions(), rows.positions().length),
                scope.ints(rows.segments()));
    }
}
