package dev.sku.runtime.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Lines and one progress bar for a person; where nobody watches, the bar is a plain line now and then.
final class Console {
    private static final int BAR = 24;
    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration PLAIN_LINE = Duration.ofSeconds(10);
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private boolean barShown;
    private long drawnAt;
    private String label = "";
    private int first;
    private long startedAt;

    /// @param terminal whether a person watches, so that a line can be drawn again
    /// @param nanos as [System#nanoTime]
    Console(PrintWriter out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    synchronized void line(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    /// A part of a line, at once.
    synchronized void piece(String text) {
        clear();
        out.print(text);
        out.flush();
    }

    /// How far something is. The time left is reckoned from the first call with this label, so that steps done before a
    /// continuation do not count.
    synchronized void progress(String of, int done, int total) {
        long now = nanos.getAsLong();
        boolean begins = !of.equals(label);
        if (begins) {
            label = of;
            first = done;
            startedAt = now;
        }
        Duration since = Duration.ofNanos(now - drawnAt);
        boolean due = since.compareTo(terminal ? REDRAW : PLAIN_LINE) >= 0;
        if (!begins && !due && done < total) {
            return;
        }
        drawnAt = now;
        String text = "%s %,d of %,d%s".formatted(label, done, total, timeLeft(now, done, total));
        if (terminal) {
            int filled = total == 0 ? BAR : (int) ((long) BAR * done / total);
            out.print(ERASE_LINE + "█".repeat(filled) + "░".repeat(BAR - filled) + " " + text);
            barShown = true;
        } else {
            out.println(text);
        }
        out.flush();
        if (done >= total) {
            clear();
            label = "";
        }
    }

    private String timeLeft(long now, int done, int total) {
        if (done <= first || done >= total) {
            return "";
        }
        double each = (double) (now - startedAt) / (done - first);
        return ", " + words(Duration.ofNanos((long) (each * (total - done)))) + " left";
    }

    private void clear() {
        if (barShown) {
            out.print(ERASE_LINE);
            barShown = false;
        }
    }

    /// `2 h 24 min`, `3 min 5 s`, `12 s`: the two largest units.
    static String words(Duration time) {
        long seconds = Math.max(0, time.plusMillis(500).toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
