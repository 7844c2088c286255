package dev.sku.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Event;
import dev.sku.protocol.LossTerms;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.runtime.testing.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs as real processes that are killed the hard way and started again.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KilledRunTest {
    private static final String STEPS = "\"acquisition\": {\"steps\": 12}";

    @TempDir static Path made;

    @BeforeAll
    static void makeModelAndRows() {
        TinyRun.make(made);
    }

    @ParameterizedTest
    @CsvSource({"lora, 1, 4, 9", "full, 2, 5, 11"})
    void continuesWithTheSameLossesToTheLastBit(
            String kind, int first, int second, int third, @TempDir Path runs) throws Exception {
        RunSpec spec =
                TinyRun.spec(
                        made, STEPS + trained(kind) + ", \"output\": {\"checkpointEvery\": 1}");
        RunFolder whole = RunFolder.createAt(runs.resolve("whole"), spec);
        assertThat(start(whole).waitFor()).isZero();
        RunFolder killed = RunFolder.createAt(runs.resolve("killed"), spec);

        for (int step : List.of(first, second, third)) {
            killWhen(killed, step);
        }
        assertThat(start(killed).waitFor()).isZero();

        Map<Integer, LossTerms> wanted = TinyRun.losses(whole);
        assertThat(wanted).hasSize(12);
        assertThat(TinyRun.losses(killed)).isEqualTo(wanted);
        assertThat(killed.readResult().unlearned()).isEqualTo(whole.readResult().unlearned());
        assertThat(killed.checkpoints()).doesNotExist();
    }

    @Test
    void aCheckpointHalfWrittenOrDamagedIsPassedOver(@TempDir Path runs) throws Exception {
        RunSpec spec = TinyRun.spec(made, STEPS + ", \"output\": {\"checkpointEvery\": 3}");
        RunFolder whole = RunFolder.createAt(runs.resolve("whole"), spec);
        assertThat(start(whole).waitFor()).isZero();
        RunFolder broken = RunFolder.createAt(runs.resolve("broken"), spec);
        killWhen(broken, 8);
        Path newest = broken.checkpoints().resolve("step-000006");
        assertThat(newest).isDirectory();
        Path trained = newest.resolve("trained.safetensors");
        byte[] bytes = Files.readAllBytes(trained);
        bytes[bytes.length - 1] ^= 1;
        Files.write(trained, bytes);
        Files.createDirectories(broken.checkpoints().resolve(".step-000009.filling"));

        assertThat(start(broken).waitFor()).isZero();

        assertThat(TinyRun.losses(broken)).isEqualTo(TinyRun.losses(whole));
        assertThat(fromSteps(broken)).containsExactly(0, 3);
    }

    @Test
    void aSecondProcessOnTheSameFolderIsRefused(@TempDir Path runs) throws Exception {
        RunSpec spec = TinyRun.spec(made, "\"acquisition\": {\"steps\": 4000}");
        RunFolder folder = RunFolder.createAt(runs.resolve("run"), spec);
        Process holder = start(folder);
        try {
            awaitStep(folder, 1, holder);
            assertThat(start(folder).waitFor()).isEqualTo(75);
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    private static List<Integer> fromSteps(RunFolder folder) {
        java.util.ArrayList<Integer> steps = new java.util.ArrayList<>();
        folder.journal()
                .forEachNew(
                        1,
                        m -> {
                            if (m.event() instanceof Event.RunStarted s) {
                                steps.add(s.fromStep());
                            }
                        });
        return steps;
    }

    private static String trained(String kind) {
        return kind.equals("full")
                ? ", \"trained\": {\"type\": \"full\", \"modelDropout\": 0.1}"
                : "";
    }

    private static void killWhen(RunFolder folder, int step) throws Exception {
        Process process = start(folder);
        awaitStep(folder, step, process);
        process.destroyForcibly().waitFor();
    }

    /// Until the journal has the step, or the process has ended.
    private static void awaitStep(RunFolder folder, int step, Process process) throws Exception {
        try (WatchService watch = folder.path().getFileSystem().newWatchService()) {
            folder.path()
                    .register(
                            watch,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_CREATE);
            while (process.isAlive() && lastStep(folder) < step) {
                var key = watch.poll(1, TimeUnit.SECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            }
        }
    }

    private static int lastStep(RunFolder folder) {
        return Files.exists(folder.events())
                ? TinyRun.losses(folder).keySet().stream().mapToInt(i -> i).max().orElse(0)
                : 0;
    }

    private static Process start(RunFolder folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "-Xmx500m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sku.runtime.cli.Main",
                        "run",
                        folder.path().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.path().resolve("console.txt").toFile())
                .start();
    }
}
