package dev.sku.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Event;
import dev.sku.protocol.Method;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunResult;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.Wire;
import dev.sku.runtime.evaluate.EncoderFolders;
import dev.sku.runtime.testing.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/// Every method from its specification to what it leaves behind.
class MethodRunTest {
    @TempDir static Path made;
    @TempDir Path runs;

    @BeforeAll
    static void makeModelAndRows() {
        TinyRun.make(made);
    }

    static Stream<Arguments> trainedMethods() {
        return Arrays.stream(Method.values())
                .filter(Method::isTrained)
                .flatMap(m -> Stream.of(Arguments.of(m, "lora"), Arguments.of(m, "full")));
    }

    @ParameterizedTest
    @MethodSource("trainedMethods")
    void anInterruptedRunEndsWithTheBitsOfOneThatWasNot(Method method, String trained)
            throws IOException {
        RunFolder whole = folder("whole", method, trained);
        RunResult wanted = run(whole, new AtomicBoolean(), 0).orElseThrow();

        RunFolder cut = folder("cut", method, trained);
        assertThat(run(cut, new AtomicBoolean(), 2)).isEmpty();
        RunResult found = run(cut, new AtomicBoolean(), 0).orElseThrow();

        assertThat(TinyRun.losses(cut)).isEqualTo(TinyRun.losses(whole)).hasSize(4);
        assertThat(found.unlearned()).isEqualTo(wanted.unlearned());
        assertThat(Files.readAllBytes(output(cut))).isEqualTo(Files.readAllBytes(output(whole)));
    }

    @Test
    void anInstructionTrainsNothingAndIsMeasuredWithIt() {
        RunFolder folder =
                RunFolder.createAt(
                        runs.resolve("told"), TinyRun.spec(made, "\"method\": \"inContext\""));
        RunResult result = run(folder, new AtomicBoolean(), 0).orElseThrow();

        assertThat(result.steps()).isZero();
        assertThat(result.outputs()).isEmpty();
        assertThat(result.sweep()).isEmpty();
        assertThat(TinyRun.losses(folder)).isEmpty();
        assertThat(result.unlearned().normal().perplexityOrNaN())
                .isNotEqualTo(result.base().normal().perplexityOrNaN());
        assertThat(run(folder, new AtomicBoolean(), 0)).contains(result);
    }

    @Test
    void aRunNamesTheEncoderThatItMeasuresSimilarityBy() throws IOException {
        Path encoder = EncoderFolders.write(runs.resolve("encoder"), "bert", "mean");
        RunSpec plain = TinyRun.spec(made, "\"method\": \"inContext\"");
        ObjectNode json = (ObjectNode) Wire.tree(Wire.line(plain), "spec");
        ((ObjectNode) json.get("evaluation")).put("encoder", encoder.toString());
        RunSpec spec = Wire.read(json.toString(), RunSpec.class, "spec");

        RunResult byBase = result("plain", plain);
        RunResult byEncoder = result("near", spec);

        assertThat(Objects.requireNonNull(byEncoder.conditions()).encoder())
                .startsWith("encoder [");
        assertThat(byEncoder.base().normal().similarity())
                .isNotEqualTo(byBase.base().normal().similarity());
        assertThat(byEncoder.base().normal().rougeL()).isEqualTo(byBase.base().normal().rougeL());
    }

    private RunResult result(String name, RunSpec spec) {
        return run(RunFolder.createAt(runs.resolve(name), spec), new AtomicBoolean(), 0)
                .orElseThrow();
    }

    private RunFolder folder(String name, Method method, String trained) {
        String layers = method == Method.RMU ? ", \"layers\": [0, 1]" : "";
        return RunFolder.createAt(
                runs.resolve(name),
                TinyRun.spec(
                        made,
                        """
                        "method": "%s", "acquisition": {"steps": 4, "batch": 2},
                        "trained": {"type": "%s"%s}, "baseline": {"layer": 1},
                        "optimizer": {"learningRate": 1e-2}
                        """
                                .formatted(Wire.word(method), trained, layers)));
    }

    private static Path output(RunFolder run) {
        Path adapter = run.adapter().resolve("adapter_model.safetensors");
        return Files.exists(adapter)
                ? adapter
                : run.taskVector().resolve("task-vector.safetensors");
    }

    /// @param cutAfter steps; 0 for none
    private static Optional<RunResult> run(RunFolder folder, AtomicBoolean cut, int cutAfter) {
        return new RunProcess(
                        folder,
                        event -> {
                            if (event instanceof Event.StepCompleted s && s.step() == cutAfter) {
                                cut.set(true);
                            }
                        },
                        cut::get)
                .run();
    }
}
