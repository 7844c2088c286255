package dev.sku.runtime.cli;

import dev.sku.protocol.Presets;
import dev.sku.protocol.Wire;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sku presets [NAME]`: what one can start from.
@Command(
        name = "presets",
        description = "List the presets, or print one as a run specification to start from.")
final class PresetsCommand implements Callable<Integer> {
    @Spec CommandSpec command = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The preset to print.")
    @Nullable String name;

    @Override
    public Integer call() {
        var out = command.commandLine().getOut();
        if (name == null) {
            for (Presets preset : Presets.values()) {
                out.println("%-14s  %s".formatted(preset.key(), preset.sentence()));
            }
        } else {
            out.print(Wire.pretty(Presets.of(name).spec(Installation.sampleData())));
        }
        return 0;
    }
}
