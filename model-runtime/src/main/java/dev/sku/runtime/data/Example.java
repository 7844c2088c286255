package dev.sku.runtime.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One question with one answer, and where it stands.
///
/// @param file as it was given to the reader
/// @param line the row's first line, from 1
/// @param safeAnswer a safe answer to the same question, where the file has one
/// @param categories kinds of harm the file names for this answer; empty where it names none
/// @param severity degree of harm the file gives (0 to 3 in PKU-SafeRLHF)
public record Example(
        String question,
        String answer,
        String file,
        int line,
        @Nullable String safeAnswer,
        List<String> categories,
        @Nullable Integer severity) {
    public Example {
        categories = List.copyOf(categories);
    }

    static Example plain(String question, String answer, String file, int line) {
        return new Example(question, answer, file, line, null, List.of(), null);
    }
}
