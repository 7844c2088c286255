package dev.sku.runtime.cli;

import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.MemoryEstimate.OnDevice;
import dev.sku.protocol.MemoryEstimate.Part;
import dev.sku.protocol.Numbers;
import dev.sku.protocol.RunSpec;
import dev.sku.runtime.agent.RunEstimate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `sku estimate SPEC`: the memory a run will need, part by part, beside what is free.
@Command(
        name = "estimate",
        description =
                "Say how much memory a specification's run will need on each device, and what would make it fit.")
final class EstimateCommand implements Callable<Integer> {
    @Mixin Output output = new Output();

    @Mixin Settings settings = new Settings();

    @Parameters(paramLabel = "SPEC", description = "A specification (JSON).")
    Path file = Path.of("");

    @Override
    public Integer call() {
        RunSpec spec = settings.read(file);
        RunEstimate estimate = RunEstimate.of(spec, _ -> {});
        Console console = output.console();
        for (OnDevice on : estimate.memory().devices()) {
            console.line(on.device().name());
            for (Part part : Part.values()) {
                long bytes = on.parts().getOrDefault(part, 0L);
                console.line(
                        "  %-12s %10s"
                                .formatted(
                                        part.name().toLowerCase(Locale.ROOT),
                                        Numbers.gigabytes(bytes)));
            }
            console.line("  %-12s %10s".formatted("together", Numbers.gigabytes(on.bytes())));
            console.line(
                    "  %-12s %10s".formatted("free now", Numbers.gigabytes(on.device().free())));
        }
        console.line(
                estimate.memory().checkpointing()
                        ? "Activations are computed again (activation checkpointing)."
                        : "Activations are kept.");
        output.result(json(estimate));
        estimate.requireRoom(file.toString());
        return 0;
    }

    private static Map<String, Object> json(RunEstimate estimate) {
        Map<String, Object> json = new LinkedHashMap<>();
        MemoryEstimate memory = estimate.memory();
        json.put("fits", memory.fits());
        json.put("checkpointing", memory.checkpointing());
        json.put("tokens", estimate.tokens());
        json.put("devices", memory.devices());
        List<MemoryEstimate.Change> changes =
                memory.fits()
                        ? List.of()
                        : MemoryEstimate.remedies(
                                estimate.spec(),
                                estimate.shape(),
                                estimate.tokens(),
                                estimate.devices(),
                                estimate.beside());
        json.put(
                "changes",
                changes.stream()
                        .map(c -> Map.of("field", c.field(), "value", c.value(), "then", c.then()))
                        .toList());
        return json;
    }
}
