package dev.sku.app.ui;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// The dialogs of the desktop, above the window, each beginning where the last one ended.
public final class SystemDialogs implements FileDialogs {
    private final Window owner;
    private @Nullable File last;

    public SystemDialogs(Window owner) {
        this.owner = owner;
    }

    @Override
    public Optional<Path> folder(String title) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(title);
        chooser.setInitialDirectory(last);
        return chosen(chooser.showDialog(owner));
    }

    @Override
    public Optional<Path> open(String title, String kind, String... patterns) {
        return chosen(chooser(title, kind, patterns).showOpenDialog(owner));
    }

    @Override
    public Optional<Path> save(String title, String suggestion, String kind, String... patterns) {
        FileChooser chooser = chooser(title, kind, patterns);
        chooser.setInitialFileName(suggestion);
        return chosen(chooser.showSaveDialog(owner));
    }

    @Override
    public void show(Path folder) throws IOException {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String command = os.contains("mac") ? "open" : os.contains("win") ? "explorer" : "xdg-open";
        new ProcessBuilder(command, folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private FileChooser chooser(String title, String kind, String... patterns) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.setInitialDirectory(last);
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(kind, patterns));
        return chooser;
    }

    private Optional<Path> chosen(@Nullable File file) {
        if (file == null) {
            return Optional.empty();
        }
        last = file.isDirectory() ? file : file.getParentFile();
        return Optional.of(file.toPath());
    }
}
