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
}
