package dev.sku.protocol;

import java.time.Instant;

/// One line of a journal.
///
/// @param seq from 1, without gaps
/// @param run name of the run folder
public record Message(long seq, Instant time, String run, Event event) {}
