package dev.sku.runtime.serve;

import dev.sku.protocol.RunFolder;
import dev.sku.protocol.SlurmState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Starts the process of a run, and knows it again later.
interface RunStarter {
    /// A process as another agent can find it again: numbers of processes are used again, the moment of their start
    /// tells which is meant.
    ///
    /// @param slurmJob number of the job where Slurm has it; the process is then Slurm's business
    record Started(long pid, long startedMillis, @Nullable String slurmJob) {
        Started(long pid, long startedMillis) {
            this(pid, startedMillis, null);
        }
    }

    /// Whether runs that are started here wait in a queue elsewhere, so that they need not wait for a device before.
    boolean queues();

    /// @throws dev.sku.protocol.ProblemException where it cannot be started
    Started start(RunFolder folder);

    /// Starts several, in order.
    ///
    /// @throws dev.sku.protocol.ProblemException where none was started
    default List<Started> startAll(List<RunFolder> folders) {
        return folders.stream().map(this::start).toList();
    }

    boolean isAlive(Started process);

    /// Takes back processes that wait elsewhere and have not begun to work.
    void cancel(List<Started> processes);

    /// What is known of those that wait or work elsewhere.
    ///
    /// @param working by the name of their run
    default SlurmState slurm(Map<String, Started> working) {
        return SlurmState.NONE;
    }

    /// Grows whenever [#slurm] changes by itself.
    default long changes() {
        return 0;
    }

    /// How the process ended, in words; "unknown" where it was another agent's.
    String ending(Started process);
}
