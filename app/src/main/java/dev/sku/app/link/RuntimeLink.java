package dev.sku.app.link;

import dev.sku.protocol.Command;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Message;
import dev.sku.protocol.Problem;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.Request;
import dev.sku.protocol.Request.Turn;
import dev.sku.protocol.RunSpec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A way to where runs run: the agent of a workspace, here or elsewhere.
///
/// No call waits. Futures fail with a `ProblemException`; listeners are called in order, on a thread of the link.
public interface RuntimeLink extends AutoCloseable {
    /// Makes a run folder from a specification and queues it.
    ///
    /// @return the name of the run
    CompletableFuture<String> submit(RunSpec spec, Turn turn);

    /// Starts a run's process again as soon as its device is free; it continues from its newest complete checkpoint.
    CompletableFuture<Void> resume(String run);

    /// Hands a run an order, which it takes before its next step.
    CompletableFuture<Void> control(String run, Command command);

    /// Lets runs that wait start in this order.
    CompletableFuture<Void> arrange(List<String> runs);

    /// Takes a run that waits out of the queue.
    CompletableFuture<Void> withdraw(String run);

    /// Another change of the queue, or of what it does with runs.
    CompletableFuture<Void> order(Request change);

    /// Whether runs whose process was killed are started again unasked.
    CompletableFuture<Void> resumeKilled(boolean on);

    /// Moves a run into the bin.
    ///
    /// @return its name there
    CompletableFuture<String> discard(String run);

    /// Takes a run out of the bin again.
    CompletableFuture<Void> restore(String binned, String run);

    /// Hands over all messages of a run after a number, those that are there and those to come, in order, none twice.
    /// A run is followed once: who follows it anew takes the place of who did before.
    ///
    /// @param afterSeq 0 for all
    Subscription subscribe(String run, long afterSeq, Listener listener);

    /// Looks at a model, rows or devices where the agent is.
    <F extends Finding> CompletableFuture<F> find(Inquiry<F> inquiry);

    /// Measures a run's model at some λ. The future is done when the last point is; points that were measured stay in the
    /// run folder, whatever ends it.
    CompletableFuture<Void> measure(Request.Measure wanted, Measured listener);

    /// Ends the measurement that is at work, which then fails.
    CompletableFuture<Void> stopMeasuring();

    /// Hears of a measurement while it goes on; on some thread, in order.
    interface Measured {
        /// @param done points finished
        void begins(double lambda, int done, int of);

        void measured(MeasuredPoint point);
    }

    /// The runs that can be followed here.
    CompletableFuture<List<RunHandle>> runs();

    /// Tells how the link stands and what waits, now and whenever it changes.
    void watch(Watcher watcher);

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

    /// What happens to the link itself.
    interface Watcher {
        /// @param problem why there is no link, where that is known
        void linked(boolean linked, @Nullable Problem problem);

        void queue(QueueState queue);
    }

    /// Ends with `close`; nothing is handed over afterwards.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
