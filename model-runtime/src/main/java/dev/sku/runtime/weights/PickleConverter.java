package dev.sku.runtime.weights;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Turns `pytorch_model.bin` into safetensors, once.
///
/// Some published models ship only pickles, which are programs. They are read in a separate JVM of 256 MB that runs
/// nothing of what they say; see [PickleReader].
public final class PickleConverter {
    static final String SINGLE = "pytorch_model.bin";
    static final String INDEX = "pytorch_model.bin.index.json";
    static final String CONVERTED_SINGLE = "model.safetensors";
    static final String CONVERTED_INDEX = "model.safetensors.index.json";

    /// What `-XX:+ExitOnOutOfMemoryError` exits with.
    private static final int OUT_OF_MEMORY_EXIT = 3;

    private static final int MAX_OUTPUT_BYTES = 1 << 16;

    private PickleConverter() {}

    /// Whether a folder holds pickled weights.
    public static boolean isPickled(Path modelFolder) {
        return Files.exists(modelFolder.resolve(SINGLE))
                || Files.exists(modelFolder.resolve(INDEX));
    }

    /// Converts into the model folder, or into the user's cache when that cannot be written.
    ///
    /// @return the folder that now holds the safetensors
    /// @throws ProblemException `PICKLE_REFUSED`, `DISK_FULL`, …
    public static Path convert(Path modelFolder) {
        return convert(modelFolder, userCache());
    }

    /// @param cache for models whose own folder cannot be written; a sub-folder of it is used
    public static Path convert(Path modelFolder, Path cache) {
        return convertInto(
                modelFolder,
                Files.isWritable(modelFolder)
                        ? modelFolder
                        : cache.resolve(cacheName(modelFolder)));
    }

    static Path convertInto(Path modelFolder, Path target) {
        if (!isConverted(target)) {
            run(modelFolder, target);
        }
        return target;
    }

    private static boolean isConverted(Path folder) {
        return Files.exists(folder.resolve(CONVERTED_SINGLE))
                || Files.exists(folder.resolve(CONVERTED_INDEX));
    }

    private static void run(Path source, Path target) {
        ProcessBuilder java =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:-CreateCoredumpOnCrash",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PickleConverterMain.class.getName(),
                        source.toAbsolutePath().toString(),
                        target.toAbsolutePath().toString());
        java.redirectErrorStream(true);
        java.environment()
                .keySet()
                .removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"));
        try {
            Process process = java.start();
            try {
                process.getOutputStream().close();
                byte[] output = process.getInputStream().readNBytes(MAX_OUTPUT_BYTES);
                if (output.length == MAX_OUTPUT_BYTES) {
                    process.destroyForcibly();
                }
                int exit = process.waitFor();
                if (exit != 0) {
                    throw problem(source, exit, new String(output, StandardCharsets.UTF_8));
                }
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(
                            Problem.Code.INTERNAL,
                            "the pickle converter could not be started: " + e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    Problem.of(Problem.Code.PICKLE_REFUSED, source, "reading it was cancelled"), e);
        }
    }

    private static ProblemException problem(Path source, int exit, String output) {
        String last = output.strip().lines().reduce("", (_, line) -> line);
        if (exit == 1 && last.startsWith("{")) {
            return new ProblemException(Wire.read(last, Problem.class, "pickle converter"));
        }
        String reason =
                exit == OUT_OF_MEMORY_EXIT
                        ? "reading it takes more memory than any checkpoint needs"
                        : "reading it ended with code %d".formatted(exit);
        return new ProblemException(
                Problem.of(Problem.Code.PICKLE_REFUSED, source, reason).withDetail(output));
    }

    private static Path userCache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path home =
                xdg == null || xdg.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(xdg);
        return home.resolve("sku-workbench").resolve("converted");
    }

    /// Another place, size or time of the sources gives another name: an exchanged file is converted again.
    static String cacheName(Path folder) {
        StringBuilder identity = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            Path real = folder.toRealPath();
            identity.append(real).append('\n');
            for (Path file : files.filter(f -> f.toString().endsWith(".bin")).sorted().toList()) {
                BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
                identity.append(file.getFileName()).append(' ').append(a.size());
                identity.append(' ').append(a.lastModifiedTime().toMillis()).append('\n');
            }
            byte[] digest =
                    java.security.MessageDigest.getInstance("SHA-256")
                            .digest(identity.toString().getBytes(StandardCharsets.UTF_8));
            String hex = HexFormat.of().formatHex(digest, 0, 8);
            return real.getFileName() + "-" + hex;
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(
                            Problem.Code.FILE_UNREADABLE, folder, String.valueOf(e.getMessage())),
                    e);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
