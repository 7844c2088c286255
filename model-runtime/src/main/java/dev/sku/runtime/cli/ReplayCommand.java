package dev.sku.runtime.cli;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.replay.Deviations;
import dev.sku.runtime.replay.Replay;
import dev.sku.runtime.replay.ReplayTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sku replay DIR`: is this the arithmetic of PyTorch and transformers?
@Command(
        name = "replay",
        description =
                "Run every case of a parity set again and compare with its recorded numbers; ends with 1 where they differ.")
final class ReplayCommand implements Callable<Integer> {
    @Mixin Output output = new Output();

    @Parameters(
            paramLabel = "DIR",
            description = "Folder with plan.json, golden.json, models, adapters and tensors.")
    Path set = Path.of("");

    @Option(
            names = "--save",
            paramLabel = "DIR",
            description = "Keep each run's unlearned model as DIR/<run name>.")
    @Nullable Path save;

    @Override
    public Integer call() {
        Replay replay = new Replay(set, save);
        Console console = output.console();
        Map<String, Object> result =
                replay.run((subject, done, total) -> console.progress("replay", done, total));
        Deviations deviations = replay.deviations();
        ReplayTable.lines(deviations).forEach(console::line);
        List<String> exceeded = deviations.exceeded();
        exceeded.forEach(console::line);
        console.line("%,d numbers and texts compared".formatted(deviations.cases()));
        output.result(result);
        if (!exceeded.isEmpty()) {
            throw new ProblemException(
                    Problem.of(
                            Problem.Code.PARITY_EXCEEDED,
                            exceeded.size(),
                            deviations.comparisons()));
        }
        return 0;
    }
}
