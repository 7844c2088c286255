package dev.sku.runtime.compare;

import dev.sku.protocol.SideSpec;
import dev.sku.runtime.bench.RandomCheckpoint;
import dev.sku.runtime.model.LlamaConfig;
import dev.sku.runtime.model.ModelConfig;
import dev.sku.runtime.model.OptConfig;
import dev.sku.runtime.model.RopeScaling;
import dev.sku.runtime.testing.SampleRun;
import dev.sku.runtime.weights.Dtype;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A base of random weights, and beside it the same with adapters or with whole weights of a training checkpoint.
///
/// @param added `adapter` of rank 16 on q and v, or `whole` weights
record RandomSides(String family, Dtype dtype, int layers, int width, String added) {
    private static final int RANK = 16;

    List<SideSpec> write(Path folder) throws IOException {
        Path model = folder.resolve("model");
        write(dtype, model);
        return List.of(
                MeasuredSession.side(model, null),
                MeasuredSession.side(
                        added.equals("whole") ? whole(folder) : adapter(folder, model), 1.0));
    }

    private void write(Dtype type, Path model) throws IOException {
        new RandomCheckpoint(config(), type).write(model);
        for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.copy(SampleRun.SAMPLE.resolve("opt").resolve(file), model.resolve(file));
        }
    }

    /// A checkpoint as a run that trains every tensor leaves it.
    private Path whole(Path folder) throws IOException {
        Path at = Files.createDirectories(folder.resolve("run/checkpoints/step-000001"));
        Path trained = folder.resolve("trained");
        write(Dtype.F32, trained);
        Files.move(trained.resolve("model.safetensors"), at.resolve("trained.safetensors"));
        String spec =
                Files.readString(SampleRun.full().resolve("spec.json"))
                        .replace(
                                SampleRun.SAMPLE.resolve("opt").toString(),
                                folder.resolve("model").toString());
        Files.writeString(folder.resolve("run/spec.json"), spec);
        return at;
    }

    private Path adapter(Path folder, Path model) throws IOException {
        Path at = Files.createDirectories(folder.resolve("adapter"));
        Files.writeString(
                at.resolve("adapter_config.json"),
                """
                {"peft_type": "LORA", "task_type": "CAUSAL_LM", "base_model_name_or_path": "%s", "r": %d,
                 "lora_alpha": 32, "lora_dropout": 0.0, "bias": "none", "target_modules": ["q_proj", "v_proj"]}
                """
                        .formatted(model, RANK));
        String prefix =
                "base_model.model.model." + (family.equals("opt") ? "decoder.layers." : "layers.");
        List<String> entries = new ArrayList<>();
        long offset = 0;
        for (int layer = 0; layer < layers; layer++) {
            for (String projection : List.of("q_proj", "v_proj")) {
                String module = prefix + layer + ".self_attn." + projection;
                long bytes = 4L * RANK * width;
                entries.add(entry(module + ".lora_A.weight", RANK, width, offset, bytes));
                entries.add(entry(module + ".lora_B.weight", width, RANK, offset + bytes, bytes));
                offset += 2 * bytes;
            }
        }
        byte[] header = ("{" + String.join(",", entries) + "}").getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(at.resolve("adapter_model.safetensors"))) {
            out.write(
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(header.length)
                            .array());
            out.write(header);
            out.write(new byte[Math.toIntExact(offset)]);
        }
        return at;
    }

    private static String entry(String name, int rows, int columns, long begin, long bytes) {
        return "\"%s\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[%d,%d]}"
                .formatted(name, rows, columns, begin, begin + bytes);
    }

    private ModelConfig config() {
        ModelConfig.Dimensions dimensions =
                new ModelConfig.Dimensions(8192, width, layers, width / 64, width / 64, 64, 512);
        ModelConfig.SpecialTokens tokens = new ModelConfig.SpecialTokens(2, List.of(2), 1);
        return family.equals("opt")
                ? new OptConfig(dimensions, tokens, true, 4 * width, width, true, true, 0)
                : new LlamaConfig(
                        dimensions,
                        tokens,
                        false,
                        width * 8 / 3 / 64 * 64,
                        1e-5,
                        10_000,
                        new RopeScaling.Default());
    }
}
