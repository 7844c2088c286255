package dev.sku.runtime.serve;

import dev.sku.protocol.SlurmPreset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A session that compares on a node of the cluster: beside a run that works, in its job, or in an allocation of its own.
public final class SlurmSession {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private SlurmSession() {}

    /// What starts it; empty where the workspace's runs do not go to Slurm.
    ///
    /// @param session the command on the node
    public static Optional<List<String>> command(Workspace workspace, List<String> session) {
        Optional<SlurmPreset> preset = SlurmPresets.of(workspace).inUse();
        if (preset.isEmpty()) {
            return Optional.empty();
        }
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "srun",
                                "--quiet",
                                "--ntasks=1",
                                "--unbuffered",
                                "--job-name=sku-compare"));
        Optional<String> job = working(workspace);
        if (job.isPresent()) {
            command.add("--overlap");
            command.add("--jobid=" + job.get());
        } else {
            command.addAll(preset.get().flags(0));
        }
        command.addAll(session);
        return Optional.of(List.copyOf(command));
    }

    /// A job of the workspace that works now.
    private static Optional<String> working(Workspace workspace) {
        String jobs =
                QueueFile.read(workspace.queue()).working().stream()
                        .map(w -> w.process().slurmJob())
                        .filter(java.util.Objects::nonNull)
                        .collect(Collectors.joining(","));
        if (jobs.isEmpty()) {
            return Optional.empty();
        }
        // %A is the number that every task of an array has for itself.
        SlurmCommands.Answer answer =
                new SlurmCommands(null)
                        .run(
                                List.of(
                                        "squeue",
                                        "--noheader",
                                        "--array",
                                        "--states=RUNNING",
                                        "--format=%A",
                                        "--jobs=" + jobs),
                                "",
                                PATIENCE);
        return answer.good()
                ? answer.out().lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst()
                : Optional.empty();
    }
}
