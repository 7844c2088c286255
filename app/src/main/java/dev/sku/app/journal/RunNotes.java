package dev.sku.app.journal;

import java.util.List;

/// What only the person knows of a run.
public record RunNotes(String note, List<String> tags) {
    public static final RunNotes NONE = new RunNotes("", List.of());
}
