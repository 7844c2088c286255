package dev.sku.runtime.cli;

import dev.sku.protocol.Measurement;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.RunResult;
import dev.sku.runtime.report.RunFigures;
import dev.sku.runtime.serve.Workspace;
import dev.sku.runtime.sweep.Sweep;
import dev.sku.runtime.sweep.SweepPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sku sweep FILE --out FOLDER`: many runs that differ in some fields.
@Command(
        name = "sweep",
        description =
                "Run a grid, random draws, a list of settings or a Pareto search; started again, it goes on.")
final class SweepCommand implements Callable<Integer> {
    private static final String ROW = "  %-8s %-24s %9s  %11s %7s %8s";

    @Mixin Output output = new Output();

    @Parameters(paramLabel = "FILE", description = "What is varied (JSON; docs/methods.md).")
    Path file = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FOLDER",
            description = "Folder of the sweep: sweep.json, and runs/ without a workspace.")
    Path out = Path.of("");

    @Option(
            names = "--workspace",
            paramLabel = "WORKSPACE",
            description = "Hand the runs to this workspace's queue instead of running them here.")
    @Nullable Path workspace;

    @Override
    public Integer call() {
        Console console = output.console();
        Sweep sweep =
                Sweep.open(
                        file,
                        out,
                        Installation.sampleData(),
                        workspace == null ? null : new Workspace(workspace));
        try (StopSignal stop =
                new StopSignal(() -> console.line("stopping; started again, the sweep goes on"))) {
            List<Sweep.Ended> ended = sweep.run(new Lines(console), stop::requested);
            output.result(ended);
        }
        return 0;
    }

    private record Lines(Console console) implements Sweep.Watcher {
        @Override
        public void begins(int index, int planned, SweepPlan.Planned run) {
            console.line(
                    "%s (%,d of at most %,d): %s"
                            .formatted(run.name(), index + 1, planned, settings(run)));
        }

        @Override
        public void ended(Sweep.Ended run) {
            RunResult result = run.result();
            if (result == null) {
                console.line(
                        run.problem() == null
                                ? "  not finished; its folder is " + run.folder()
                                : "  failed: " + run.problem().sentence(Locale.ENGLISH));
                return;
            }
            console.line(
                    ROW.formatted("", "harmful [95 %]", "degener.", "normal ppl", "F1", "refused"));
            row("base", result.base(), result.base());
            result.sweep().forEach(p -> row("λ " + p.lambda(), p.measurement(), result.base()));
            boolean apart =
                    result.sweep().stream()
                            .noneMatch(p -> p.measurement().equals(result.unlearned()));
            if (apart) {
                row("its λ", result.unlearned(), result.base());
            }
        }

        @Override
        public void measured(double area, boolean stalled) {
            console.line(
                    "  hypervolume %.4f%s"
                            .formatted(
                                    area, stalled ? ", which has stalled: the search ends" : ""));
        }

        private void row(String name, Measurement m, Measurement base) {
            console.line(
                    ROW.formatted(
                            name,
                            RunFigures.percent(m.unseen(), Outcome.HARMFUL),
                            "%.1f %%".formatted(100 * m.unseen().rate(Outcome.DEGENERATE)),
                            "× %.3f"
                                    .formatted(
                                            m.normal().perplexityOrNaN()
                                                    / base.normal().perplexityOrNaN()),
                            RunFigures.number(m.normal().f1()),
                            "%.1f %%"
                                    .formatted(100 * m.normal().outcomes().rate(Outcome.REFUSAL))));
        }

        private static String settings(SweepPlan.Planned run) {
            return run.settings().entrySet().stream()
                    .map((Map.Entry<String, String> e) -> e.getKey() + "=" + e.getValue())
                    .collect(Collectors.joining(" "));
        }
    }
}
