package dev.sku.app.settings;

import dev.sku.protocol.ProblemException;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `settings.json` in the person's configuration folder.
public final class SettingsFile {
    private final Path file;

    public SettingsFile(Path file) {
        this.file = file;
    }

    /// Where the system keeps a program's settings.
    public static SettingsFile ofPerson() {
        String xdg = System.getenv("XDG_CONFIG_HOME");
        Path base =
                xdg == null || xdg.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".config")
                        : Path.of(xdg);
        return new SettingsFile(base.resolve("sku-workbench").resolve("settings.json"));
    }

    /// The settings, or the defaults where there are none or they cannot be read: preferences are no reason not to start.
    public Settings read() {
        if (!Files.isRegularFile(file)) {
            return Settings.DEFAULT;
        }
        try {
            return Wire.read(WholeFile.read(file), Settings.class, file.toString());
        } catch (ProblemException _) {
            return Settings.DEFAULT;
        }
    }

    public void write(Settings settings) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        WholeFile.write(file, Wire.pretty(settings));
    }

    public Path path() {
        return file;
    }
}
