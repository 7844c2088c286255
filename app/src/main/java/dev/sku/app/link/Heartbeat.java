package dev.sku.app.link;

import java.time.Duration;

/// How a link notices that the other side is silent though the program in between lives: a stopped `ssh`, a frozen agent.
///
/// @param every what is silent for so long is asked for a sign of life
/// @param patience what has given none for so long is lost
/// @param greeting how long the first answer may take: an agent may have to be started, on a slow computer
public record Heartbeat(Duration every, Duration patience, Duration greeting) {
    public static final Heartbeat USUAL =
            new Heartbeat(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(60));

    /// Of a process that computes, and may have every core and all memory busy.
    static final Heartbeat COMPUTING =
            new Heartbeat(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));

    /// Ends a process that says nothing, with what it has started. One that is stopped takes no other signal.
    static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// Why it was ended.
    static String words(Duration silence) {
        return "it gave no sign of life for %d s".formatted(silence.toSeconds());
    }
}
