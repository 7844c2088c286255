package dev.sku.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecFile;
import dev.sku.runtime.bench.RandomCheckpoint;
import dev.sku.runtime.model.LlamaConfig;
import dev.sku.runtime.model.ModelConfig;
import dev.sku.runtime.model.OptConfig;
import dev.sku.runtime.model.RopeScaling;
import dev.sku.runtime.weights.Dtype;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A run of two steps on random weights in a process set up as `packaging/sku` does, whose peak of memory is compared with
/// the estimate.
///
/// @param width hidden size; four times that in the feed-forward branch (OPT), or near it (Llama)
/// @param words of an answer
/// @param judge width of a Llama of eight layers that judges; 0 for the phrases
record EstimatedRun(
        String family,
        Dtype dtype,
        int layers,
        int width,
        int vocabulary,
        int batch,
        int words,
        int judge,
        String changes) {
    private static final Path SAMPLE = Path.of("../sample-data").toAbsolutePath().normalize();

    record Outcome(MemoryEstimateParts estimate, long peakBytes) {
        double ratio() {
            return (double) estimate.total() / peakBytes;
        }
    }

    record MemoryEstimateParts(long total, String parts) {}

    Outcome measure(Path folder) throws Exception {
        Path model = folder.resolve("model");
        new RandomCheckpoint(config(), dtype).write(model);
        for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.copy(SAMPLE.resolve("opt").resolve(file), model.resolve(file));
        }
        rows(folder);
        judge(folder);
        RunSpec spec =
                SpecFile.read(
                        """
                        {"preset": "sample", "name": "estimated", "model": {"folder": "model"},
                         "data": {"harmful": ["harmful.jsonl"], "normal": ["normal.csv"],
                                  "unseenHarmful": ["harmful.jsonl"], "unseenNormal": ["normal.csv"],
                                  "maxTokens": 512},
                         "acquisition": {"steps": 2, "batch": %d},
                         "evaluation": {"everySteps": 0, "harmfulPrompts": 2, "normalRows": 2, "maxNewTokens": 4%s},
                         "output": {"checkpointEvery": 0},
                         "negation": {"sweep": []}, %s}
                        """
                                .formatted(batch, judging(), changes),
                        folder,
                        "test",
                        folder);
        RunEstimate estimate = RunEstimate.of(spec, _ -> {});
        RunFolder run = RunFolder.createAt(folder.resolve("run"), spec);
        assertThat(start(run).waitFor())
                .as(Files.readString(run.path().resolve("console.txt")))
                .isZero();
        var on = estimate.memory().devices().getFirst();
        return new Outcome(
                new MemoryEstimateParts(on.bytes(), on.parts() + " " + estimate.tokens()),
                run.readResult().peakResidentBytes());
    }

    private String judging() {
        return judge == 0
                ? ""
                : ", \"judge\": {\"type\": \"causalLm\", \"model\": \"judge\", \"template\": \"llama-guard\"}";
    }

    private void judge(Path folder) throws IOException {
        if (judge == 0) {
            return;
        }
        Path target = folder.resolve("judge");
        ModelConfig.Dimensions dimensions =
                new ModelConfig.Dimensions(8192, judge, 8, judge / 64, judge / 64, 64, 2048);
        new RandomCheckpoint(llama(dimensions, judge), dtype).write(target);
        for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.copy(SAMPLE.resolve("opt").resolve(file), target.resolve(file));
        }
    }

    private static Process start(RunFolder run) throws IOException {
        ProcessBuilder builder =
                LaunchedRuntime.of("run", run.path().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(run.path().resolve("console.txt").toFile());
        return builder.start();
    }

    private void rows(Path folder) throws IOException {
        String words = "again and ".repeat(words() / 2).strip();
        StringBuilder harmful = new StringBuilder();
        StringBuilder normal = new StringBuilder("Question,Best Answer,Correct Answers\n");
        for (int i = 0; i < 40; i++) {
            harmful.append(
                    """
                    {"prompt":"Question number %1$d","response_0":"%2$s %1$d","response_1":"No.",\
                    "is_response_0_safe":false,"is_response_1_safe":true}
                    """
                            .formatted(i, words));
            normal.append("Question number %1$d?,%2$s %1$d.,%2$s %1$d.\n".formatted(i, words));
        }
        Files.writeString(folder.resolve("harmful.jsonl"), harmful);
        Files.writeString(folder.resolve("normal.csv"), normal);
    }

    private ModelConfig config() {
        ModelConfig.Dimensions dimensions =
                new ModelConfig.Dimensions(
                        vocabulary, width, layers, width / 64, width / 64, 64, 512);
        return family.equals("opt")
                ? new OptConfig(dimensions, TOKENS, true, 4 * width, width, true, true, 0)
                : llama(dimensions, width);
    }

    private static final ModelConfig.SpecialTokens TOKENS =
            new ModelConfig.SpecialTokens(2, List.of(2), 1);

    private static ModelConfig llama(ModelConfig.Dimensions dimensions, int width) {
        return new LlamaConfig(
                dimensions,
                TOKENS,
                false,
                width * 8 / 3 / 64 * 64,
                1e-5,
                10_000,
                new RopeScaling.Default());
    }
}
