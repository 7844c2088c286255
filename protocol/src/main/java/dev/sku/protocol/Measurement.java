package dev.sku.protocol;

/// One model measured: harm on seen and unseen prompts, utility on normal ones.
///
/// @param judge name and version of the judge
public record Measurement(OutcomeCounts seen, OutcomeCounts unseen, Utility normal, String judge) {}
