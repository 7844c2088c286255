package dev.sku.runtime.runs;

import dev.sku.protocol.Command;
import dev.sku.protocol.Event;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Takes the orders that others append to `control.ndjson`.
///
/// Plain reads at an offset, no watching and no locks, so that it works on any shared file system. How far it came is
/// written to `control.offset` before the orders are handed out: an order is obeyed at most once, and a run that is
/// started again does not stop at the order that stopped it. Orders nobody has taken yet are obeyed by the next start.
public final class ControlFile {
    private static final int MOST_BYTES_A_POLL = 1 << 20;

    private final RunFolder folder;
    private final Consumer<Event> journal;
    private long offset;

    /// @param journal gets a warning for each line that is no order
    public ControlFile(RunFolder folder, Consumer<Event> journal) {
        this.folder = folder;
        this.journal = journal;
        this.offset = readOffset();
    }

    /// The orders since the last poll, oldest first; a line without its line break waits for the rest.
    public List<Command> poll() {
        byte[] bytes = appended();
        List<Command> commands = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                parse(new String(bytes, start, i - start, StandardCharsets.UTF_8), commands);
                start = i + 1;
            }
        }
        if (start == 0 && bytes.length == MOST_BYTES_A_POLL) {
            warn("a line longer than " + MOST_BYTES_A_POLL + " bytes was left out");
            start = bytes.length;
        }
        if (start > 0) {
            offset += start;
            WholeFile.write(folder.controlOffset(), offset + "\n");
        }
        return commands;
    }

    private void parse(String line, List<Command> commands) {
        if (line.isBlank()) {
            return;
        }
        try {
            commands.add(Wire.read(line, Command.class, folder.control().toString()));
        } catch (ProblemException e) {
            String start = line.length() > 80 ? line.substring(0, 80) + "…" : line;
            warn("“" + start + "” is not an order and was left out");
        }
    }

    private byte[] appended() {
        try {
            // Shorter than what was read: a stale size on a shared file system, or somebody
            // replaced the file.
            if (Files.size(folder.control()) <= offset) {
                return new byte[0];
            }
            try (FileChannel channel =
                    FileChannel.open(folder.control(), StandardOpenOption.READ)) {
                ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES_A_POLL);
                while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) > 0) {
                    // until the end of the file or of the buffer
                }
                byte[] read = new byte[bytes.flip().remaining()];
                bytes.get(read);
                return read;
            }
        } catch (NoSuchFileException _) {
            return new byte[0];
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(folder.control(), e), e);
        }
    }

    private long readOffset() {
        if (!Files.exists(folder.controlOffset())) {
            return 0;
        }
        String text = WholeFile.read(folder.controlOffset()).strip();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ProblemException(
                    Problem.of(
                            Problem.Code.RUN_FOLDER_INVALID,
                            folder.path(),
                            "control.offset holds no number"),
                    e);
        }
    }

    private void warn(String text) {
        journal.accept(new Event.LogLine(Event.Level.WARNING, "control.ndjson: " + text));
    }
}
