package dev.sku.runtime.cli;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The folder `dataloader` beside which the paper's script is run, and the rows that it finds there.
final class Dataloader {
    private final Path folder;

    Dataloader(Path here) {
        folder = here.resolve("dataloader").normalize();
    }

    /// PKU-SafeRLHF files, by name.
    List<String> harmful() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().matches(".*\\.jsonl(\\.gz)?"))
                    .sorted()
                    .map(Path::toString)
                    .toList();
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(folder, e), e);
        }
    }

    List<String> normal() {
        Path file = folder.resolve("TruthfulQA.csv");
        return Files.isRegularFile(file) ? List.of(file.toString()) : List.of();
    }
}
