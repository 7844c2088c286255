package dev.sku.app.store;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// A run as one file to hand on, and a run from elsewhere taken into a workspace.
///
/// Checkpoints stay behind, since they hold the acquired model; so do the lock and orders.
public final class RunArchive {
    private static final Set<String> LEFT =
            Set.of("checkpoints", "lock", "control.ndjson", "control.offset");

    private RunArchive() {}

    /// Writes a run's folder as ZIP, whole or not at all.
    public static void pack(RunFolder run, Path zip) {
        Path beside = zip.resolveSibling("." + zip.getFileName() + ".writing");
        try {
            try (OutputStream out = Files.newOutputStream(beside);
                    ZipOutputStream to = new ZipOutputStream(out)) {
                Path from = run.path().toRealPath();
                for (Path file : files(from)) {
                    String name = from.relativize(file).toString().replace('\\', '/');
                    to.putNextEntry(new ZipEntry(run.name() + "/" + name));
                    Files.copy(file, to);
                    to.closeEntry();
                }
            }
            Files.move(beside, zip, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(zip, e), e);
        }
    }

    /// Copies a run's folder, or a ZIP with one in it, into a workspace.
    ///
    /// @param source stays as it is
    /// @return the run's name there; another than it had where that is taken
    public static String takeIn(Path source, Path workspace) {
        Path taking = workspace.resolve("agent").resolve("import-" + ProcessHandle.current().pid());
        try {
            remove(taking);
            Files.createDirectories(taking);
            if (Files.isDirectory(source)) {
                copy(
                        RunFolder.open(source).path().toRealPath(),
                        taking.resolve(source.toAbsolutePath().normalize().getFileName()));
            } else {
                unpack(source, taking);
            }
            return into(workspace.resolve("runs"), only(taking, source));
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(source, e), e);
        } finally {
            try {
                remove(taking);
            } catch (IOException _) {
                // the next import clears it away
            }
        }
    }

    /// Lets a workspace name a run that lies elsewhere; the run stays there, with its checkpoints.
    ///
    /// @param name the place in the workspace, where nothing is but a link that may lead nowhere
    /// @throws ProblemException where something else lies there, which stays
    public static void link(Path run, Path name) {
        try {
            Path there = run.toRealPath();
            Files.createDirectories(name.resolveSibling(""));
            if (Files.exists(name) && Files.isSameFile(name, there)) {
                return; // it has come back by itself
            }
            if (Files.isSymbolicLink(name) && !Files.exists(name)) {
                Files.delete(name); // it leads nowhere any more
            }
            Files.createSymbolicLink(name, there);
        } catch (IOException | UnsupportedOperationException e) {
            IOException why = e instanceof IOException io ? io : new IOException(e);
            throw new ProblemException(Problem.ofWrite(name, why), e);
        }
    }

    private static String into(Path runs, Path run) throws IOException {
        Files.createDirectories(runs);
        String name = String.valueOf(run.getFileName());
        Path target = runs.resolve(name);
        for (int i = 2; Files.exists(target); i++) {
            target = runs.resolve(name + "-" + i);
        }
        Files.move(run, target);
        return String.valueOf(target.getFileName());
    }

    /// The run that was taken: the folder with a specification that can be read.
    private static Path only(Path taking, Path source) throws IOException {
        try (Stream<Path> found = Files.list(taking)) {
            List<Path> runs =
                    found.filter(f -> Files.isRegularFile(f.resolve("spec.json"))).toList();
            if (runs.size() != 1) {
                throw ProblemException.of(
                        Problem.Code.RUN_FOLDER_INVALID,
                        source,
                        "it holds no run with a spec.json");
            }
            RunFolder.open(runs.getFirst()).readSpec();
            return runs.getFirst();
        }
    }

    private static void unpack(Path zip, Path to) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                Path target = to.resolve(entry.getName()).normalize();
                if (!target.startsWith(to)) {
                    throw ProblemException.of(
                            Problem.Code.RUN_FOLDER_INVALID,
                            zip,
                            "its entry " + entry.getName() + " leads out of it");
                }
                if (!entry.isDirectory()) {
                    Files.createDirectories(target.resolveSibling(""));
                    try (var in = file.getInputStream(entry)) {
                        Files.copy(in, target);
                    }
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.resolveSibling(""));
            Files.copy(file, target);
        }
    }

    /// Plain files only: a link may lead anywhere.
    private static List<Path> files(Path run) throws IOException {
        try (Stream<Path> all = Files.walk(run)) {
            return all.filter(f -> Files.isRegularFile(f, java.nio.file.LinkOption.NOFOLLOW_LINKS))
                    .filter(f -> !LEFT.contains(run.relativize(f).getName(0).toString()))
                    .toList();
        }
    }

    private static void remove(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> entries = Files.walk(tree)) {
                for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(entry);
                }
            }
        }
    }
}
