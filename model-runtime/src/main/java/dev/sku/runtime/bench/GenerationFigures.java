package dev.sku.runtime.bench;

/// Greedy generation of one reply with cached keys and values, and the time to load the model it came from.
///
/// @param loadSeconds opening, mapping and checking a folder of that shape, its files in the page cache
record GenerationFigures(
        double tokensPerSecond,
        double cpuSecondsPerToken,
        double loadSeconds,
        long peakResidentBytes) {}
