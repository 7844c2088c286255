package dev.sku.app;

import static dev.sku.resources.Texts.text;

import dev.sku.app.shell.LogEntry;
import dev.sku.app.shell.LogViewModel;
import dev.sku.app.shell.Notices;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;

/// A fault of the window itself: told in a notice, with its trace in the log, where it can be copied.
record Crash(Throwable fault) {
    void show(LogViewModel log, Notices notices) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        Instant now = Instant.now();
        List<LogEntry> lines =
                trace.toString()
                        .lines()
                        .map(l -> new LogEntry(now, LogEntry.Level.ERROR, l.replace("\t", "    ")))
                        .toList();
        log.add(lines);
        notices.fail(text("crash.title"), text("crash.sentence"));
    }
}
