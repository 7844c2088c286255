package dev.sku.runtime.testing;

import dev.sku.protocol.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The project's own parity set of tiny random models; `make_small_set.py` beside it says how it was made.
public final class SmallSet {
    private SmallSet() {}

    public static Path path() {
        try {
            return Path.of(
                    Objects.requireNonNull(
                                    SmallSet.class.getResource("/dev/sku/runtime/replay/small"))
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Path model(String name) {
        return path().resolve("models").resolve(name);
    }

    public static Path adapter(String name) {
        return path().resolve("adapters").resolve(name);
    }

    public static JsonNode json(String name) {
        Path file = path().resolve(name);
        try {
            return Wire.tree(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A copy that a test may change.
    public static Path copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(path())) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(path().relativize(file).toString()));
            }
        }
        return target;
    }
}
