package dev.sku.runtime.weights;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The hidden siblings that a write uses, `.NAME.tmp~HOST~PID~START~N` and `.NAME.old~…`: the name says which process
/// on which host they belong to, so that nobody clears away what another is still writing on a shared disk.
final class Temporaries {
    private static final AtomicLong NEXT = new AtomicLong();
    private static final String HOST = host();
    private static final Pattern OWNER =
            Pattern.compile("(tmp|old)~(.+)~(\\d{1,18})~(\\d{1,18})~\\d+");

    private Temporaries() {}

    static Path fresh(Path place) {
        return sibling(place, "tmp");
    }

    /// Where a folder that is being replaced stands for the moment between two renames.
    static Path aside(Path place) {
        return sibling(place, "old");
    }

    /// Removes what dead processes of this host left here, and puts back a folder that one had only set aside.
    static void clear(Path place) throws IOException {
        String prefix = "." + place.getFileName() + ".";
        Path parent = Objects.requireNonNull(place.getParent());
        try (DirectoryStream<Path> siblings =
                Files.newDirectoryStream(
                        parent, p -> String.valueOf(p.getFileName()).startsWith(prefix))) {
            for (Path sibling : siblings) {
                String rest = String.valueOf(sibling.getFileName()).substring(prefix.length());
                Matcher owner = OWNER.matcher(rest);
                if (!owner.matches() || !owner.group(2).equals(HOST) || lives(owner)) {
                    continue;
                }
                if (owner.group(1).equals("old") && !Files.exists(place)) {
                    Files.move(sibling, place, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    delete(sibling);
                }
            }
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
                            throws IOException {
                        Files.deleteIfExists(dir);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static Path sibling(Path place, String kind) {
        ProcessHandle self = ProcessHandle.current();
        return place.resolveSibling(
                ".%s.%s~%s~%d~%d~%d"
                        .formatted(
                                place.getFileName(),
                                kind,
                                HOST,
                                self.pid(),
                                start(self),
                                NEXT.incrementAndGet()));
    }

    private static boolean lives(Matcher owner) {
        return ProcessHandle.of(Long.parseLong(owner.group(3)))
                .filter(p -> start(p) == Long.parseLong(owner.group(4)))
                .isPresent();
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String host() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname"))
                    .strip()
                    .replaceAll("[^A-Za-z0-9.-]", "_");
        } catch (IOException e) {
            return "localhost";
        }
    }
}
