package dev.sku.app;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the window is started with.
///
/// @param workspace null for the last one, or the usual one
/// @param tour folder for pictures instead of a window; null for the window
/// @param home the installation: holds `packaging/sku` and `sample-data`
record Options(@Nullable Path workspace, @Nullable Path tour, Path home) {
    /// @throws IllegalArgumentException naming what is not understood
    static Options of(List<String> arguments, Path home) {
        Path workspace = null;
        Path tour = null;
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals("--tour")) {
                if (++i == arguments.size()) {
                    throw new IllegalArgumentException("--tour DIR");
                }
                tour = Path.of(arguments.get(i));
            } else if (word.startsWith("-") || workspace != null) {
                throw new IllegalArgumentException(word);
            } else {
                workspace = Path.of(word);
            }
        }
        return new Options(workspace, tour, home);
    }

    Path sampleData() {
        return home.resolve("sample-data");
    }

    Path launcher() {
        return home.resolve("packaging").resolve("sku");
    }

    /// Where runs go when nobody has said.
    static Path usualWorkspace() {
        return Path.of(System.getProperty("user.home"), "sku-workbench");
    }
}
