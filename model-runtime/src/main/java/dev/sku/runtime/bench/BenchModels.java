package dev.sku.runtime.bench;

import dev.sku.runtime.bench.BenchSpec.Family;
import dev.sku.runtime.bench.BenchSpec.Shape;
import dev.sku.runtime.model.LlamaConfig;
import dev.sku.runtime.model.ModelConfig;
import dev.sku.runtime.model.ModelConfig.Dimensions;
import dev.sku.runtime.model.ModelConfig.SpecialTokens;
import dev.sku.runtime.model.OptConfig;
import dev.sku.runtime.model.RopeScaling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Configurations of a given shape, with Hugging Face's defaults for everything else.
final class BenchModels {
    /// Room for the prompt in front of a reply.
    static final int PROMPT = 16;

    private BenchModels() {}

    static ModelConfig config(BenchSpec spec, Family family) {
        Shape shape = spec.shape();
        int longestRow =
                spec.rows() == BenchSpec.Rows.REAL ? BenchRows.LONGEST_REAL : shape.tokens();
        Dimensions dimensions =
                new Dimensions(
                        shape.vocabulary(),
                        shape.hidden(),
                        shape.layers(),
                        shape.heads(),
                        family == Family.OPT ? shape.heads() : shape.kvHeads(),
                        shape.hidden() / shape.heads(),
                        Math.max(longestRow, PROMPT + spec.newTokens()));
        SpecialTokens tokens = new SpecialTokens(null, List.of(2), 1);
        return switch (family) {
            case OPT ->
                    new OptConfig(
                            dimensions, tokens, true, shape.ffn(), shape.hidden(), true, true, 0);
            case LLAMA ->
                    new LlamaConfig(
                            dimensions,
                            tokens,
                            false,
                            shape.ffn(),
                            1e-6,
                            10_000,
                            new RopeScaling.Default());
        };
    }

    /// The same as the `config.json` of a model folder.
    static Map<String, Object> json(ModelConfig config) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("vocab_size", config.vocabSize());
        json.put("hidden_size", config.hiddenSize());
        json.put("num_hidden_layers", config.layers());
        json.put("num_attention_heads", config.heads());
        json.put("max_position_embeddings", config.maxPositions());
        json.put("tie_word_embeddings", config.tied());
        json.put("eos_token_id", config.eosTokenIds().getFirst());
        switch (config) {
            case OptConfig opt -> {
                json.put("architectures", List.of("OPTForCausalLM"));
                json.put("ffn_dim", opt.ffnDim());
                json.put("word_embed_proj_dim", opt.wordEmbedProjDim());
            }
            case LlamaConfig llama -> {
                json.put("architectures", List.of("LlamaForCausalLM"));
                json.put("intermediate_size", llama.intermediateSize());
                json.put("num_key_value_heads", llama.kvHeads());
            }
        }
        return json;
    }
}
