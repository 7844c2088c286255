package dev.sku.runtime.cli;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.SlurmPreset;
import dev.sku.protocol.Wire;
import dev.sku.runtime.serve.SlurmPresets;
import dev.sku.runtime.serve.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sku slurm WORKSPACE`: with which preset a workspace's runs go to Slurm, or that they do not.
@Command(
        name = "slurm",
        description =
                "Hand a workspace's runs to Slurm from now on, or start them here again; without options, say how it is.")
final class SlurmCommand implements Callable<Integer> {
    private static final String USUAL = "usual";

    @Mixin Output output = new Output();

    @Parameters(paramLabel = "WORKSPACE", description = "Folder whose runs/ is served.")
    Path workspace = Path.of("");

    @Option(names = "--on", description = "Hand runs to Slurm, with what is set beside it.")
    boolean on;

    @Option(names = "--off", description = "Start runs on this computer again.")
    boolean off;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "Which settings: kept under this name where some are set, taken from there otherwise (usual).")
    @Nullable String preset;

    @Option(names = "--partition", paramLabel = "NAME", description = "Partition.")
    @Nullable String partition;

    @Option(names = "--account", paramLabel = "NAME", description = "Account.")
    @Nullable String account;

    @Option(names = "--time", paramLabel = "LIMIT", description = "Time limit, as 12:00:00.")
    @Nullable String time;

    @Option(
            names = "--gres",
            paramLabel = "KIND",
            description = "Kind of card, as gpu:a100; how many, each run says (gpu).")
    @Nullable String gres;

    @Option(
            names = "--extra",
            paramLabel = "FLAG",
            description = "A further flag of sbatch, whole: --extra=--constraint=a100. Repeatable.")
    List<String> extra = List.of();

    @Override
    public Integer call() {
        if (on == off && on) {
            throw ProblemException.of(Problem.Code.USAGE_INVALID, "Say --on or --off, not both.");
        }
        Workspace of = new Workspace(workspace);
        SlurmPresets now = SlurmPresets.of(of);
        if (on) {
            String name = preset == null ? USUAL : preset;
            boolean set =
                    !extra.isEmpty()
                            || Stream.of(partition, account, time, gres).anyMatch(o -> o != null);
            boolean known = now.presets().stream().anyMatch(p -> p.name().equals(name));
            if (set || (!known && preset == null)) {
                now = now.with(new SlurmPreset(name, partition, account, time, gres, extra));
            }
            now = now.using(name);
            now.write(of);
        } else if (off) {
            now = now.using(null);
            now.write(of);
        }
        output.console()
                .line(
                        now.inUse()
                                .map(p -> "Runs of this workspace go to Slurm: " + Wire.line(p))
                                .orElse("Runs of this workspace are started on this computer."));
        output.result(now);
        return 0;
    }
}
