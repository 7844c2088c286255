package dev.sku.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunResult;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecFile;
import dev.sku.protocol.Wire;
import dev.sku.runtime.testing.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Short runs of the shipped sample model whose prompts stand in its chat template.
class ChatRunTest {
    /// Says what the SKU template says.
    private static final String LIKE_SKU =
            "{{ bos_token }}{% for m in messages %}{% if m.role == 'user' %}### Question: {{ m.content }}\n"
                    + " ### Answer:{% else %} {{ m.content }}\n{% endif %}{% endfor %}";

    @TempDir Path folder;

    private Path model(String template) throws IOException {
        Path model = SampleRun.copied(SampleRun.SAMPLE.resolve("opt"), folder.resolve("model"));
        if (!template.isEmpty()) {
            Files.writeString(model.resolve("chat_template.jinja"), template);
        }
        return model;
    }

    private RunFolder run(String name, Path model, String template) throws IOException {
        String json =
                """
                {"preset": "sample", "name": "%s", "model": {"folder": %s},
                 "data": {"template": %s}, "acquisition": {"steps": 3}, "negation": {"sweep": []},
                 "evaluation": {"everySteps": 0, "harmfulPrompts": 2, "normalRows": 2, "maxNewTokens": 8}}
                """
                        .formatted(name, Wire.line(model.toString()), Wire.line(template));
        Path at = Files.createDirectory(folder.resolve(name));
        RunSpec spec = SpecFile.read(json, at, "test", SampleRun.SAMPLE);
        RunFolder run = RunFolder.createAt(at.resolve("run"), spec);
        new RunProcess(run, _ -> {}, () -> false).run();
        return run;
    }

    @Test
    void aTemplateThatSaysTheSameMakesTheSameRun() throws IOException {
        Path model = model(LIKE_SKU);

        RunFolder plain = run("plain", model, DataSpec.SKU_TEMPLATE);
        RunFolder chat = run("chat", model, DataSpec.CHAT_TEMPLATE);

        assertThat(chat.readSpec().data().template()).isEqualTo(DataSpec.CHAT_TEMPLATE);
        assertThat(adapter(chat)).hasSameBinaryContentAs(adapter(plain));
        RunResult one = plain.readResult();
        RunResult other = chat.readResult();
        assertThat(other.base()).isEqualTo(one.base());
        assertThat(other.unlearned()).isEqualTo(one.unlearned());
    }

    private static Path adapter(RunFolder run) {
        return run.path().resolve("adapter").resolve("adapter_model.safetensors");
    }

    @Test
    void aModelWithoutOneEndsTheRunWithASentence() throws IOException {
        Path model = model("");

        assertThatThrownBy(() -> run("chat", model, DataSpec.CHAT_TEMPLATE))
                .extracting(e -> ((ProblemException) e).problem())
                .isEqualTo(Problem.of(Problem.Code.CHAT_TEMPLATE_MISSING, model));
    }
}
