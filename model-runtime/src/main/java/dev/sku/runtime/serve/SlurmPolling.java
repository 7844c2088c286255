package dev.sku.runtime.serve;

import java.time.Duration;

/// How politely Slurm's controller is asked.
///
/// @param every at most so often, for all jobs in one question
/// @param slowest while nothing changes the pauses grow up to this
/// @param patience with one answer
/// @param absences answers in a row that do not know a job, before it counts as gone: a controller that has just been
///     started again answers with nothing
record SlurmPolling(Duration every, Duration slowest, Duration patience, int absences) {
    static final SlurmPolling USUAL =
            new SlurmPolling(
                    Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(15), 3);
}
