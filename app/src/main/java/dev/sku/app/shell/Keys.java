package dev.sku.app.shell;

import java.util.Locale;
import javafx.scene.input.KeyCombination;

/// Shortcuts as the keyboard gives them and as people read them.
final class Keys {
    private static final boolean MAC =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");

    private Keys() {}

    static KeyCombination combination(String keys) {
        return KeyCombination.valueOf(keys);
    }

    static String words(String keys) {
        return keys.replace("Shortcut", MAC ? "⌘" : "Ctrl").replace("+", " ");
    }
}
