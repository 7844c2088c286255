package dev.sku.app;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Something that the runtime's own tests run against, in a process beside this one: the private cluster, the hub that
/// misbehaves.
final class RuntimeTestProgram implements AutoCloseable {
    private static final Path TESTS =
            Path.of("..", "model-runtime", "target", "test-classes").toAbsolutePath().normalize();

    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final String place;

    /// @param main class whose first words are `ready` and where it is, or `skipped` and why
    RuntimeTestProgram(String main, Path folder) throws IOException {
        assumeTrue(
                Files.exists(TESTS.resolve(main.replace('.', '/') + ".class")),
                "the runtime's tests are not built beside the window");
        process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-cp",
                                        TESTS
                                                + File.pathSeparator
                                                + System.getProperty("java.class.path"),
                                        main,
                                        Files.createDirectories(folder).toString()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        out = process.inputReader(java.nio.charset.StandardCharsets.UTF_8);
        in = process.outputWriter(java.nio.charset.StandardCharsets.UTF_8);
        String line = String.valueOf(out.readLine());
        assumeTrue(!line.startsWith("skipped "), line);
        if (!line.startsWith("ready ")) {
            throw new IOException(main + " did not begin: " + line);
        }
        place = line.substring("ready ".length());
    }

    String place() {
        return place;
    }

    /// Lets it behave otherwise from now on.
    void tell(String order) throws IOException {
        in.write(order + "\n");
        in.flush();
        String said = out.readLine();
        if (!"done".equals(said)) {
            throw new IOException(order + ": " + said);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
