package dev.sku.app.link;

import dev.sku.protocol.Command;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.QueueState.Waiting;
import dev.sku.protocol.Request;
import dev.sku.protocol.Request.Turn;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A workspace on disk without an agent: a run that is started is a copy of a recorded one, a run that is queued waits for
/// ever.
public final class RecordedLink implements RuntimeLink {
    private final Path runs;
    private final RunFolder recorded;
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable Watcher watcher;

    public RecordedLink(Path workspace, RunFolder recorded) {
        this.runs = workspace.resolve("runs");
        this.recorded = recorded;
    }

    @Override
    public CompletableFuture<String> submit(RunSpec spec, Turn turn) {
        RunFolder made = RunFolder.create(runs, spec, LocalDate.of(2026, 11, 21));
        if (turn == Turn.LAST) {
            waiting.add(new Waiting(made.name(), spec.device()));
            return changed().thenApply(_ -> made.name());
        }
        try {
            Files.copy(recorded.events(), made.events());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return CompletableFuture.completedFuture(made.name());
    }

    @Override
    public CompletableFuture<Void> arrange(List<String> order) {
        waiting.sort(java.util.Comparator.comparingInt(w -> order.indexOf(w.run())));
        return changed();
    }

    @Override
    public CompletableFuture<Void> withdraw(String run) {
        waiting.removeIf(w -> w.run().equals(run));
        return changed();
    }

    private CompletableFuture<Void> changed() {
        if (watcher != null) {
            tell(watcher);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> order(Request change) {
        return CompletableFuture.completedFuture(null);
    }

    private void tell(Watcher to) {
        to.queue(new QueueState(List.copyOf(waiting), List.of(), List.of(), false));
    }

    @Override
    public void watch(Watcher to) {
        watcher = to;
        to.linked(true, null);
        tell(to);
    }

    @Override
    public Subscription subscribe(String run, long afterSeq, Listener listener) {
        RunFolder folder = new RunFolder(runs.resolve(run));
        listener.messages(JournalReader.read(folder.events(), afterSeq + 1));
        listener.live(false);
        return () -> {};
    }

    @Override
    public CompletableFuture<List<RunHandle>> runs() {
        if (!Files.isDirectory(runs)) {
            return CompletableFuture.completedFuture(List.of());
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return CompletableFuture.completedFuture(
                    folders.map(f ->
                                    new RunHandle(
                                            f.getFileName().toString(),
                                            f,
                                            false,
                                            waiting.stream()
                                                    .anyMatch(w ->
                                                            w.run()
                                                                    .equals(
                                                                            f.getFileName()
                                                                                    .toString()))))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletableFuture<Void> measure(Request.Measure wanted, Measured listener) {
        return notHere();
    }

    @Override
    public CompletableFuture<Void> stopMeasuring() {
        return notHere();
    }

    @Override
    public <F extends Finding> CompletableFuture<F> find(Inquiry<F> inquiry) {
        if (inquiry instanceof Inquiry.Points(String run)) {
            return CompletableFuture.completedFuture(
                    inquiry.finding().cast(JournalPoints.of(Path.of(run), "recorded judge")));
        }
        return notHere();
    }

    @Override
    public CompletableFuture<Void> resume(String run) {
        return notHere();
    }

    @Override
    public CompletableFuture<Void> control(String run, Command command) {
        return notHere();
    }

    @Override
    public CompletableFuture<Void> resumeKilled(boolean on) {
        return notHere();
    }

    @Override
    public CompletableFuture<String> discard(String run) {
        return notHere();
    }

    @Override
    public CompletableFuture<Void> restore(String binned, String run) {
        return notHere();
    }

    private static <T> CompletableFuture<T> notHere() {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("only an agent"));
    }

    @Override
    public void close() {
        watcher = null;
    }
}
