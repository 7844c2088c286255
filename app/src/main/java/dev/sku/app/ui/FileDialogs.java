package dev.sku.app.ui;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Asks the person for a place on disk, with the system's own dialog, and shows places.
public interface FileDialogs {
    Optional<Path> folder(String title);

    Optional<Path> open(String title, String kind, String... patterns);

    Optional<Path> save(String title, String suggestion, String kind, String... patterns);

    /// Shows a folder in the desktop's own program for them, which goes on by itself; safe for threads.
    void show(Path folder) throws IOException;
}
