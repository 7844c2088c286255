package dev.sku.runtime.serve;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Slurm's commands, each with a limit to how long an answer may take.
///
/// @param configuration of the cluster; null for the computer's own
record SlurmCommands(@Nullable Path configuration) {
    private static final int NOT_STARTED = 127;

    /// What a command ended with; null exit where it took too long.
    record Answer(@Nullable Integer exit, String out, String err) {
        boolean good() {
            return Objects.equals(exit, 0);
        }

        /// The last thing that it said.
        String words() {
            if (exit == null) {
                return "no answer in time";
            }
            return (out + "\n" + err)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce((_, last) -> last)
                    .orElse("exit code " + exit);
        }
    }

    /// Whether this computer has them.
    boolean areThere() {
        String path = System.getenv("PATH");
        return path != null
                && Arrays.stream(path.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isEmpty())
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "sbatch")));
    }

    Answer run(List<String> command, String input, Duration patience) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            if (configuration != null) {
                builder.environment().put("SLURM_CONF", configuration.toString());
            }
            Process process = builder.start();
            CompletableFuture<String> out = text(process.getInputStream());
            CompletableFuture<String> err = text(process.getErrorStream());
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // It did not read; its exit code says why.
            }
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Answer(null, "", "");
            }
            return new Answer(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            return new Answer(NOT_STARTED, "", String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer(null, "", "");
        }
    }

    private static CompletableFuture<String> text(InputStream in) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (in) {
                        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException _) {
                        return "";
                    }
                },
                task -> Thread.ofPlatform().daemon().start(task));
    }
}
