package dev.sku.runtime.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The licence that a model folder names: `license:` in the front matter of its README, or the first line of a licence
/// file.
final class Licence {
    private static final int MAX_FRONT_MATTER_LINES = 200;
    private static final int MAX_CHARS = 120;

    private static final List<String> FILES =
            List.of("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENSE.model");

    private Licence() {}

    /// The beginning of the folder's licence file; empty where it has none.
    static String text(Path folder) {
        return FILES.stream()
                .map(file -> FolderText.beginning(folder.resolve(file)).strip())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    static @Nullable String of(Path folder) {
        String named = frontMatter(folder.resolve("README.md"));
        if (named != null) {
            return named;
        }
        for (String file : FILES) {
            String title = title(folder.resolve(file));
            if (title != null) {
                return title;
            }
        }
        return null;
    }

    private static @Nullable String frontMatter(Path readme) {
        List<String> lines = firstLines(readme);
        if (lines.isEmpty() || !lines.getFirst().strip().equals("---")) {
            return null;
        }
        @Nullable String licence = null;
        for (String line : lines.subList(1, lines.size())) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (line.strip().equals("---")) {
                return licence;
            }
            if (lower.startsWith("license:") && licence == null) {
                licence = value(line);
            } else if (lower.startsWith("license_name:")) {
                licence = value(line);
            }
        }
        return null;
    }

    private static @Nullable String value(String line) {
        String value = line.substring(line.indexOf(':') + 1).strip();
        String bare = value.replaceAll("^[\"']|[\"']$", "");
        return bare.isEmpty() ? null : shortened(bare);
    }

    private static @Nullable String title(Path file) {
        return firstLines(file).stream()
                .map(line -> line.replaceFirst("^#+", "").strip())
                .filter(line -> !line.isEmpty())
                .findFirst()
                .map(Licence::shortened)
                .orElse(null);
    }

    private static String shortened(String text) {
        return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text;
    }

    private static List<String> firstLines(Path file) {
        return FolderText.beginning(file).lines().limit(MAX_FRONT_MATTER_LINES).toList();
    }
}
