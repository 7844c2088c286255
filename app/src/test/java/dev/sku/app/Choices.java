package dev.sku.app;

import dev.sku.app.ui.FileDialogs;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A person in front of the system's dialogs, who always chooses the same place, or closes them.
final class Choices implements FileDialogs {
    private @Nullable Path next;

    /// The name that the last dialog suggested.
    String suggested = "";

    void will(Path choose) {
        next = choose;
    }

    @Override
    public Optional<Path> folder(String title) {
        return Optional.ofNullable(next);
    }

    @Override
    public Optional<Path> open(String title, String kind, String... patterns) {
        return Optional.ofNullable(next);
    }

    @Override
    public Optional<Path> save(String title, String suggestion, String kind, String... patterns) {
        suggested = suggestion;
        return Optional.ofNullable(next);
    }
}
