package dev.sku.app.ui;

import java.nio.file.Path;
import java.util.Optional;

/// Asks the person for a place on disk, with the system's own dialog.
public interface FileDialogs {
    Optional<Path> folder(String title);

    Optional<Path> open(String title, String kind, String... patterns);

    Optional<Path> save(String title, String suggestion, String kind, String... patterns);
}
