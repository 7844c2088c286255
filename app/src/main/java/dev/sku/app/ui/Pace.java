package dev.sku.app.ui;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Runs a task at once after a rest, and otherwise when a gap has passed since the last: so often is a thing shown that changes
/// all the time.
///
/// For one asker that waits for each task before it asks for the next, as [FxQueue] does.
public final class Pace implements Executor {
    private final Executor to;
    private final ScheduledExecutorService clock;
    private final long gapNanos;
    private volatile long last;

    public Pace(Executor to, ScheduledExecutorService clock, Duration gap) {
        this.to = to;
        this.clock = clock;
        this.gapNanos = gap.toNanos();
        this.last = System.nanoTime() - gapNanos;
    }

    @Override
    public void execute(Runnable task) {
        Runnable now =
                () -> {
                    last = System.nanoTime();
                    task.run();
                };
        long rest = last + gapNanos - System.nanoTime();
        if (rest <= 0) {
            to.execute(now);
        } else {
            var _ = clock.schedule(() -> to.execute(now), rest, TimeUnit.NANOSECONDS);
        }
    }
}
