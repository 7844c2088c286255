package dev.sku.runtime.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// Recorded results and real data that may stand beside the repository; tests say so when they skip.
final class Shared {
    private Shared() {}

    static Path file(String name) {
        Path file = Path.of("..", "..", "shared").resolve(name);
        assumeTrue(Files.exists(file), "skipped: there is no " + file);
        return file;
    }

    /// A file among the test resources.
    static Path resource(String name) {
        try {
            return Path.of(
                    java.util.Objects.requireNonNull(Shared.class.getResource(name)).toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
