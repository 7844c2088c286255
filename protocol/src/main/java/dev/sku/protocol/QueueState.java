package dev.sku.protocol;

import java.util.List;
import java.util.Objects;

/// What an agent has to do: one run at a time on each device, the rest in order.
///
/// @param waiting runs in the order in which they will start
/// @param working runs that a process works on
/// @param killed runs whose process ended without a word, and what is known about it
/// @param resumeKilled whether these are started again unasked, at most three times
/// @param slurm who has those that work or wait elsewhere
public record QueueState(
        List<Waiting> waiting,
        List<String> working,
        List<Killed> killed,
        boolean resumeKilled,
        @Later SlurmState slurm) {
    public static final QueueState EMPTY = new QueueState(List.of(), List.of(), List.of(), false);

    public QueueState {
        slurm = Objects.requireNonNullElse(slurm, SlurmState.NONE);
    }

    /// Of a workspace that has nothing to do with Slurm.
    public QueueState(
            List<Waiting> waiting,
            List<String> working,
            List<Killed> killed,
            boolean resumeKilled) {
        this(waiting, working, killed, resumeKilled, SlurmState.NONE);
    }

    /// The runs that wait for a device here, or at Slurm.
    public int waitingCount() {
        return waiting.size() + (int) slurm.jobs().stream().filter(SlurmState.Job::waits).count();
    }

    /// The runs that wait for a device, in order.
    public List<Waiting> waitingFor(String device) {
        return waiting.stream().filter(w -> DeviceNames.of(w.device()).contains(device)).toList();
    }

    /// @param device it waits for
    public record Waiting(String run, String device) {}

    /// @param resumed how often it was started again unasked
    public record Killed(String run, Problem problem, int resumed) {}
}
