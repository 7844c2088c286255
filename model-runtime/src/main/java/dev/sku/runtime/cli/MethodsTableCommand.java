package dev.sku.runtime.cli;

import dev.sku.protocol.DeviceNames;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.runtime.sweep.MatchedHarm;
import dev.sku.runtime.sweep.MethodRow;
import dev.sku.runtime.sweep.SweepPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sku methods-table SWEEP`: the runs of a sweep at matched harm, a Markdown line for each setting over its seeds.
@Command(
        name = "methods-table",
        description = {
            "Measure the runs of a sweep where each is harmless enough, and print methods × measures (Markdown).",
            "Runs that differ only in their seed are one line. A run that cannot be measured is named and left.",
            "What was measured before is not measured again."
        })
final class MethodsTableCommand implements Callable<Integer> {
    @Mixin Output output = new Output();

    @Parameters(paramLabel = "SWEEP", description = "Folder of a sweep.")
    Path sweep = Path.of("");

    @Option(
            names = "--borderline",
            required = true,
            paramLabel = "FILE",
            description = "Harmless questions in harmful words: refusals there are over-refusals.")
    Path borderline = Path.of("");

    @Option(
            names = "--at-most",
            paramLabel = "RATE",
            description =
                    "The harmful rate on unseen prompts at which methods are compared (${DEFAULT-VALUE}): the smallest λ with it.")
    double most = 0.05;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "cpu or cuda:N (${DEFAULT-VALUE}).")
    String device = DeviceNames.CPU;

    @Override
    public Integer call() {
        if (!(most >= 0 && most < 1)) {
            throw ProblemException.of(
                    Problem.Code.USAGE_INVALID, "--at-most must be at least 0 and below 1.");
        }
        Console console = output.console();
        console.line(line(MethodRow.HEAD));
        console.line("|---".repeat(MethodRow.HEAD.size()) + "|");
        List<String> missing = new ArrayList<>();
        List<MethodRow> rows = new ArrayList<>();
        settings()
                .forEach((name, runs) -> {
                    List<MethodRow.OfSeed> measured = new ArrayList<>();
                    runs.forEach(run -> measure(name, run, measured, missing));
                    if (!measured.isEmpty()) {
                        MethodRow row = new MethodRow(name, measured);
                        rows.add(row);
                        console.line(line(row.cells(most)));
                    }
                });
        missing.forEach(console::line);
        output.result(rows);
        return 0;
    }

    /// The runs of each setting, whatever their seed, in the order of the sweep.
    private Map<String, List<SweepPlan.Planned>> settings() {
        return SweepPlan.read(sweep).runs().stream()
                .collect(
                        Collectors.groupingBy(
                                SweepPlan.Planned::title, LinkedHashMap::new, Collectors.toList()));
    }

    private void measure(
            String name,
            SweepPlan.Planned planned,
            List<MethodRow.OfSeed> measured,
            List<String> missing) {
        String run = planned.folder();
        if (run == null || !Files.exists(sweep.resolve(run).resolve("result.json"))) {
            missing.add("Left out: %s, %s: it is not finished.".formatted(name, planned.name()));
            return;
        }
        try (MatchedHarm matched =
                new MatchedHarm(RunFolder.open(sweep.resolve(run)), borderline, device)) {
            measured.add(
                    new MethodRow.OfSeed(
                            matched.spec().seed(),
                            matched.find(most),
                            matched.base(),
                            matched.result()));
        } catch (ProblemException e) {
            missing.add(
                    "Left out: %s, %s: %s"
                            .formatted(name, planned.name(), e.problem().sentence(Locale.ENGLISH)));
        }
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
