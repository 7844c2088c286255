package dev.sku.runtime.cli;

import dev.sku.runtime.sample.SampleCommand;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sku sample-rows FOLDER`: writes the sample rows again.
@Command(name = "sample-rows", description = "Write the rows of the shipped sample.")
final class SampleRowsCommand implements Callable<Integer> {
    @Mixin Output output = new Output();

    @Parameters(paramLabel = "FOLDER", description = "Where the files go.")
    Path folder = Path.of("");

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Another seed draws other rows (${DEFAULT-VALUE}).")
    long seed = SampleCommand.SEED;

    @Override
    public Integer call() {
        SampleCommand.rows(folder, seed, output.console()::line);
        return 0;
    }
}
