package dev.sku.runtime.model;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.weights.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Keeps a wrong path from costing somebody their files: only a folder of the same kind, or an empty one, is replaced.
final class Replaceable {
    private Replaceable() {}

    /// @param marker the file that tells that a folder is of the kind about to be written
    /// @param read files the new folder is made from; a folder that holds one of them stays
    /// @throws ProblemException `FILE_EXISTS`
    static void check(Path target, AtomicFiles.Existing existing, String marker, List<Path> read) {
        if (!Files.exists(target)) {
            return;
        }
        try {
            if (existing == AtomicFiles.Existing.REPLACE && isOfItsKind(target, marker)) {
                Path real = target.toRealPath();
                for (Path source : read) {
                    if (source.toRealPath().startsWith(real)) {
                        throw ProblemException.of(Problem.Code.FILE_EXISTS, target);
                    }
                }
                return;
            }
        } catch (IOException e) {
            throw AtomicFiles.writeProblem(target, e);
        }
        throw ProblemException.of(Problem.Code.FILE_EXISTS, target);
    }

    private static boolean isOfItsKind(Path target, String marker) throws IOException {
        if (!Files.isDirectory(target)) {
            return false;
        }
        try (Stream<Path> files = Files.list(target)) {
            List<Path> inside = files.toList();
            return inside.isEmpty()
                    || (Files.exists(target.resolve(marker))
                            && inside.stream().noneMatch(Files::isDirectory));
        }
    }
}
