package dev.sku.runtime.compare;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Notices that nobody asks any more though the input stays open: the window's computer was switched off, and the line says
/// nothing of it. Who never pings, such as a script, may be silent for as long as it likes.
public final class AbsentWindow {
    /// Long beside the five seconds in which a window asks, so that one that stands still for a while keeps its models.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long LOOK_MILLIS = 1_000;

    private final Duration patience;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile long pingedNanos;
    private volatile boolean pings;

    /// Reads requests until there are no more.
    public interface Reading {
        void run() throws IOException;
    }

    public AbsentWindow() {
        this(PATIENCE);
    }

    AbsentWindow(Duration patience) {
        this.patience = patience;
    }

    /// The window is there.
    public void pinged() {
        pingedNanos = System.nanoTime();
        pings = true;
    }

    /// There is no use in reading on.
    public void over() {
        end.complete(null);
    }

    private boolean isGone() {
        return pings && System.nanoTime() - pingedNanos > patience.toNanos();
    }

    /// Reads on a thread of its own, as nothing ends a read of standard input; it is left there when the window is gone.
    ///
    /// @throws IOException where the input cannot be read
    public void serve(Reading reading) throws IOException {
        Thread.ofPlatform()
                .daemon()
                .name("requests")
                .start(() -> {
                    try {
                        reading.run();
                        end.complete(null);
                    } catch (IOException | RuntimeException | Error e) {
                        end.completeExceptionally(e);
                    }
                });
        while (!isGone()) {
            try {
                end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException _) {
                // it goes on
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException fault) {
                    throw fault;
                }
                if (e.getCause() instanceof Error fault) {
                    throw fault; // a line that memory does not hold, as it may be
                }
                throw new IOException(e.getCause());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
