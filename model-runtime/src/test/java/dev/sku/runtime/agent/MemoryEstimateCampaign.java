package dev.sku.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.runtime.weights.Dtype;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The estimate against the peaks of real runs: within 15 %.
@Tag("campaign")
class MemoryEstimateCampaign {
    private static final String FULL = "\"trained\": {\"type\": \"full\"}";
    private static final String LORA =
            "\"trained\": {\"type\": \"lora\", \"rank\": 16, \"targets\": [\"q_proj\", \"v_proj\"]}";

    @ParameterizedTest
    @CsvSource({
        "opt,   F32,  full, OFF, fp32, 8, 768, 2, 60, none",
        "opt,   F32,  full, ON,  fp32, 8, 768, 8, 200, none",
        "opt,   F32,  full, OFF, fp32, 8, 768, 8, 200, none",
        "opt,   F32,  lora, OFF, fp32, 8, 768, 8, 200, none",
        "opt,   F32,  lora, ON,  fp32, 8, 768, 8, 200, none",
        "llama, BF16, lora, OFF, bf16, 8, 1024, 8, 200, none",
        "llama, BF16, lora, ON,  bf16, 8, 1024, 8, 200, none",
        "llama, BF16, lora, OFF, fp32, 8, 1024, 2, 200, none",
        "llama, BF16, full, ON,  bf16, 8, 1024, 4, 200, none",
        "llama, BF16, full, OFF, bf16, 20, 1024, 2, 60, none",
        "opt,   BF16, lora, OFF, fp32, 24, 1024, 2, 60, none",
        "llama, BF16, lora, OFF, bf16, 24, 1024, 2, 60, none",
        "llama, BF16, lora, OFF, bf16, 24, 1024, 2, 60, int8",
        "llama, BF16, lora, OFF, bf16, 24, 1024, 2, 60, int4",
    })
    void isWithinFifteenPercentOfTheMeasuredPeak(
            String family,
            Dtype dtype,
            String trained,
            String checkpointing,
            String precision,
            int layers,
            int width,
            int batch,
            int words,
            String quantize,
            @TempDir Path folder)
            throws Exception {
        String changes =
                (trained.equals("full") ? FULL : LORA)
                        + ", \"precision\": \"%s\", \"memory\": {\"activationCheckpointing\": \"%s\", \"quantize\": \"%s\"}"
                                .formatted(
                                        precision,
                                        checkpointing.toLowerCase(java.util.Locale.ROOT),
                                        quantize);
        EstimatedRun.Outcome found =
                new EstimatedRun(family, dtype, layers, width, 8192, batch, words, 0, changes)
                        .measure(folder);
        System.out.printf(
                "ESTIMATE %s %s %s %s %s %d %d %d %d %s: estimated %.0f MB, measured %.0f MB, ratio %.3f %s%n",
                family,
                dtype,
                trained,
                checkpointing,
                precision,
                layers,
                width,
                batch,
                words,
                quantize,
                found.estimate().total() / 1e6,
                found.peakBytes() / 1e6,
                found.ratio(),
                found.estimate().parts());
        assertThat(found.ratio()).isBetween(0.85, 1.15);
    }

    /// The judge is loaded beside the model, and asked at the end.
    @ParameterizedTest
    @CsvSource({"F32, 768, 768", "BF16, 768, 1024", "F32, 768, 1536"})
    void aJudgesModelIsInIt(Dtype dtype, int width, int judge, @TempDir Path folder)
            throws Exception {
        EstimatedRun.Outcome found =
                new EstimatedRun("opt", dtype, 8, width, 8192, 2, 60, judge, LORA).measure(folder);
        System.out.printf(
                "ESTIMATE judge %s %d %d: estimated %.0f MB, measured %.0f MB, ratio %.3f %s%n",
                dtype,
                width,
                judge,
                found.estimate().total() / 1e6,
                found.peakBytes() / 1e6,
                found.ratio(),
                found.estimate().parts());
        assertThat(found.ratio()).isBetween(0.85, 1.15);
    }
}
