package dev.sku.runtime.unlearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.runtime.replay.Replay;
import dev.sku.runtime.testing.SmallSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Unlearned folders give their recorded logits in `transformers`, given `-Dsku.python=` an interpreter that has it.
class NegatedFoldersInPythonTest {
    /// Well-conditioned runs only; see the tolerances of the replay.
    private static final String LOGITS =
            """
            import json, sys, torch
            from safetensors.torch import load_file
            from transformers import AutoModelForCausalLM
            folder, small = sys.argv[1:]
            prompts = json.load(open(small + '/plan.json'))['tests']['prompts']
            golden = load_file(small + '/tensors/golden_tensors.safetensors')
            for run in json.load(open(small + '/golden.json'))['runs']:
                if '.lora.' in run or '.eps' in run:
                    model = AutoModelForCausalLM.from_pretrained(folder + '/' + run)
                    for i, p in enumerate(prompts):
                        last = model(torch.tensor([p['ids']])).logits[0, -1]
                        off = float((last - golden[f'{run}.neg.logits.{i}']).abs().max())
                        print('ok' if off < 5e-5 else f'{run} {off}')
            """;

    @TempDir Path folder;

    @Test
    void giveTheRecordedLogits() throws IOException, InterruptedException {
        String python = System.getProperty("sku.python");
        assumeTrue(python != null, "no -Dsku.python");
        new Replay(SmallSet.path(), folder).run((_, _, _) -> {});

        Process process =
                new ProcessBuilder(
                                List.of(
                                        python,
                                        "-c",
                                        LOGITS,
                                        folder.toString(),
                                        SmallSet.path().toString()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.strip().lines()).hasSize(12).containsOnly("ok");
    }
}
