package dev.sku.runtime.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Random templates give what transformers makes of them, or a fault, given `-Dsku.python=` an interpreter that has it:
/// never another text, and no text where transformers has none.
class DifferentialTemplatesTest {
    private static final int TEMPLATES = Integer.getInteger("sku.templates", 2000);

    @Test
    void randomTemplatesAreNeverSilentlyWrong() throws Exception {
        String python = System.getProperty("sku.python");
        assumeTrue(python != null, "no -Dsku.python");
        Path script = Path.of(DifferentialTemplatesTest.class.getResource("render.py").toURI());
        JsonNode names = names();
        Process process =
                new ProcessBuilder(python, script.toString(), "--lines")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<String> different = new ArrayList<>();
        int same = 0;
        int refused = 0;
        Random random = new Random(Long.getLong("sku.seed", 1));
        try (PrintStream to =
                        new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
                BufferedReader from =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < TEMPLATES; i++) {
                String template = new RandomTemplate(random).template();
                to.println(Wire.line(Map.of("template", template, "names", names)));
                JsonNode theirs = Wire.tree(from.readLine(), "render.py");
                String ours = rendered(template, names);
                if (ours == null) {
                    refused += theirs.has("text") ? 1 : 0;
                } else if (theirs.has("text") && ours.equals(theirs.path("text").asString())) {
                    same++;
                } else {
                    different.add(
                            Wire.line(template)
                                    + "\n"
                                    + Wire.line(ours)
                                    + "\ninstead of\n"
                                    + theirs);
                }
            }
        } finally {
            process.destroy();
        }
        assertThat(different).isEmpty();
        assertThat(same).isGreaterThan(TEMPLATES / 5);
        assertThat(refused).isLessThan(TEMPLATES / 20);
    }

    private static @Nullable String rendered(String template, JsonNode names) {
        try {
            return ChatTemplate.parse("random", template, Map.of()).render(Names.of(names), null);
        } catch (ProblemException _) {
            return null;
        }
    }

    private static JsonNode names() throws IOException {
        try (var in = DifferentialTemplatesTest.class.getResourceAsStream("constructs.json")) {
            return Wire.tree(
                            new String(in.readAllBytes(), StandardCharsets.UTF_8),
                            "constructs.json")
                    .path("names");
        }
    }
}
