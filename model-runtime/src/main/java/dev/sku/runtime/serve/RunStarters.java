package dev.sku.runtime.serve;

import dev.sku.protocol.RunFolder;
import dev.sku.protocol.SlurmState;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Hands runs to Slurm where the workspace says so, and starts them here otherwise; what has been started stays with
/// whom it was given to.
record RunStarters(Workspace workspace, RunStarter here, RunStarter slurm) implements RunStarter {
    static RunStarter of(Workspace workspace, Consumer<String> log) {
        return new RunStarters(
                workspace,
                new RunProcesses(),
                new Slurm(workspace, SlurmPolling.USUAL, new SlurmCommands(null), log));
    }

    @Override
    public boolean queues() {
        return SlurmPresets.of(workspace).inUse().isPresent();
    }

    @Override
    public Started start(RunFolder folder) {
        return (queues() ? slurm : here).start(folder);
    }

    @Override
    public List<Started> startAll(List<RunFolder> folders) {
        return (queues() ? slurm : here).startAll(folders);
    }

    @Override
    public void cancel(List<Started> processes) {
        slurm.cancel(processes.stream().filter(p -> p.slurmJob() != null).toList());
    }

    @Override
    public SlurmState slurm(Map<String, Started> working) {
        return slurm.slurm(working);
    }

    @Override
    public long changes() {
        return slurm.changes();
    }

    @Override
    public boolean isAlive(Started process) {
        return whose(process).isAlive(process);
    }

    @Override
    public String ending(Started process) {
        return whose(process).ending(process);
    }

    private RunStarter whose(Started process) {
        return process.slurmJob() == null ? here : slurm;
    }
}
