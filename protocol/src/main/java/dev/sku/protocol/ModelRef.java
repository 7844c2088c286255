package dev.sku.protocol;

import java.nio.file.Path;

/// The base model: a folder in Hugging Face layout.
public record ModelRef(String folder) {
    /// What people call it: the folder's own name, or `owner/name` in the Hugging Face cache, where folders are named by hashes.
    public String name() {
        Path path = Path.of(folder);
        for (Path part : path) {
            String[] words = part.toString().split("--", 3);
            if (words.length == 3 && words[0].equals("models")) {
                return words[1] + "/" + words[2];
            }
        }
        return String.valueOf(path.getFileName());
    }
}
