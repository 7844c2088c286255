package dev.sku.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class StopSignalTest {
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
    void aTerminatedProcessFinishesItsStepAndSavesBeforeItEnds() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Worker.class.getName())
                        .redirectErrorStream(true)
                        .start();
        List<String> lines;
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("working");
            // Through the handle: Process.destroy also closes the streams.
            process.toHandle().destroy();
            lines = out.lines().toList();
        } finally {
            process.destroyForcibly();
        }

        assertThat(lines).containsExactlyInAnyOrder("asked", "saved");
        assertThat(process.waitFor()).isEqualTo(143);
    }

    /// Works until it is asked to stop, then takes its time to save.
    static final class Worker {
        private Worker() {}

        public static void main(String[] args) {
            try (StopSignal stop = new StopSignal(() -> System.out.println("asked"))) {
                System.out.println("working");
                while (!stop.requested()) {
                    Thread.onSpinWait();
                }
                System.out.println("saved");
            }
        }
    }
}
