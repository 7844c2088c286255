package dev.sku.runtime.model;

import static dev.sku.runtime.model.ModelFolders.floats;
import static dev.sku.runtime.model.ModelFolders.llama;
import static dev.sku.runtime.model.ModelFolders.opt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.runtime.weights.AtomicFiles;
import dev.sku.runtime.weights.TensorData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written here loads in `transformers` and `peft`, given `-Dsku.python=` an interpreter that has them.
class PythonLoadsTest {
    private static final String MODEL =
            """
            import sys, torch
            from transformers import AutoModelForCausalLM
            model, info = AutoModelForCausalLM.from_pretrained(sys.argv[1], output_loading_info=True)
            print({k: sorted(v) for k, v in info.items() if v and k != 'error_msgs'})
            print('%.6f' % sum(p.double().sum().item() for p in model.parameters()))
            """;

    private static final String ADAPTER =
            """
            import sys, warnings, torch
            warnings.simplefilter('error')
            from transformers import AutoModelForCausalLM
            from peft import PeftModel
            base = AutoModelForCausalLM.from_pretrained(sys.argv[1])
            model = PeftModel.from_pretrained(base, sys.argv[2])
            lora = [p for n, p in model.named_parameters() if 'lora_' in n]
            print(len(lora), '%.6f' % sum(p.double().sum().item() for p in lora))
            """;

    @TempDir Path folder;

    @BeforeEach
    void pythonIsGiven() {
        assumeTrue(System.getProperty("sku.python") != null, "no -Dsku.python");
    }

    @Test
    void transformersLoadsAWrittenModel() throws IOException, InterruptedException {
        for (Map<String, Object> json : List.of(opt(), llama())) {
            Path source = folder.resolve("base-" + json.get("model_type"));
            ModelFolder base = ModelFolder.open(ModelFolders.writeSharded(source, json));
            Path target = folder.resolve("written-" + json.get("model_type"));

            ModelWriter.write(base, target, TensorData::copyOf);

            List<TensorData> all = ModelFolders.tensors(source);
            assertThat(python(MODEL, target)).containsExactly("{}", "%.6f".formatted(sum(all)));
        }
    }

    @Test
    void peftLoadsAWrittenAdapter() throws IOException, InterruptedException {
        Path source = ModelFolders.write(folder.resolve("base"), llama());
        ModelConfig model = ModelFolder.open(source).config();
        AdapterConfig adapter =
                new AdapterConfig(
                        2, 4, 0, List.of("q_proj", "down_proj"), List.of(1), false, "base");
        List<TensorData> tensors = new ArrayList<>();
        for (String linear : adapter.targets()) {
            String module = model.moduleName(1, linear);
            List<Long> weight = model.tensorShapes().getOrDefault(module + ".weight", List.of());
            tensors.add(floats(AdapterFolder.aName(module), List.of(2L, weight.get(1))));
            tensors.add(floats(AdapterFolder.bName(module), List.of(weight.get(0), 2L)));
        }
        Path target = folder.resolve("adapter");

        AdapterFolder.write(target, AtomicFiles.Existing.REFUSE, adapter, model, tensors);

        assertThat(python(ADAPTER, source, target))
                .containsExactly("4 " + "%.6f".formatted(sum(tensors)));
    }

    private static double sum(List<TensorData> tensors) {
        double sum = 0;
        for (TensorData tensor : tensors) {
            var floats =
                    ((TensorData.InMemory) tensor)
                            .buffer()
                            .duplicate()
                            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                            .asFloatBuffer();
            while (floats.hasRemaining()) {
                sum += floats.get();
            }
        }
        return sum;
    }

    private static List<String> python(String program, Path... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("sku.python"));
        command.add("-c");
        command.add(program);
        for (Path argument : arguments) {
            command.add(argument.toString());
        }
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip().lines().toList();
    }
}
