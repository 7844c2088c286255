package dev.sku.app.store;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The runs of a workspace that were thrown away, which take room until the bin is emptied.
///
/// Not for the JavaFX thread: it reads files.
public final class Bin {
    private final Path folder;

    public Bin(Path workspace) {
        folder = workspace.resolve("bin");
    }

    /// @param bytes of their files; of runs that lie elsewhere only the link counts
    public record Contents(int runs, long bytes) {}

    /// @throws ProblemException where it cannot be read
    public Contents contents() {
        if (!Files.isDirectory(folder)) {
            return new Contents(0, 0);
        }
        try {
            long bytes = 0;
            List<Path> runs = runs();
            for (Path run : runs) {
                try (Stream<Path> files = Files.walk(run)) {
                    bytes +=
                            files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                                    .mapToLong(Bin::size)
                                    .sum();
                }
            }
            return new Contents(runs.size(), bytes);
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(folder, e), e);
        } catch (UncheckedIOException e) {
            throw new ProblemException(Problem.ofRead(folder, cause(e)), e);
        }
    }

    /// Deletes the runs for good; of one that lies elsewhere only the link.
    ///
    /// @throws ProblemException where one cannot be deleted; those before it are gone
    public void empty() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            for (Path run : runs()) {
                delete(run);
            }
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(folder, e), e);
        } catch (UncheckedIOException e) {
            throw new ProblemException(Problem.ofWrite(folder, cause(e)), e);
        }
    }

    /// What says that it is a run goes last: one that was half deleted is still in the bin.
    private static void delete(Path run) throws IOException {
        Path spec = new RunFolder(run).spec();
        if (!Files.isSymbolicLink(run)) {
            try (Stream<Path> files = Files.walk(run)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    if (!file.equals(run) && !file.equals(spec)) {
                        Files.deleteIfExists(file);
                    }
                }
            }
            Files.deleteIfExists(spec);
        }
        Files.deleteIfExists(run);
    }

    /// Nothing else that lies there is ours: a workspace may be a home folder, and its `bin` full of programs.
    private List<Path> runs() throws IOException {
        try (Stream<Path> runs = Files.list(folder)) {
            return runs.filter(run -> Files.isRegularFile(new RunFolder(run).spec()))
                    .sorted()
                    .toList();
        }
    }

    private static IOException cause(UncheckedIOException e) {
        IOException cause = e.getCause();
        return cause == null ? new IOException(e) : cause;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0; // taken out of the bin meanwhile
        }
    }
}
