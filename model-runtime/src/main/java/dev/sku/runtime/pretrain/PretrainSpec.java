package dev.sku.runtime.pretrain;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a model is made from nothing. The same file gives the same model, bit for bit, on the same kind of CPU with one
/// thread.
///
/// @param config `config.json` of the model to be, as an object
/// @param tokenizer folder with `tokenizer.json`; null trains the sample's tokenizer on the corpus
/// @param corpus JSON lines with `question` and `answer`, drawn in order and from the start again; null takes the sample's
///     endless corpus
/// @param template prompt text around question and answer
/// @param promptWeight weight of a prompt token where an answer token has 1
/// @param initialDeviation of the normal distribution that matrices are drawn from
/// @param dtype `F32`, `F16` or `BF16` of the written weights
public record PretrainSpec(
        Map<String, Object> config,
        @Nullable String tokenizer,
        @Nullable String corpus,
        String template,
        int batch,
        double promptWeight,
        List<Stage> stages,
        double beta1,
        double beta2,
        double weightDecay,
        double clipNorm,
        double initialDeviation,
        long seed,
        String dtype) {
    public PretrainSpec {
        Objects.requireNonNull(config, "config is missing");
        Objects.requireNonNull(template, "template is missing");
        Objects.requireNonNull(dtype, "dtype is missing");
        stages = List.copyOf(Objects.requireNonNull(stages, "stages is missing"));
        if (stages.isEmpty() || batch < 1) {
            throw new IllegalArgumentException("batch and stages must be at least 1");
        }
    }

    /// A learning rate that rises over `warmupSteps` and falls linearly to zero; the optimizer's moments go on.
    public record Stage(int steps, double learningRate, int warmupSteps) {
        /// @param step from 0
        double rate(int step) {
            return step < warmupSteps
                    ? learningRate * (step + 1) / warmupSteps
                    : learningRate * (1 - (double) (step - warmupSteps) / (steps - warmupSteps));
        }
    }
}
