package dev.sku.app.journal;

import java.nio.file.Path;

/// A run of the library.
///
/// @param live some process works on it now
/// @param missing its folder is not where it was: what is known of it was kept
public record RunEntry(
        RunSummary summary, RunNotes notes, Path folder, boolean live, boolean missing) {
    public RunEntry(RunSummary summary, RunNotes notes, Path folder, boolean live) {
        this(summary, notes, folder, live, false);
    }

    /// What people call it.
    public String title() {
        return notes.title().isEmpty() ? summary.title() : notes.title();
    }
}
