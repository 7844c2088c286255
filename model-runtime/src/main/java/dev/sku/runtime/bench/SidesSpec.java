package dev.sku.runtime.bench;

import dev.sku.protocol.DeviceNames;
import java.util.List;

/// What is measured of two sides of one base: the base itself, and the base with low-rank adapters at λ = 1 or without a
/// task vector of all weights.
///
/// @param newTokens length of every reply
/// @param rank of the adapters; 0 for a task vector
/// @param targets projections that adapters adapt, as a specification names them
/// @param rounds in each, every arrangement replies once, in an order that changes
public record SidesSpec(
        String device, int newTokens, int rank, List<String> targets, int rounds, int threads) {
    public static SidesSpec usual() {
        return new SidesSpec(DeviceNames.CPU, 64, 8, List.of("all-linear"), 30, 1);
    }
}
