package dev.sku.runtime.serve;

import dev.sku.protocol.DeviceNames;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.SlurmPreset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where on a cluster something that goes with a workspace's runs can work: in the job of one of them that works now, or in
/// an allocation of its own.
///
/// @param job Slurm's number for a job that works; null for an allocation of its own
/// @param cards that the place has
record SlurmPlace(@Nullable String job, int cards, SlurmPreset preset) {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// @param cards that are needed
    /// @return a job that has so many, before an allocation with as many
    static SlurmPlace of(
            Workspace workspace, SlurmPreset preset, SlurmCommands commands, int cards) {
        return working(workspace, preset, commands)
                .filter(place -> place.cards() >= cards)
                .orElse(new SlurmPlace(null, cards, preset));
    }

    /// The job of a run that works now; the one with most cards.
    static Optional<SlurmPlace> working(
            Workspace workspace, SlurmPreset preset, SlurmCommands commands) {
        Map<String, Integer> cards = new HashMap<>();
        for (QueueFile.Working run : QueueFile.read(workspace.queue()).working()) {
            String job = run.process().slurmJob();
            if (job != null) {
                cards.put(job, cards(workspace.run(run.run())));
            }
        }
        if (cards.isEmpty()) {
            return Optional.empty();
        }
        // %i is a task's number in its array, %A the one that it has for itself.
        SlurmCommands.Answer answer =
                commands.run(
                        List.of(
                                "squeue",
                                "--noheader",
                                "--array",
                                "--states=RUNNING",
                                "--format=%i|%A",
                                "--jobs=" + String.join(",", cards.keySet())),
                        "",
                        PATIENCE);
        return !answer.good()
                ? Optional.empty()
                : answer.out()
                        .lines()
                        .map(line -> line.strip().split("\\|", 2))
                        .filter(words -> words.length == 2)
                        .map(words ->
                                new SlurmPlace(words[1], cards.getOrDefault(words[0], 0), preset))
                        .max(java.util.Comparator.comparingInt(SlurmPlace::cards));
    }

    /// As many as the run's job was asked for with.
    static int cards(RunFolder run) {
        return cards(run.readSpec().device());
    }

    /// @param device as in a specification
    static int cards(String device) {
        return (int) DeviceNames.of(device).stream().filter(d -> DeviceNames.index(d) >= 0).count();
    }

    /// What starts a command there, with its standard streams.
    ///
    /// @param name of the job or step
    List<String> command(String name, List<String> what) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "srun",
                                "--quiet",
                                "--ntasks=1",
                                "--unbuffered",
                                "--job-name=" + name));
        if (job == null) {
            command.addAll(preset.flags(cards));
        } else {
            command.addAll(List.of("--overlap", "--jobid=" + job));
        }
        command.addAll(what);
        return List.copyOf(command);
    }
}
