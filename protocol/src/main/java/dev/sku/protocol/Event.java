package dev.sku.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happens in a run, in the order it happens. A `switch` over it has no `default`.
public sealed interface Event {
    /// The run's process begins, or continues from a checkpoint.
    ///
    /// @param fromStep steps already done
    record RunStarted(RunSpec spec, int fromStep, Map<String, String> environment)
            implements Event {}

    /// A file was read; what did not fit is counted and the first bad rows are named.
    record RowsRead(String file, int rows, int leftOut, List<BadRow> badRows) implements Event {}

    /// What the process does now.
    record StageStarted(Stage stage) implements Event {}

    /// One optimizer step is done.
    ///
    /// @param step counted from 1: how many steps are done
    /// @param gradientNorm before clipping
    /// @param tokens that went through the model in this step
    record StepCompleted(
            int step,
            LossTerms loss,
            double gradientNorm,
            double learningRate,
            int tokens,
            double seconds)
            implements Event {}

    /// A model was measured: the base (`lambda` 0) or the negated snapshot after `step` steps.
    ///
    /// @param conditions how it was asked; null in journals that were written before they were kept
    record EvaluationCompleted(
            int step,
            double lambda,
            Measurement measurement,
            double seconds,
            MeasuredPoint.@Nullable Conditions conditions)
            implements Event {}

    /// A reply of the model at `lambda` after `step` steps.
    record SampleReply(
            int step,
            double lambda,
            String promptText,
            String reply,
            boolean harmfulPrompt,
            Outcome outcome)
            implements Event {}

    /// A checkpoint is complete on disk.
    record CheckpointSaved(int step, String folder, long bytes) implements Event {}

    record Paused(int step) implements Event {}

    record Resumed(int step) implements Event {}

    /// From `step` on these weights are used.
    record WeightsChanged(int step, ModuleWeights weights) implements Event {}

    /// Memory of the process, and what it holds of its cards; on the CPU device bytes are 0, because resident ones are all.
    ///
    /// @param busyPercent share of the last second in which the cards computed, their mean; −1 where no driver tells
    record MemoryMeasured(
            int step,
            long residentBytes,
            long peakResidentBytes,
            long deviceBytes,
            @Later Integer busyPercent)
            implements Event {
        public MemoryMeasured {
            busyPercent = java.util.Objects.requireNonNullElse(busyPercent, -1);
        }
    }

    record LogLine(Level level, String text) implements Event {}

    /// The run is done; `outputs` names what lies where, relative to the run folder where inside it.
    record RunFinished(int steps, Map<String, String> outputs, double seconds) implements Event {}

    /// The run was stopped on request before its last step.
    record RunStopped(int step, boolean kept) implements Event {}

    record RunFailed(int step, Problem problem) implements Event {}

    enum Stage {
        LOADING,
        BASE_EVALUATION,
        ACQUISITION,
        NEGATION,
        FINAL_EVALUATION,
        WRITING;

        /// No step follows any more, and no order is taken.
        public boolean isEnding() {
            return switch (this) {
                case LOADING, BASE_EVALUATION, ACQUISITION -> false;
                case NEGATION, FINAL_EVALUATION, WRITING -> true;
            };
        }
    }

    enum Level {
        INFO,
        WARNING
    }
}
