package dev.sku.app.link;

import dev.sku.protocol.RunFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/// Whether a process holds a run folder's lock; the operating system lets go of it when the process ends, however it ends.
final class RunLocks {
    private RunLocks() {}

    /// Asks for a shared lock, which only an exclusive holder can refuse, and lets go at once.
    static boolean held(RunFolder folder) {
        if (!Files.isRegularFile(folder.lock())) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException _) {
            return true;
        } catch (IOException _) {
            return false; // on a file system without locks the journal's end alone tells
        }
    }
}
