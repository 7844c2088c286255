package dev.sku.app.ui;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// The one way onto the JavaFX thread: tasks of any thread run there in order, many in one turn.
///
/// However many tasks arrive, one turn is asked for at a time, so that a flood of events cannot crowd out drawing.
public final class FxQueue implements Executor {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Executor fxThread;

    /// @param fxThread `Platform::runLater`, or `Runnable::run` in tests without a toolkit
    public FxQueue(Executor fxThread) {
        this.fxThread = fxThread;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (asked.compareAndSet(false, true)) {
            fxThread.execute(this::turn);
        }
    }

    private void turn() {
        asked.set(false);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
