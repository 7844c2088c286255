package dev.sku.app.link;

import dev.sku.protocol.Command;
import dev.sku.protocol.Event;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.Message;
import dev.sku.protocol.Problem;
import dev.sku.protocol.Request;
import dev.sku.protocol.Request.Turn;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A link to an agent elsewhere that keeps the journals of its runs here too: pages read run folders, and what was once
/// told need not come over the line again, nor is it gone while there is none.
public final class MirroredLink implements RuntimeLink {
    private final RuntimeLink link;
    private final Path runs;
    private final ExecutorService files =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("mirror").factory());
    private final Map<String, RunMirror> mirrors = new HashMap<>(); // the files thread's

    /// @param link closed with this one
    /// @param workspace folder here, which gets `runs`
    public MirroredLink(RuntimeLink link, Path workspace) {
        this.link = link;
        this.runs = workspace.resolve("runs");
    }

    @Override
    public CompletableFuture<List<RunHandle>> runs() {
        return link.runs()
                .thenApplyAsync(
                        there ->
                                there.stream()
                                        .map(run -> {
                                            RunMirror mirror = mirror(run.name());
                                            mirror.follow(run.live());
                                            return new RunHandle(
                                                    run.name(),
                                                    mirror.folder().path(),
                                                    run.live(),
                                                    run.waiting());
                                        })
                                        .toList(),
                        files);
    }

    private RunMirror mirror(String run) {
        return mirrors.computeIfAbsent(
                run, name -> new RunMirror(new RunFolder(runs.resolve(name)), link, files));
    }

    @Override
    public CompletableFuture<String> submit(RunSpec spec, Turn turn) {
        return link.submit(spec, turn)
                .thenApplyAsync(
                        run -> {
                            keepSpec(new RunFolder(runs.resolve(run)), spec);
                            return run;
                        },
                        files);
    }

    static void keepSpec(RunFolder folder, RunSpec spec) {
        if (!Files.exists(folder.spec())) {
            try {
                Files.createDirectories(folder.path());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            WholeFile.write(folder.spec(), Wire.pretty(spec));
        }
    }

    /// The specification that a message holds.
    static void keepSpec(RunFolder folder, List<Message> messages) {
        for (Message message : messages) {
            if (message.event() instanceof Event.RunStarted started) {
                keepSpec(folder, started.spec());
                return;
            }
        }
    }

    @Override
    public Subscription subscribe(String run, long afterSeq, Listener listener) {
        files.execute(() -> mirror(run).listen(afterSeq, listener));
        return () -> files.execute(() -> mirror(run).forget(listener));
    }

    @Override
    public CompletableFuture<Void> resume(String run) {
        return link.resume(run);
    }

    @Override
    public CompletableFuture<Void> control(String run, Command command) {
        return link.control(run, command);
    }

    @Override
    public CompletableFuture<Void> arrange(List<String> first) {
        return link.arrange(first);
    }

    @Override
    public CompletableFuture<Void> withdraw(String run) {
        return link.withdraw(run);
    }

    @Override
    public CompletableFuture<Void> order(Request change) {
        return link.order(change);
    }

    @Override
    public CompletableFuture<Void> resumeKilled(boolean on) {
        return link.resumeKilled(on);
    }

    @Override
    public CompletableFuture<String> discard(String run) {
        return link.discard(run);
    }

    @Override
    public CompletableFuture<Void> restore(String binned, String run) {
        return link.restore(binned, run);
    }

    @Override
    public <F extends Finding> CompletableFuture<F> find(Inquiry<F> inquiry) {
        return link.find(inquiry);
    }

    @Override
    public CompletableFuture<Void> measure(Request.Measure wanted, Measured listener) {
        return link.measure(wanted, listener);
    }

    @Override
    public CompletableFuture<Void> stopMeasuring() {
        return link.stopMeasuring();
    }

    @Override
    public void watch(Watcher watcher) {
        link.watch(watcher);
    }

    @Override
    public void close() {
        link.close();
        files.shutdown();
    }

    /// Why a mirror cannot be kept, as a person is told it.
    static Problem unwritable(Path file, IOException e) {
        return Problem.ofWrite(file, e);
    }
}
