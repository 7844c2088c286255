package dev.sku.app.settings;

import dev.sku.protocol.ProblemException;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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

    /// The settings; of a file that is not as it was written everything that can still be read, and the defaults for the rest:
    /// preferences are no reason not to start. A file that cannot be read at all is kept under another name.
    public Settings read() {
        if (!Files.isRegularFile(file)) {
            return Settings.DEFAULT;
        }
        try {
            String text = WholeFile.read(file);
            try {
                return Wire.read(text, Settings.class, file.toString());
            } catch (ProblemException _) {
                return salvaged(Wire.tree(text, file.toString()));
            }
        } catch (ProblemException _) {
            keepAside();
            return Settings.DEFAULT;
        }
    }

    private static Settings salvaged(JsonNode found) {
        ObjectNode sound = (ObjectNode) Wire.tree(Wire.line(Settings.DEFAULT), "");
        if (found instanceof ObjectNode object) {
            take(object, sound, sound);
        }
        return Wire.read(sound.toString(), Settings.class, "");
    }

    /// Takes each field with which the whole can be read; of one that it cannot be read with, what is in it.
    private static void take(ObjectNode from, ObjectNode into, ObjectNode whole) {
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            JsonNode before = into.get(field.getKey());
            into.set(field.getKey(), field.getValue());
            if (isSound(whole)) {
                continue;
            }
            ObjectNode part = into.objectNode();
            into.set(field.getKey(), part);
            if (field.getValue() instanceof ObjectNode inner && isSound(whole)) {
                take(inner, part, whole);
            } else if (before == null) {
                into.remove(field.getKey());
            } else {
                into.set(field.getKey(), before);
            }
        }
    }

    private static boolean isSound(ObjectNode whole) {
        try {
            Wire.read(whole.toString(), Settings.class, "");
            return true;
        } catch (ProblemException _) {
            return false;
        }
    }

    private void keepAside() {
        try {
            Files.copy(
                    file,
                    file.resolveSibling(file.getFileName() + ".damaged"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException _) {
            // it is not worth more than the attempt
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
