package dev.sku.protocol;

import org.jspecify.annotations.Nullable;

/// What some work took of a computer's cards.
///
/// @param heldBytes of their memory at its end, which is the most it had: what libtorch had once it keeps
/// @param joules that the cards used meanwhile, whoever used them, as their driver counts; null where it does not
public record CardUse(long heldBytes, @Nullable Double joules) {}
