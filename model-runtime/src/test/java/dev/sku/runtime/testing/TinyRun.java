package dev.sku.runtime.testing;

import dev.sku.protocol.Event;
import dev.sku.protocol.LossTerms;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecFile;
import dev.sku.runtime.pretrain.PretrainSpec;
import dev.sku.runtime.pretrain.Pretraining;
import dev.sku.runtime.sample.SampleFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A model of a few thousand weights with the sample's rows: small enough that a run of it takes seconds.
public final class TinyRun {
    private TinyRun() {}

    /// Makes `model/` and the rows in a folder.
    public static void make(Path folder) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("OPTForCausalLM"));
        config.put("model_type", "opt");
        config.put("vocab_size", 1024);
        config.put("hidden_size", 32);
        config.put("word_embed_proj_dim", 32);
        config.put("num_hidden_layers", 2);
        config.put("num_attention_heads", 2);
        config.put("ffn_dim", 64);
        config.put("max_position_embeddings", 128);
        config.put("bos_token_id", 2);
        config.put("eos_token_id", 2);
        config.put("pad_token_id", 1);
        PretrainSpec spec =
                new PretrainSpec(
                        config,
                        null,
                        null,
                        "### Question: {q}\n ### Answer: {a}</s>",
                        4,
                        0.3,
                        List.of(new PretrainSpec.Stage(2, 1e-3, 1)),
                        0.9,
                        0.98,
                        0.01,
                        1,
                        0.02,
                        5,
                        "F32");
        new Pretraining(spec, folder.resolve("model")).run((_, _, _) -> {});
        SampleFiles.write(folder, 5);
    }

    /// A run of 12 steps over the made files.
    ///
    /// @param changes JSON fields over the sample's preset, without braces
    public static RunSpec spec(Path folder, String changes) {
        String json =
                """
                {"preset": "sample", "name": "tiny", "model": {"folder": "model"},
                 "data": {"harmful": ["harmful.jsonl"], "normal": ["normal.csv"],
                          "unseenHarmful": ["unseen-harmful.jsonl"], "unseenNormal": ["unseen-normal.csv"]},
                 "evaluation": {"everySteps": 5, "harmfulPrompts": 3, "normalRows": 3, "maxNewTokens": 6},
                 "negation": {"sweep": [0.5]}%s}
                """
                        .formatted(changes.isEmpty() ? "" : ", " + changes);
        return SpecFile.read(json, folder, "test", folder);
    }

    /// What each step computed, by its number; of a step done twice, the last time.
    public static Map<Integer, LossTerms> losses(RunFolder folder) {
        Map<Integer, LossTerms> losses = new TreeMap<>();
        folder.journal()
                .forEachNew(
                        1,
                        message -> {
                            if (message.event() instanceof Event.StepCompleted s) {
                                losses.put(s.step(), s.loss());
                            }
                        });
        return losses;
    }
}
