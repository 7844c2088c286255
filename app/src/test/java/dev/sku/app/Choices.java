package dev.sku.app;

import dev.sku.app.ui.FileDialogs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A person in front of the system's dialogs, who always chooses the same place, or closes them.
final class Choices implements FileDialogs {
    private @Nullable Path next;

    /// The name that the last dialog suggested.
    String suggested = "";

    /// The folders that were shown.
    final List<Path> shown = new CopyOnWriteArrayList<>();

    /// Whether the desktop has no program for folders.
    boolean showsNothing;

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

    @Override
    public void show(Path place) throws IOException {
        if (showsNothing) {
            throw new IOException("there is no program for folders");
        }
        shown.add(place);
    }
}
