package dev.sku.app.shell;

import java.time.Instant;

/// A line of the log drawer.
public record LogEntry(Instant time, Level level, String text) {
    public enum Level {
        INFO,
        WARNING,
        ERROR
    }
}
