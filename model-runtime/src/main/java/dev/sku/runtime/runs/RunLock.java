package dev.sku.runtime.runs;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The right to write in a run folder; one process has it, and loses it when it ends, however it ends.
public final class RunLock implements AutoCloseable {
    private final RunFolder folder;
    private final FileChannel channel;

    private RunLock(RunFolder folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// @throws ProblemException `RUN_LOCKED` at once where another process (or this one) holds it
    public static RunLock acquire(RunFolder folder) {
        try {
            FileChannel channel =
                    FileChannel.open(
                            folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw ProblemException.of(Problem.Code.RUN_LOCKED, folder.path());
            }
            return new RunLock(folder, channel);
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(folder.lock(), e), e);
        }
    }

    public RunFolder folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(folder.lock(), e), e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }
}
