package dev.sku.runtime.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C and SIGTERM as a question the loop asks once a step: while this is open, the process waits with its end until
/// the work at hand is closed (a checkpoint saved), at most as long as a Slurm job has after its warning.
///
/// The exit code is then the signal's (130, 143). `kill -9` is always harmless too, it only loses the steps since the
/// last checkpoint.
final class StopSignal implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(110);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("stop-signal").unstarted(this::ending);
    private final Runnable announcement;
    private volatile boolean requested;

    /// @param announcement tells the person that the request has arrived; called once, from another thread
    StopSignal(Runnable announcement) {
        this.announcement = announcement;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Whether the work should be brought to a safe end now.
    boolean requested() {
        return requested;
    }

    /// The work has ended: the process may end.
    @Override
    public void close() {
        closed.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // The signal came this moment: the hook runs, and finds the work closed.
            }
        }
    }

    private void ending() {
        requested = true;
        announcement.run();
        try {
            boolean done = closed.await(LONGEST.toSeconds(), TimeUnit.SECONDS);
            if (!done) {
                System.err.println("The work did not end in time; its last checkpoint is whole.");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
