package dev.sku.app.link;

import dev.sku.protocol.Command;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// This computer's workspace without an agent: follows the journals in its run folders, starts `sku run FOLDER` as a
/// process of its own, and leaves it running when the window closes.
public final class FolderLink implements RuntimeLink {
    private final Path runs;
    private final RunStarter starter;
    private final ScheduledExecutorService thread;
    private final Set<FollowedRun> followed = ConcurrentHashMap.newKeySet();

    /// @param workspace its `runs` folder is made when the first run is
    public FolderLink(Path workspace, RunStarter starter) {
        this.runs = workspace.resolve("runs");
        this.starter = starter;
        ThreadFactory daemon = Thread.ofPlatform().daemon().name("runs").factory();
        this.thread = Executors.newSingleThreadScheduledExecutor(daemon);
    }

    @Override
    public CompletableFuture<String> submit(RunSpec spec) {
        return later(() -> {
            RunFolder folder = RunFolder.create(runs, spec, LocalDate.now(ZoneId.systemDefault()));
            starter.start(folder);
            return folder.name();
        });
    }

    @Override
    public CompletableFuture<Void> resume(String run) {
        return later(() -> {
            RunFolder folder = RunFolder.open(runs.resolve(run));
            if (RunLocks.held(folder)) {
                throw ProblemException.of(Problem.Code.RUN_LOCKED, folder.path());
            }
            starter.start(folder);
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> control(String run, Command command) {
        return later(() -> {
            RunFolder.open(runs.resolve(run)).send(command);
            return null;
        });
    }

    @Override
    public Subscription subscribe(String run, long afterSeq, Listener listener) {
        FollowedRun follower =
                new FollowedRun(
                        new RunFolder(runs.resolve(run)), afterSeq, listener, thread, this::live);
        followed.add(follower);
        follower.begin();
        return () -> {
            followed.remove(follower);
            follower.close();
        };
    }

    @Override
    public CompletableFuture<List<RunHandle>> runs() {
        return later(this::list);
    }

    private List<RunHandle> list() {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        List<RunHandle> found = new ArrayList<>();
        try (Stream<Path> folders = Files.list(runs)) {
            for (Path path : folders.sorted().toList()) {
                RunFolder folder = new RunFolder(path);
                if (Files.isRegularFile(folder.spec())) {
                    found.add(new RunHandle(folder.name(), folder.path(), live(folder)));
                }
            }
            return List.copyOf(found);
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(runs, e), e);
        }
    }

    private boolean live(RunFolder folder) {
        return starter.running(folder) || RunLocks.held(folder);
    }

    private <T> CompletableFuture<T> later(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, thread);
    }

    @Override
    public void close() {
        followed.forEach(FollowedRun::close);
        thread.shutdownNow();
    }
}
