package dev.sku.runtime.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The beginning of a text that lies beside a model, such as its card: a courtesy to the reader, whoever wrote it and
/// however long it is.
public final class FolderText {
    private static final int MOST_BYTES = 1 << 15;
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]");

    private FolderText() {}

    /// Empty where there is no such file, or it cannot be read.
    public static String beginning(Path file) {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            return UNSEEN.matcher(text).replaceAll("");
        } catch (IOException _) {
            return "";
        }
    }
}
