package dev.sku.runtime.runs;

import dev.sku.protocol.Event;
import dev.sku.protocol.JournalLine;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.Message;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/// Writes a run's events, each under the next number, after cutting a last line that a killed process left torn.
///
/// An event is one write, so that it survives the death of the process. Events that promise something about the disk
/// (a checkpoint, an end) are brought to the disk before `append` returns, and with them all before. Safe for threads.
public final class RunJournal implements AutoCloseable {
    private final RunFolder folder;
    private final FileChannel channel;
    private final Consumer<Event> watcher;
    private final InstantSource clock;
    private long seq;

    private RunJournal(
            RunFolder folder,
            FileChannel channel,
            Consumer<Event> watcher,
            InstantSource clock,
            long seq) {
        this.folder = folder;
        this.channel = channel;
        this.watcher = watcher;
        this.clock = clock;
        this.seq = seq;
    }

    /// @param lock proves that nobody else writes here
    /// @throws ProblemException `JOURNAL_INVALID` where what is there is damaged before its end
    public static RunJournal open(RunLock lock) {
        return open(lock, _ -> {});
    }

    /// @param watcher sees every event once it is written
    public static RunJournal open(RunLock lock, Consumer<Event> watcher) {
        return open(lock, watcher, InstantSource.system());
    }

    static RunJournal open(RunLock lock, Consumer<Event> watcher, InstantSource clock) {
        RunFolder folder = lock.folder();
        JournalReader before = folder.journal();
        before.forEachNew(Long.MAX_VALUE, _ -> {});
        try {
            FileChannel channel =
                    FileChannel.open(
                            folder.events(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(before.endOffset());
            channel.position(before.endOffset());
            return new RunJournal(folder, channel, watcher, clock, before.lastSeq());
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(folder.events(), e), e);
        }
    }

    public synchronized Message append(Event event) {
        Message message =
                new Message(
                        seq + 1,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        folder.name(),
                        event);
        byte[] line = JournalLine.of(message);
        ByteBuffer bytes = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
        try {
            long start = channel.position();
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (mustReachDisk(event)) {
                    channel.force(false);
                }
            } catch (IOException e) {
                channel.truncate(start);
                throw e;
            }
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(folder.events(), e), e);
        }
        seq++;
        watcher.accept(event);
        return message;
    }

    /// Number of the last event, 0 before the first.
    public synchronized long lastSeq() {
        return seq;
    }

    @Override
    public synchronized void close() {
        try {
            channel.force(false);
            channel.close();
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(folder.events(), e), e);
        }
    }

    private static boolean mustReachDisk(Event event) {
        return switch (event) {
            case Event.RunStarted _,
                    Event.CheckpointSaved _,
                    Event.WeightsChanged _,
                    Event.RunFinished _,
                    Event.RunStopped _,
                    Event.RunFailed _ ->
                    true;
            case Event.RowsRead _,
                    Event.StageStarted _,
                    Event.StepCompleted _,
                    Event.EvaluationCompleted _,
                    Event.SampleReply _,
                    Event.Paused _,
                    Event.Resumed _,
                    Event.MemoryMeasured _,
                    Event.LogLine _ ->
                    false;
        };
    }
}
