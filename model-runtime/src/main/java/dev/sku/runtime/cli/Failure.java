package dev.sku.runtime.cli;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// What any throwable is to a person.
final class Failure {
    private Failure() {}

    static Problem problem(Throwable e) {
        return switch (e) {
            case ProblemException p -> p.problem();
            case UncheckedIOException u when u.getCause() != null -> io(u.getCause());
            case IOException io -> io(io);
            case OutOfMemoryError _ ->
                    Problem.of(
                            Problem.Code.OUT_OF_MEMORY, "the Java heap is full (" + text(e) + ")");
            case LinkageError _ -> Problem.of(Problem.Code.ENGINE_UNAVAILABLE, text(root(e)));
            default ->
                    isNativeOutOfMemory(e)
                            ? Problem.of(Problem.Code.OUT_OF_MEMORY, text(e))
                            : internal(e);
        };
    }

    private static Problem io(IOException e) {
        if (e instanceof FileSystemException f && f.getFile() != null) {
            Path file = Path.of(f.getFile());
            Problem write = Problem.ofWrite(file, e);
            return write.code() == Problem.Code.DISK_FULL ? write : Problem.ofRead(file, e);
        }
        Problem somewhere = Problem.ofWrite(Path.of("A file"), e);
        return somewhere.code() == Problem.Code.DISK_FULL ? somewhere : internal(e);
    }

    /// libtorch says it only in the text of its exceptions.
    private static boolean isNativeOutOfMemory(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("can't allocate memory") || message.contains("out of memory");
    }

    private static Problem internal(Throwable e) {
        return Problem.of(Problem.Code.INTERNAL, e.getClass().getSimpleName() + ", " + text(e));
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String text(Throwable e) {
        String message = e.getMessage();
        return message == null
                ? "no message"
                : message.lines().findFirst().orElse("no message").replaceAll("\\.$", "");
    }
}
