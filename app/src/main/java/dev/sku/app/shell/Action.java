package dev.sku.app.shell;

import dev.sku.resources.Icon;
import java.util.function.BooleanSupplier;

/// Something that can be done from anywhere, by palette or keyboard.
///
/// @param words as the palette shows it
/// @param keys as `Shortcut+K`; empty for none
/// @param possible whether it can be done now
public record Action(
        String id, String words, Icon icon, String keys, BooleanSupplier possible, Runnable run) {
    public static Action of(String id, String words, Icon icon, String keys, Runnable run) {
        return new Action(id, words, icon, keys, () -> true, run);
    }

    /// The shortcut as it is read: `Ctrl K`.
    public String keysInWords() {
        return Keys.words(keys);
    }
}
