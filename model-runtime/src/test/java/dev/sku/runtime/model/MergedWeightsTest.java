package dev.sku.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sku.protocol.Quantization;
import dev.sku.protocol.SideSpec;
import dev.sku.runtime.compare.Sides;
import dev.sku.runtime.testing.SampleRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Unlearned models with weights of their own, on the sample.
class MergedWeightsTest {
    private static final long[] IDS = {2, 35, 400, 17, 90, 511, 8, 64, 300, 12};

    private static float[] states(CausalLm model, Variant variant) {
        PackedRows.Builder rows = new PackedRows.Builder();
        rows.row(IDS);
        return model.hiddenStates(rows.build(), variant);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMergedModelIsTheUnlearnedOne(boolean full) {
        Path run = full ? SampleRun.full() : SampleRun.lora();
        try (Sides sides = new Sides()) {
            sides.open(
                    List.of(new SideSpec("unlearned", run.toString(), null, null)),
                    "cpu",
                    Quantization.NONE);
            CausalLm base = sides.base(0).model();
            Variant unlearned = sides.at(0, 1);
            try (CausalLm merged = base.merged(unlearned, Quantization.NONE)) {
                float[] wanted = states(base, unlearned);
                float[] found = states(merged, new Variant.Plain(merged.base()));
                float[] ofBase = states(base, new Variant.Plain(base.base()));
                double apart = 0;
                for (int i = 0; i < wanted.length; i++) {
                    assertThat(found[i]).isCloseTo(wanted[i], within(2e-4f));
                    apart = Math.max(apart, Math.abs(wanted[i] - ofBase[i]));
                }
                assertThat(apart).isGreaterThan(.05);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Quantization.class,
            names = {"INT8", "INT4"})
    void integersAreThoseThatAFolderIsReadAs(Quantization quantization) {
        ModelFolder folder = ModelFolder.open(SampleRun.SAMPLE.resolve("opt"));
        Placement placement = Placement.on("cpu", folder);
        try (CausalLm base = CausalLm.load(folder, placement);
                CausalLm read = CausalLm.load(folder, placement, quantization);
                CausalLm merged = base.merged(new Variant.Plain(base.base()), quantization)) {
            assertThat(merged.quantized()).isTrue();
            float[] found = states(merged, new Variant.Plain(merged.base()));
            assertThat(found)
                    .isEqualTo(states(read, new Variant.Plain(read.base())))
                    .isNotEqualTo(states(base, new Variant.Plain(base.base())));
        }
    }

    @Test
    void theModelItIsMadeOfStays() {
        ModelFolder folder = ModelFolder.open(SampleRun.SAMPLE.resolve("opt"));
        try (CausalLm base = CausalLm.load(folder)) {
            Variant plain = new Variant.Plain(base.base());
            float[] before = states(base, plain);
            base.merged(plain, Quantization.NONE).close();
            assertThat(states(base, plain)).isEqualTo(before);
        }
    }
}
