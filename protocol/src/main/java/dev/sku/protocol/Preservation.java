package dev.sku.protocol;

import org.jspecify.annotations.Nullable;

/// The sign of the preservation divergence module, and its optional cap.
///
/// @param direction `DIVERGE` is the published sign: minimising −KL drives the acquired model *away* from the base on
///     normal rows, and is unbounded below. `PRESERVE` adds +KL. `OFF` leaves the module out.
/// @param capNats the KL above which a step's divergence no longer counts, in nats a token; null for none
public record Preservation(Direction direction, @Nullable Double capNats) {
    public enum Direction {
        DIVERGE,
        PRESERVE,
        OFF
    }

    public static final Preservation PUBLISHED = new Preservation(Direction.DIVERGE, null);
}
