package dev.sku.app.link;

import dev.sku.protocol.RunFolder;

/// Starts the process of a run.
public interface RunStarter {
    /// @throws dev.sku.protocol.ProblemException where it cannot be started
    void start(RunFolder folder);

    /// Whether a process that was started here is still there, also before it holds the run's lock.
    boolean running(RunFolder folder);
}
