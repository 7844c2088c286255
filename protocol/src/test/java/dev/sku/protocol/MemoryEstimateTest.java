package dev.sku.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.MemoryEstimate.Device;
import dev.sku.protocol.MemoryEstimate.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
    /// meta-llama/Llama-2-7b-hf and facebook/opt-2.7b.
    private static final ModelShape LLAMA =
            new ModelShape(
                    ModelShape.Family.LLAMA,
                    32,
                    4096,
                    4096,
                    11_008,
                    32_000,
                    32,
                    32,
                    128,
                    4096,
                    false,
                    2);

    private static final ModelShape OPT =
            new ModelShape(
                    ModelShape.Family.OPT,
                    32,
                    2560,
                    2560,
                    10_240,
                    50_272,
                    32,
                    32,
                    80,
                    2048,
                    true,
                    2);

    private static final RunSpec LLAMA_LORA =
            onCard(Presets.LLAMA_2_7B.spec(Path.of(".")), MemorySpec.USUAL);
    private static final RunSpec OPT_FULL =
            onCard(Presets.PAPER_OPT.spec(Path.of(".")), MemorySpec.USUAL);

    private static RunSpec onCard(RunSpec s, MemorySpec memory) {
        return new RunSpec(
                s.name(),
                s.method(),
                s.model(),
                s.data(),
                s.acquisition(),
                s.optimizer(),
                s.trained(),
                s.negation(),
                s.evaluation(),
                s.output(),
                s.seed(),
                Precision.BF16,
                "cuda:0",
                memory,
                s.from(),
                s.baseline());
    }

    private static List<Device> card(double gigabytes) {
        long bytes = (long) (gigabytes * 1e9);
        return List.of(new Device("cuda:0", bytes, bytes));
    }

    private static final StepTokens TOKENS = new StepTokens(1_536, 2_600, 1_900, 200);

    @Test
    void parametersAreThoseOfThePublishedModels() {
        assertThat(LLAMA.parameters()).isBetween(6_730_000_000L, 6_745_000_000L);
        assertThat(OPT.parameters()).isBetween(2_645_000_000L, 2_660_000_000L);
    }

    @Test
    void weightsGradientsAndMomentsFollowFromTheParameters() {
        var full = MemoryEstimate.of(OPT_FULL, OPT, TOKENS, card(80)).devices().getFirst().parts();
        long parameters = OPT.parameters();

        assertThat(full.get(Part.WEIGHTS)).isEqualTo((2 + 4) * parameters);
        assertThat(full.get(Part.GRADIENTS)).isEqualTo(4 * parameters);
        assertThat(full.get(Part.OPTIMIZER)).isEqualTo(8 * parameters);

        var lora =
                MemoryEstimate.of(LLAMA_LORA, LLAMA, TOKENS, card(80)).devices().getFirst().parts();
        long adapters = 32L * 2 * 32 * (4096 + 4096);
        assertThat(lora.get(Part.WEIGHTS)).isEqualTo(2 * LLAMA.parameters());
        assertThat(lora.get(Part.GRADIENTS)).isEqualTo(4 * adapters);
        assertThat(lora.get(Part.OPTIMIZER)).isEqualTo(8 * adapters);
    }

    @Test
    void modelsThatMeasureStandOnTheFirstDevice() {
        Companions beside = new Companions(LLAMA, 100_000_000, 2);
        List<Device> two = List.of(card(80).getFirst(), new Device("cuda:1", 80L << 30, 80L << 30));
        MemoryEstimate alone = MemoryEstimate.of(OPT_FULL, OPT, TOKENS, two);
        MemoryEstimate measured = MemoryEstimate.of(OPT_FULL, OPT, TOKENS, two, beside);

        long judge = measured.devices().getFirst().parts().getOrDefault(Part.JUDGE, 0L);
        assertThat(judge)
                .isBetween(
                        2 * LLAMA.parameters() + 400_000_000L,
                        2 * LLAMA.parameters() + 900_000_000L);
        assertThat(measured.devices().getFirst().bytes())
                .isEqualTo(alone.devices().getFirst().bytes() + judge);
        assertThat(measured.devices().get(1).bytes()).isEqualTo(alone.devices().get(1).bytes());
        assertThat(SpecCheck.memory(LLAMA_LORA, LLAMA, TOKENS, card(24), beside)).hasSize(1);
    }

    @Test
    void checkpointingComesOnByItselfWhereTheRunWouldNotFitWithoutIt() {
        MemoryEstimate roomy = MemoryEstimate.of(LLAMA_LORA, LLAMA, TOKENS, card(80));
        MemoryEstimate narrow = MemoryEstimate.of(LLAMA_LORA, LLAMA, TOKENS, card(20));

        assertThat(roomy.checkpointing()).isFalse();
        assertThat(narrow.checkpointing()).isTrue();
        assertThat(narrow.fits()).isTrue();
        assertThat(narrow.devices().getFirst().bytes())
                .isLessThan(roomy.devices().getFirst().bytes());
    }

    @Test
    void whatCannotFitIsAFaultWithTheChangesThatWould() {
        assertThat(SpecCheck.memory(LLAMA_LORA, LLAMA, TOKENS, card(24))).isEmpty();

        List<Fault> faults = SpecCheck.memory(OPT_FULL, OPT, TOKENS, card(40));

        assertThat(faults)
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.field()).isEqualTo("device");
                    assertThat(fault.sentence(Locale.ENGLISH))
                            .contains("where 40.0 GB are free")
                            .contains("--set memory.optimizerOnHost=true")
                            .contains("--set trained=");
                });
    }

    @Test
    void integersHalveAndQuarterTheLinearLayersAndAreOfferedLast() {
        long linear = LLAMA.layers() * LLAMA.layerParameters();
        long rest = 2 * LLAMA.globalParameters();
        for (Quantization q : Quantization.values()) {
            long weights =
                    MemoryEstimate.of(memory(q), LLAMA, TOKENS, card(80))
                            .devices()
                            .getFirst()
                            .parts()
                            .getOrDefault(Part.WEIGHTS, 0L);
            double bits = q == Quantization.NONE ? 16 : q.bits() + 16.0 / Quantization.GROUP;
            assertThat(weights).isEqualTo((long) (linear * bits / 8) + rest);
        }
        assertThat(MemoryEstimate.remedies(LLAMA_LORA, LLAMA, TOKENS, card(9)))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.field()).isEqualTo("memory.quantize");
                    assertThat(change.value()).isEqualTo("\"int4\"");
                });
    }

    private static RunSpec memory(Quantization quantization) {
        return onCard(LLAMA_LORA, LLAMA_LORA.memory().with(quantization));
    }

    @Test
    void eachChangeThatIsOfferedMakesItFit() {
        List<MemoryEstimate.Change> changes =
                MemoryEstimate.remedies(OPT_FULL, OPT, TOKENS, card(40));

        assertThat(changes).isNotEmpty().allMatch(change -> change.then().fits());
    }

    @Test
    void layersAreSplitByFreeMemoryAndTheFirstCardHasTheEmbeddingsToo() {
        List<Device> two =
                List.of(
                        new Device("cuda:0", 24_000_000_000L, 20_000_000_000L),
                        new Device("cuda:1", 24_000_000_000L, 20_000_000_000L));

        List<String> layers = LayerSplit.of(LLAMA, two);

        assertThat(layers).hasSize(32).isSorted();
        assertThat(layers.stream().filter("cuda:0"::equals).count()).isEqualTo(15);
        MemoryEstimate estimate = MemoryEstimate.of(LLAMA_LORA, LLAMA, TOKENS, two);
        long first = estimate.devices().get(0).parts().getOrDefault(Part.WEIGHTS, 0L);
        long second = estimate.devices().get(1).parts().getOrDefault(Part.WEIGHTS, 0L);
        assertThat(first + second).isEqualTo(2 * LLAMA.parameters());
    }

    @Test
    void severalCardsAreWrittenAsOneDevice() {
        assertThat(DeviceNames.of("cuda:0,1")).containsExactly("cuda:0", "cuda:1");
        assertThat(DeviceNames.of("cpu")).containsExactly("cpu");
    }
}
