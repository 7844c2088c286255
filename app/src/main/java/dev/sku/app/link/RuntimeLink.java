package dev.sku.app.link;

import dev.sku.protocol.Command;
import dev.sku.protocol.Message;
import dev.sku.protocol.Problem;
import dev.sku.protocol.RunSpec;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A way to where runs run: this computer's workspace, an agent here or elsewhere.
///
/// No call waits. Futures fail with a `ProblemException`; listeners are called in order, on a thread of the link.
public interface RuntimeLink extends AutoCloseable {
    /// Makes a run folder from a specification and starts it.
    ///
    /// @return the name of the run
    CompletableFuture<String> submit(RunSpec spec);

    /// Starts a run's process again; it continues from its newest complete checkpoint.
    CompletableFuture<Void> resume(String run);

    /// Hands a run an order, which it takes before its next step.
    CompletableFuture<Void> control(String run, Command command);

    /// Hands over all messages of a run after a number, those that are there and those to come, in order, none twice.
    ///
    /// @param afterSeq 0 for all
    Subscription subscribe(String run, long afterSeq, Listener listener);

    /// The runs that can be followed here.
    CompletableFuture<List<RunHandle>> runs();

    @Override
    void close();

    /// What happens to a run that is followed.
    interface Listener {
        void messages(List<Message> messages);

        /// Whether some process works on the run now.
        void live(boolean live);

        /// The messages end here, because what follows cannot be read.
        void broken(Problem problem);
    }

    /// Ends with `close`; nothing is handed over afterwards.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
