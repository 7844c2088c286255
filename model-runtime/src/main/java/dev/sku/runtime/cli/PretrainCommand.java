package dev.sku.runtime.cli;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import dev.sku.runtime.engine.LibTorch;
import dev.sku.runtime.pretrain.PretrainSpec;
import dev.sku.runtime.pretrain.Pretraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sku pretrain SPEC --out FOLDER`: plain cross-entropy from random weights; makes the sample models.
@Command(
        name = "pretrain",
        description = "Train a small model from nothing; this is how the sample models are made.")
final class PretrainCommand implements Callable<Integer> {
    @Mixin Output output = new Output();

    @Parameters(paramLabel = "SPEC", description = "JSON file, as sample-data/opt.pretrain.json.")
    Path file = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            required = true,
            description = "Folder of the model to be.")
    Path out = Path.of("");

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads; the same number gives the same bits (${DEFAULT-VALUE}).")
    int threads = 1;

    @Override
    public Integer call() {
        LibTorch.setThreads(threads);
        Console console = output.console();
        new Pretraining(read(), out)
                .run((done, of, loss) -> {
                    console.progress("step", done, of);
                    if (done % 100 == 0) {
                        console.line("step %,d, loss %.4f".formatted(done, loss));
                    }
                });
        console.line(out + " is written.");
        return 0;
    }

    private PretrainSpec read() {
        try {
            return Wire.read(Files.readString(file), PretrainSpec.class, file.toString());
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(file, e), e);
        }
    }
}
