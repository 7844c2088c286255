package dev.sku.runtime.serve;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RemoteHost;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.SlurmState;
import dev.sku.runtime.runs.OwnProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Runs as jobs of a Slurm cluster: a job is `sku run FOLDER`, as everywhere, so that a job that is requeued goes on.
/// Runs that are handed over together are the tasks of one array.
///
/// What Slurm says is a hint, the journal is the truth. Only a state that ends a job, or several answers in a row that do
/// not know it, end it here; no answer, an empty one or a late one mean nothing.
final class Slurm implements RunStarter {
    private static final Duration SUBMISSION = Duration.ofSeconds(60);

    /// Before the time limit, so that the run can save a checkpoint; it ends in 110 seconds at most.
    private static final String WARNING = "--signal=B:TERM@120";

    private final Workspace workspace;
    private final SlurmPolling polling;
    private final SlurmCommands commands;
    private final SlurmJobs jobs;

    Slurm(Workspace workspace, SlurmPolling polling, SlurmCommands commands, Consumer<String> log) {
        this.commands = commands;
        this.workspace = workspace;
        this.polling = polling;
        this.jobs = new SlurmJobs(commands, polling, log);
    }

    @Override
    public boolean queues() {
        return true;
    }

    @Override
    public Started start(RunFolder folder) {
        return startAll(List.of(folder)).getFirst();
    }

    /// @param folders of runs that take the same number of cards
    @Override
    public List<Started> startAll(List<RunFolder> folders) {
        RunFolder first = folders.getFirst();
        boolean alone = folders.size() == 1;
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "sbatch",
                                "--parsable",
                                "--job-name=sku-"
                                        + first.name()
                                        + (alone ? "" : "+" + (folders.size() - 1)),
                                "--requeue",
                                "--open-mode=append",
                                WARNING,
                                "--output=" + (alone ? processLog(first) : workspace.slurmLog()),
                                "--chdir=" + workspace.path()));
        if (!alone) {
            command.add("--array=0-" + (folders.size() - 1));
        }
        int cards = SlurmPlace.cards(first);
        SlurmPresets.of(workspace).inUse().ifPresent(p -> command.addAll(p.flags(cards)));
        String script = alone ? "exec " + run(first) : tasks(folders);
        SlurmCommands.Answer answer =
                commands.run(command, "#!/bin/sh\n" + script + "\n", SUBMISSION);
        String job = answer.out().strip().replaceAll(";.*", "");
        if (!answer.good() || !job.matches("\\d+")) {
            throw ProblemException.of(Problem.Code.SLURM_REFUSED, first.name(), answer.words());
        }
        List<Started> started = new ArrayList<>();
        for (int i = 0; i < folders.size(); i++) {
            String id = alone ? job : job + "_" + i;
            jobs.begin(id);
            started.add(new Started(0, 0, id));
        }
        return started;
    }

    private static Path processLog(RunFolder run) {
        return run.path().resolve("process.log");
    }

    /// The batch shell becomes the program, so that the warning reaches it.
    private static String run(RunFolder folder) {
        return OwnProgram.command("run", folder.path().toString()).stream()
                .map(RemoteHost::quoted)
                .collect(Collectors.joining(" "));
    }

    private static String tasks(List<RunFolder> folders) {
        StringBuilder script = new StringBuilder("case $SLURM_ARRAY_TASK_ID in\n");
        for (int i = 0; i < folders.size(); i++) {
            RunFolder folder = folders.get(i);
            script.append(
                    "%d) exec %s >> %s 2>&1 ;;\n"
                            .formatted(
                                    i,
                                    run(folder),
                                    RemoteHost.quoted(processLog(folder).toString())));
        }
        return script.append("esac").toString();
    }

    @Override
    public void cancel(List<Started> processes) {
        List<String> command = new ArrayList<>(List.of("scancel"));
        processes.forEach(p -> command.add(id(p)));
        SlurmCommands.Answer answer = commands.run(command, "", polling.patience());
        if (!answer.good()) {
            throw ProblemException.of(
                    Problem.Code.SLURM_REFUSED,
                    "the end of job " + String.join(", ", command.subList(1, command.size())),
                    answer.words());
        }
        processes.forEach(p -> jobs.forget(id(p)));
    }

    @Override
    public boolean isAlive(Started process) {
        return jobs.isAlive(id(process));
    }

    @Override
    public String ending(Started process) {
        return jobs.forget(id(process))
                .map(state -> "Slurm job %s: %s".formatted(id(process), state))
                .orElse("Slurm job %s is not known any more".formatted(id(process)));
    }

    @Override
    public SlurmState slurm(Map<String, Started> working) {
        SlurmPresets presets = SlurmPresets.of(workspace);
        return new SlurmState(
                commands.areThere(),
                presets.presets(),
                presets.used(),
                working.entrySet().stream()
                        .filter(w -> w.getValue().slurmJob() != null)
                        .map(w -> jobs.job(w.getKey(), id(w.getValue())))
                        .flatMap(Optional::stream)
                        .toList());
    }

    @Override
    public long changes() {
        return jobs.changes();
    }

    private static String id(Started process) {
        return String.valueOf(process.slurmJob());
    }
}
