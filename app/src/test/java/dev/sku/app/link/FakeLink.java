package dev.sku.app.link;

import dev.sku.protocol.Command;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.Message;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Request;
import dev.sku.protocol.Request.Turn;
import dev.sku.protocol.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Plays recorded messages to who listens, and remembers what it is asked.
public final class FakeLink implements RuntimeLink {
    public final List<RunSpec> submitted = new ArrayList<>();
    public final List<Command> ordered = new ArrayList<>();
    public final List<String> resumed = new ArrayList<>();
    public final List<RunHandle> handles = new ArrayList<>();
    public final List<Turn> turns = new ArrayList<>();
    public final List<String> withdrawn = new ArrayList<>();
    public final List<String> discarded = new ArrayList<>();
    public final List<String> restored = new ArrayList<>();
    public final List<Inquiry<?>> asked = new ArrayList<>();
    public final List<Request> changes = new ArrayList<>();
    public final List<Request.Measure> measured = new ArrayList<>();

    /// A finding or a `ProblemException` for each inquiry.
    public Function<Inquiry<?>, Object> findings =
            _ -> ProblemException.of(Problem.Code.READER_ENDED, "no finding", "");

    public List<String> arranged = List.of();
    public boolean resumesKilled;
    public @Nullable Watcher watcher;
    public @Nullable ProblemException refusal;
    private @Nullable Listener listener;

    /// Hands messages to the last one who subscribed.
    public void play(List<Message> messages) {
        java.util.Objects.requireNonNull(listener).messages(messages);
    }

    public void live(boolean live) {
        java.util.Objects.requireNonNull(listener).live(live);
    }

    public void broken(Problem problem) {
        java.util.Objects.requireNonNull(listener).broken(problem);
    }

    public boolean listened() {
        return listener != null;
    }

    @Override
    public CompletableFuture<String> submit(RunSpec spec, Turn turn) {
        submitted.add(spec);
        turns.add(turn);
        return refusal == null
                ? CompletableFuture.completedFuture("2026-11-21-" + spec.name() + "-0001")
                : CompletableFuture.failedFuture(refusal);
    }

    @Override
    public CompletableFuture<Void> resume(String run) {
        resumed.add(run);
        return done();
    }

    @Override
    public CompletableFuture<Void> control(String run, Command command) {
        ordered.add(command);
        return done();
    }

    @Override
    public CompletableFuture<Void> arrange(List<String> runs) {
        arranged = runs;
        return done();
    }

    @Override
    public CompletableFuture<Void> withdraw(String run) {
        withdrawn.add(run);
        return done();
    }

    @Override
    public CompletableFuture<Void> order(Request change) {
        changes.add(change);
        return done();
    }

    @Override
    public CompletableFuture<Void> resumeKilled(boolean on) {
        resumesKilled = on;
        return done();
    }

    @Override
    public CompletableFuture<String> discard(String run) {
        discarded.add(run);
        return done().thenApply(_ -> run);
    }

    @Override
    public CompletableFuture<Void> restore(String binned, String run) {
        restored.add(run);
        return done();
    }

    @Override
    public void watch(Watcher to) {
        watcher = to;
    }

    private CompletableFuture<Void> done() {
        return refusal == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(refusal);
    }

    @Override
    public Subscription subscribe(String run, long afterSeq, Listener to) {
        listener = to;
        return () -> listener = null;
    }

    /// Answers what is looked for by what was put into [#findings].
    @Override
    public CompletableFuture<Void> measure(Request.Measure wanted, Measured listener) {
        measured.add(wanted);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> stopMeasuring() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public <F extends Finding> CompletableFuture<F> find(Inquiry<F> inquiry) {
        asked.add(inquiry);
        Object found = findings.apply(inquiry);
        return found instanceof ProblemException e
                ? CompletableFuture.failedFuture(e)
                : CompletableFuture.completedFuture(inquiry.finding().cast(found));
    }

    @Override
    public CompletableFuture<List<RunHandle>> runs() {
        return CompletableFuture.completedFuture(List.copyOf(handles));
    }

    @Override
    public void close() {
        listener = null;
    }
}
