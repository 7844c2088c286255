package dev.sku.runtime.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.SidesMemory;
import dev.sku.runtime.testing.SampleRun;
import dev.sku.runtime.weights.Dtype;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The estimate of a comparison against the peak of a real process that makes it: within 15 %.
@Tag("campaign")
class SidesMemoryCampaign {
    @TempDir Path folder;

    @Test
    void theSampleWithAFilmstrip() throws Exception {
        MeasuredSession session =
                new MeasuredSession(
                        List.of(
                                MeasuredSession.side(SampleRun.SAMPLE.resolve("opt"), null),
                                MeasuredSession.side(SampleRun.lora(), 1.0)),
                        Quantization.NONE,
                        new SidesMemory.Work(1, 8, 32, 64));
        within(session, "sample");
    }

    /// @param added `none`, `adapter` of rank 16 on q and v, or `whole` weights beside the base's
    /// @param lambdas 0: every side replies; otherwise the second one along λ
    @ParameterizedTest
    @CsvSource({
        "opt,   F32,  8,  1024, adapter, 1,  0, 64, NONE",
        "opt,   BF16, 8,  1024, adapter, 1,  0, 64, NONE",
        "opt,   BF16, 8,  1024, whole,   1,  0, 64, NONE",
        "opt,   F32,  8,  1024, adapter, 1,  8, 64, NONE",
        "opt,   F32,  8,  1024, adapter, 12, 0, 200, NONE",
        "opt,   BF16, 4,  768,  whole,   2,  8, 200, NONE",
        "opt,   F32,  8,  1024, whole,   1,  0, 64, NONE",
        "opt,   F32,  4,  768,  whole,   2,  8, 200, NONE",
        "llama, BF16, 24, 1024, adapter, 1,  0, 64, NONE",
        "llama, BF16, 24, 1024, adapter, 1,  0, 64, INT8",
        "llama, BF16, 8,  1024, adapter, 3,  8, 200, NONE",
    })
    void randomModels(
            String family,
            Dtype dtype,
            int layers,
            int width,
            String added,
            int prompts,
            int lambdas,
            int newTokens,
            Quantization quantize)
            throws Exception {
        RandomSides sides = new RandomSides(family, dtype, layers, width, added);
        MeasuredSession session =
                new MeasuredSession(
                        sides.write(folder),
                        quantize,
                        new SidesMemory.Work(prompts, lambdas, 32, newTokens));
        within(session, sides + " " + prompts + " " + lambdas + " " + newTokens + " " + quantize);
    }

    private void within(MeasuredSession session, String words) throws Exception {
        MemoryEstimate.OnDevice estimate = session.estimate();
        long peak = session.peakBytes(folder);
        double ratio = (double) estimate.bytes() / peak;
        System.out.printf(
                "SIDES %s: estimated %.0f MB, measured %.0f MB, ratio %.3f %s%n",
                words, estimate.bytes() / 1e6, peak / 1e6, ratio, estimate.parts());
        assertThat(ratio).isBetween(0.85, 1.15);
    }
}
