package dev.sku.app.link;

import dev.sku.app.link.RuntimeLink.Listener;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.Message;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One journal that is read as it grows.
///
/// Looks for new lines four times a second while a process works on the run and twice a second otherwise, so that it works on
/// any file system, local or shared.
final class FollowedRun implements AutoCloseable {
    private static final long LIVE_MILLIS = 250;
    private static final long IDLE_MILLIS = 500;
    private static final int BATCH = 5_000;

    private final RunFolder folder;
    private final long afterSeq;
    private final Listener listener;
    private final ScheduledExecutorService thread;
    private final Predicate<RunFolder> worked;
    private final JournalReader journal;
    private @Nullable Boolean live;
    private volatile boolean closed;

    FollowedRun(
            RunFolder folder,
            long afterSeq,
            Listener listener,
            ScheduledExecutorService thread,
            Predicate<RunFolder> worked) {
        this.folder = folder;
        this.afterSeq = afterSeq;
        this.listener = listener;
        this.thread = thread;
        this.worked = worked;
        this.journal = folder.journal();
    }

    void begin() {
        thread.execute(this::look);
    }

    private void look() {
        if (closed) {
            return;
        }
        boolean now =
                worked.test(folder); // before the journal: its last lines are then there to read
        try {
            read();
        } catch (ProblemException e) {
            report(e.problem());
            return;
        }
        if (live == null || live != now) {
            live = now;
            listener.live(now);
        }
        if (!thread.isShutdown()) {
            var _ =
                    thread.schedule(
                            this::look, now ? LIVE_MILLIS : IDLE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void read() {
        List<Message> batch = new ArrayList<>();
        try {
            journal.forEachNew(
                    afterSeq + 1,
                    message -> {
                        batch.add(message);
                        if (batch.size() == BATCH) {
                            hand(batch);
                        }
                    });
        } finally {
            hand(batch);
        }
    }

    private void hand(List<Message> batch) {
        if (!batch.isEmpty() && !closed) {
            listener.messages(List.copyOf(batch));
        }
        batch.clear();
    }

    private void report(Problem problem) {
        if (!closed) {
            listener.broken(problem);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
