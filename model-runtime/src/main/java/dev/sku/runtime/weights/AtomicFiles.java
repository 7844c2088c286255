package dev.sku.runtime.weights;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Files and folders that appear whole or not at all: written beside their place, flushed to the disk, then renamed.
///
/// What a killed process left beside the place is cleared away by the next write to it.
public final class AtomicFiles {
    /// What to do with something that stands at the place already.
    public enum Existing {
        REFUSE,
        REPLACE
    }

    private AtomicFiles() {}

    /// Writes or replaces a file through a buffered stream.
    public static void writeFile(Path target, IoConsumer<OutputStream> write) {
        writeChannel(
                target,
                channel -> {
                    OutputStream out =
                            new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                    write.accept(out);
                    out.flush();
                });
    }

    /// Writes or replaces a file through its channel.
    public static void writeChannel(Path target, IoConsumer<FileChannel> write) {
        Path place = target.toAbsolutePath().normalize();
        guarded(
                place,
                () -> {
                    Path temporary = prepared(place);
                    try {
                        try (FileChannel out =
                                FileChannel.open(
                                        temporary,
                                        StandardOpenOption.CREATE_NEW,
                                        StandardOpenOption.WRITE)) {
                            write.accept(out);
                            out.force(true);
                        }
                        Files.move(
                                temporary,
                                place,
                                StandardCopyOption.ATOMIC_MOVE,
                                StandardCopyOption.REPLACE_EXISTING);
                        flush(parent(place));
                    } finally {
                        Files.deleteIfExists(temporary);
                    }
                });
    }

    /// Fills a new folder; there must not be one yet.
    public static void writeFolder(Path target, IoConsumer<Path> fill) {
        writeFolder(target, Existing.REFUSE, fill);
    }

    /// Fills a new folder, which takes the place of an existing one only when it is complete.
    ///
    /// @throws ProblemException `FILE_EXISTS`, before anything is written
    public static void writeFolder(Path target, Existing existing, IoConsumer<Path> fill) {
        Path place = target.toAbsolutePath().normalize();
        guarded(
                place,
                () -> {
                    Path temporary = prepared(place);
                    refuse(place, existing);
                    try {
                        Files.createDirectory(temporary);
                        fill.accept(temporary);
                        flushTree(temporary);
                        refuse(place, existing);
                        if (Files.exists(place)) {
                            Path aside = Temporaries.aside(place);
                            Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
                            try {
                                Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
                            } catch (IOException e) {
                                Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
                                throw e;
                            }
                            flush(parent(place));
                            Temporaries.delete(aside);
                        } else {
                            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
                        }
                        flush(parent(place));
                    } finally {
                        Temporaries.delete(temporary);
                    }
                });
    }

    /// What a failed write is, in a person's terms.
    public static ProblemException writeProblem(Path target, IOException e) {
        String reason = reason(e);
        String lower = reason.toLowerCase(Locale.ROOT);
        boolean full = lower.contains("no space left") || lower.contains("quota exceeded");
        Problem problem =
                full
                        ? Problem.of(Problem.Code.DISK_FULL, target)
                        : Problem.of(Problem.Code.WRITE_FAILED, target, reason);
        return new ProblemException(problem, e);
    }

    private static String reason(IOException e) {
        if (e instanceof java.nio.file.AccessDeniedException denied) {
            return "permission for %s is denied".formatted(denied.getFile());
        }
        if (e instanceof java.nio.file.NotDirectoryException no) {
            return no.getFile() + " is not a folder";
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    private static Path prepared(Path place) throws IOException {
        Files.createDirectories(parent(place));
        Temporaries.clear(place);
        return Temporaries.fresh(place);
    }

    private static void refuse(Path place, Existing existing) {
        if (existing == Existing.REFUSE && Files.exists(place)) {
            throw ProblemException.of(Problem.Code.FILE_EXISTS, place);
        }
    }

    private static void flushTree(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.toList();
        }
        for (Path file : all.reversed()) {
            flush(file);
        }
    }

    /// Folders are flushed too: the name of a new file stands in its folder.
    private static void flush(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path place) throws IOException {
        Path parent = place.getParent();
        if (parent == null) {
            throw new IOException("it is the root of the file system");
        }
        return parent;
    }

    private static void guarded(Path place, IoAction action) {
        try {
            action.run();
        } catch (IOException e) {
            throw writeProblem(place, e);
        }
    }

    private interface IoAction {
        void run() throws IOException;
    }
}
