package dev.sku.resources;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// Every sentence and word of the window, by key. Arguments are filled in by `MessageFormat`; a key that is missing is a
/// fault of the build and throws.
public final class Texts {
    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle("dev.sku.resources.texts", Locale.ENGLISH);

    private Texts() {}

    public static String text(String key, Object... arguments) {
        return new MessageFormat(BUNDLE.getString(key), Locale.ENGLISH).format(arguments);
    }

    /// Text of a constant: the key is the prefix, a dot and the constant's name in lower case.
    public static String text(String prefix, Enum<?> constant) {
        return text(prefix + "." + constant.name().toLowerCase(Locale.ROOT));
    }

    /// All keys, for tests and for the palette.
    public static Iterable<String> keys() {
        return BUNDLE.keySet();
    }
}
