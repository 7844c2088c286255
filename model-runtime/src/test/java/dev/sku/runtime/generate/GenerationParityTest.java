package dev.sku.runtime.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Sampling;
import dev.sku.runtime.model.AdapterFolder;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.Lora;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.model.StoredDifference;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.testing.Parity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Greedy replies against transformers. Every recorded margin between the two likeliest tokens is larger than 5e-4, far above
/// the logits' own difference, so all tokens must be equal.
class GenerationParityTest {
    private static final int TOKENS = 20;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opt",
                "opt_postln_proj",
                "opt_fp16",
                "llama",
                "llama_gqa",
                "llama_tied",
                "llama_gqa_bf16"
            })
    void greedyRepliesEqualTransformersOneByOneAndTogether(String model) {
        JsonNode golden = Parity.golden().get("initial").get(model).get("prompts");
        try (CausalLm lm = load(model)) {
            assertReplies(lm, new Variant.Plain(lm.base()), golden);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opt.lora.paper", "opt.lora.reference", "llama.lora.paper",
                "llama.lora.reference", "llama_gqa.lora.paper", "llama_gqa.lora.reference"
            })
    void anAdapterAtMinusOneRepliesAsTheNegatedModel(String run) {
        JsonNode golden = Parity.golden().get("runs").get(run).get("negated").get("prompts");
        String model = run.substring(0, run.indexOf('.'));
        Path adapter =
                Parity.set()
                        .resolve("adapters")
                        .resolve(model + "_" + run.substring(run.lastIndexOf('.') + 1) + "_final");
        try (CausalLm lm = load(model);
                Lora lora = lm.lora(AdapterFolder.open(adapter, lm.config()))) {
            assertReplies(lm, new Variant.Adapted(lm.base(), lora, -1), golden);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"opt.full.paper", "llama_gqa.full.paper"})
    void combiningLayerByLayerRepliesAsTheNegatedModel(String run) {
        String model = run.substring(0, run.indexOf('.'));
        JsonNode golden = Parity.golden().get("runs").get(run).get("negated").get("prompts");
        // θ_pre − (−1)·(θ_neg − θ_pre) is the negated model itself.
        try (CausalLm base = load(model);
                CausalLm negated = load(model + "_negated_full_paper")) {
            Variant combined = new Variant.Negated(base.base(), negated.base(), -1);
            assertReplies(base, combined, golden);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"opt.full.paper", "llama_gqa.full.paper"})
    void rowsOfADifferenceReplyAsTheNegatedModel(String run) {
        String model = run.substring(0, run.indexOf('.'));
        JsonNode golden = Parity.golden().get("runs").get(run).get("negated").get("prompts");
        Path negated = Parity.set().resolve("models").resolve(model + "_negated_full_paper");
        // θ_pre + 1·(θ_neg − θ_pre), added to the base's products.
        try (CausalLm base = load(model);
                StoredDifference difference =
                        StoredDifference.trained(base, ModelFolder.open(negated).tensors())) {
            assertReplies(base, difference.at(-1), golden);
        }
    }

    private static CausalLm load(String model) {
        return CausalLm.load(ModelFolder.open(Parity.set().resolve("models").resolve(model)));
    }

    private static void assertReplies(CausalLm lm, Variant variant, JsonNode golden) {
        List<long[]> prompts = new ArrayList<>();
        for (JsonNode prompt : Parity.plan().get("tests").get("prompts")) {
            prompts.add(Parity.longs(prompt.get("ids")));
        }
        Generator generator = new Generator(lm, true);
        List<long[]> together = generator.generate(prompts, variant, Sampling.greedy(TOKENS));
        for (int i = 0; i < golden.size(); i++) {
            long[] wanted = Parity.longs(golden.get(i).get("greedy_ids"));
            long[] alone =
                    generator
                            .generate(List.of(prompts.get(i)), variant, Sampling.greedy(TOKENS))
                            .getFirst();
            assertThat(alone).as("prompt %d alone", i).isEqualTo(wanted);
            assertThat(together.get(i)).as("prompt %d in a batch", i).isEqualTo(wanted);
        }
    }
}
