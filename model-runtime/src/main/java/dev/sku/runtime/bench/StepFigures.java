package dev.sku.runtime.bench;

import java.util.Map;

/// One kind of step, measured.
///
/// @param secondsPerStep median of wall time
/// @param cpuSecondsPerStep median of the process's CPU time, which a busy machine changes less
/// @param tokensPerSecond trained tokens, each row counted whole: what a trainer without sharing would have to do
/// @param tokensComputed tokens that did go through the trained model in a step, on average
/// @param millisecondsOf wall time of each part of a step, on average
/// @param gflopsPerStep products that a step cannot do without
/// @param peakResidentBytes of a process that did nothing else
record StepFigures(
        double secondsPerStep,
        double cpuSecondsPerStep,
        double tokensPerSecond,
        double tokensComputed,
        Map<String, Double> millisecondsOf,
        double gflopsPerStep,
        long peakResidentBytes) {
    double stepsPerSecond() {
        return 1 / secondsPerStep;
    }

    /// Of a second of CPU time.
    double gflopsPerSecond() {
        return gflopsPerStep / cpuSecondsPerStep;
    }
}
