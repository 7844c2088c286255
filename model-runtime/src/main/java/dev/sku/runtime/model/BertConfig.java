package dev.sku.runtime.model;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An encoder of the BERT kind, as its `config.json` has it: learned positions, layer norms after each block.
///
/// @param firstPosition of a text's first token: RoBERTa counts from the pad's id on
/// @param types rows of the token types' embedding
/// @param tanhGelu whether GELU is taken by its formula with tanh
record BertConfig(
        int vocabSize,
        int hiddenSize,
        int layers,
        int heads,
        int inner,
        int positions,
        int firstPosition,
        int types,
        double eps,
        boolean tanhGelu) {
    private static final Set<String> ROBERTA = Set.of("roberta", "xlm-roberta");

    /// @throws ProblemException naming the field, for other kinds of encoders their name
    static BertConfig read(ConfigFields json) {
        String type = json.text("model_type");
        boolean roberta = type != null && ROBERTA.contains(type);
        if (!"bert".equals(type) && !roberta) {
            throw ProblemException.of(
                    Problem.Code.ENCODER_INVALID,
                    json.source(),
                    "its model_type is %s; bert, roberta and xlm-roberta are computed here"
                            .formatted(type));
        }
        json.require("position_embedding_type", "absolute");
        json.require("is_decoder", false);
        json.require("add_cross_attention", false);
        json.requireAbsent("quantization_config");
        String act = json.text("hidden_act");
        boolean tanh = "gelu_new".equals(act) || "gelu_pytorch_tanh".equals(act);
        if (act != null && !act.equals("gelu") && !tanh) {
            throw json.unsupported("hidden_act", act, "gelu, gelu_new");
        }
        int width = json.count("hidden_size");
        int heads = json.count("num_attention_heads");
        if (width % heads != 0) {
            throw json.invalid("num_attention_heads", "must divide hidden_size " + width);
        }
        int first = roberta ? (int) json.number("pad_token_id", 1) + 1 : 0;
        int positions = json.count("max_position_embeddings");
        if (first < 0 || first >= positions) {
            throw json.invalid("pad_token_id", "leaves no positions");
        }
        return new BertConfig(
                json.count("vocab_size"),
                width,
                json.count("num_hidden_layers"),
                heads,
                json.count("intermediate_size"),
                positions,
                first,
                json.count("type_vocab_size", 2),
                json.positive("layer_norm_eps", 1e-12),
                tanh);
    }

    /// Longest text in tokens.
    int maxTokens() {
        return positions - firstPosition;
    }

    /// Hugging Face names without the `bert.` that some checkpoints put in front, in the order of the text's lists.
    Map<String, List<Long>> globals() {
        long d = hiddenSize;
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put("embeddings.word_embeddings.weight", List.of((long) vocabSize, d));
        shapes.put("embeddings.position_embeddings.weight", List.of((long) positions, d));
        shapes.put("embeddings.token_type_embeddings.weight", List.of((long) types, d));
        norm(shapes, "embeddings.LayerNorm");
        return shapes;
    }

    Map<String, List<Long>> layer(int index) {
        String p = "encoder.layer." + index + ".";
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        linear(shapes, p + "attention.self.query", hiddenSize, hiddenSize);
        linear(shapes, p + "attention.self.key", hiddenSize, hiddenSize);
        linear(shapes, p + "attention.self.value", hiddenSize, hiddenSize);
        linear(shapes, p + "attention.output.dense", hiddenSize, hiddenSize);
        norm(shapes, p + "attention.output.LayerNorm");
        linear(shapes, p + "intermediate.dense", inner, hiddenSize);
        linear(shapes, p + "output.dense", hiddenSize, inner);
        norm(shapes, p + "output.LayerNorm");
        return shapes;
    }

    private static void linear(Map<String, List<Long>> shapes, String name, long out, long in) {
        shapes.put(name + ".weight", List.of(out, in));
        shapes.put(name + ".bias", List.of(out));
    }

    private void norm(Map<String, List<Long>> shapes, String name) {
        shapes.put(name + ".weight", List.of((long) hiddenSize));
        shapes.put(name + ".bias", List.of((long) hiddenSize));
    }
}
