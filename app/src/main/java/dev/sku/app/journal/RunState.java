package dev.sku.app.journal;

/// What a run is doing, as far as its journal and its lock tell.
public enum RunState {
    /// It is in the queue.
    WAITING,
    RUNNING,
    PAUSED,
    DONE,
    /// On request, and nothing of it was kept.
    STOPPED,
    /// Stopped on request, and what it had learned by then was written.
    KEPT,
    FAILED,
    /// Its process is gone and it has not said why.
    INTERRUPTED;

    /// It has written what it learned, which can be used.
    public boolean hasResult() {
        return this == DONE || this == KEPT;
    }

    /// Nothing more will come unless it is started again.
    public boolean ended() {
        return switch (this) {
            case WAITING, RUNNING, PAUSED -> false;
            case DONE, STOPPED, KEPT, FAILED, INTERRUPTED -> true;
        };
    }
}
