package dev.sku.app.link;

import dev.sku.protocol.Command;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.Message;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.Reply;
import dev.sku.protocol.Request;
import dev.sku.protocol.Request.Turn;
import dev.sku.protocol.RunSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The agent of a workspace, through a command that connects its standard in and out with it and starts it where none
/// lives: `sku attach WORKSPACE`, here or behind SSH.
///
/// The link is made again whenever it is lost, and goes on after the last message it had. What is asked meanwhile waits
/// for it; what was asked and not answered when it was lost fails, because nobody knows whether it was done.
public final class AgentLink implements RuntimeLink {
    private static final long SHORTEST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Path runs;
    private final List<String> command;
    private final Thread reader = Thread.ofPlatform().daemon().name("link").unstarted(this::live);
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("link-out").factory());
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("link-clock").factory());
    private final Heartbeat heartbeat;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    // Guarded by this.
    private final Map<Long, Asked> asked = new LinkedHashMap<>();
    private final Map<String, Followed> followed = new HashMap<>();
    private @Nullable Connection connection;
    private @Nullable Connection coming; // until it has greeted, and after
    private boolean pinged;
    private @Nullable Problem problem;
    private QueueState queue = QueueState.EMPTY;
    private long ids;
    private boolean closed;

    /// A request that waits for its answer.
    private static final class Asked {
        final Request request;
        final @Nullable Measured news;
        final CompletableFuture<Reply> answer = new CompletableFuture<>();
        boolean sent;

        Asked(Request request, @Nullable Measured news) {
            this.request = request;
            this.news = news;
        }
    }

    /// @param workspace whose runs lie in its folder `runs` on this computer
    /// @param command the command and its arguments
    public AgentLink(Path workspace, List<String> command) {
        this(workspace, command, Heartbeat.USUAL);
    }

    AgentLink(Path workspace, List<String> command, Heartbeat heartbeat) {
        this.runs = workspace.resolve("runs");
        this.command = List.copyOf(command);
        this.heartbeat = heartbeat;
        reader.start();
        long look = heartbeat.every().toMillis() / 5;
        var _ = clock.scheduleWithFixedDelay(this::listen, look, look, TimeUnit.MILLISECONDS);
    }

    /// Asks for a sign of life where none came for long, and gives the link up where none comes: the process in between
    /// may live and pass nothing on.
    private void listen() {
        Connection now;
        boolean ask;
        synchronized (this) {
            now = coming;
            if (now == null) {
                return;
            }
            boolean quiet = now.silence().compareTo(heartbeat.every()) > 0;
            ask = quiet && !pinged && connection != null;
            pinged = quiet && (pinged || ask);
        }
        Duration patience = now.isGreeted() ? heartbeat.patience() : heartbeat.greeting();
        if (now.silence().compareTo(patience) > 0) {
            now.giveUp(patience);
        } else if (ask) {
            var _ = done(new Request.Ping());
        }
    }

    @Override
    public CompletableFuture<String> submit(RunSpec spec, Turn turn) {
        return name(new Request.Submit(spec, turn));
    }

    @Override
    public CompletableFuture<Void> resume(String run) {
        return done(new Request.Resume(run));
    }

    @Override
    public CompletableFuture<Void> control(String run, Command order) {
        return done(new Request.Control(run, order));
    }

    @Override
    public CompletableFuture<Void> arrange(List<String> first) {
        return done(new Request.Arrange(first));
    }

    @Override
    public CompletableFuture<Void> withdraw(String run) {
        return done(new Request.Withdraw(run));
    }

    @Override
    public CompletableFuture<Void> order(Request change) {
        return done(change);
    }

    @Override
    public CompletableFuture<Void> resumeKilled(boolean on) {
        return done(new Request.ResumeKilled(on));
    }

    @Override
    public CompletableFuture<String> discard(String run) {
        return name(new Request.Discard(run));
    }

    @Override
    public CompletableFuture<Void> restore(String binned, String run) {
        return done(new Request.Restore(binned, run));
    }

    @Override
    public CompletableFuture<List<RunHandle>> runs() {
        return ask(
                new Request.ListRuns(),
                reply ->
                        reply instanceof Reply.Runs r
                                ? r.runs().stream()
                                        .map(s ->
                                                new RunHandle(
                                                        s.run(),
                                                        runs.resolve(s.run()),
                                                        s.live(),
                                                        s.waiting()))
                                        .toList()
                                : List.of());
    }

    @Override
    public <F extends Finding> CompletableFuture<F> find(Inquiry<F> inquiry) {
        return ask(
                new Request.Inquire(inquiry),
                reply -> inquiry.finding().cast(((Reply.Found) reply).finding()));
    }

    @Override
    public CompletableFuture<Void> measure(Request.Measure wanted, Measured listener) {
        return ask(new Asked(wanted, listener)).thenAccept(_ -> {});
    }

    @Override
    public CompletableFuture<Void> stopMeasuring() {
        return done(new Request.StopMeasuring());
    }

    private CompletableFuture<Void> done(Request request) {
        return name(request).thenAccept(_ -> {});
    }

    private CompletableFuture<String> name(Request request) {
        return ask(request, reply -> reply instanceof Reply.Done d ? d.name() : "");
    }

    private <T> CompletableFuture<T> ask(Request request, Function<Reply, T> result) {
        return ask(new Asked(request, null)).thenApply(result);
    }

    private CompletableFuture<Reply> ask(Asked waiting) {
        synchronized (this) {
            asked.put(++ids, waiting);
            send();
        }
        return waiting.answer;
    }

    /// Sends what has not been sent, where there is a link.
    private synchronized void send() {
        Connection to = connection;
        if (to == null || writer.isShutdown()) {
            return;
        }
        asked.forEach((id, waiting) -> {
            if (!waiting.sent) {
                waiting.sent = true;
                writer.execute(() -> to.send(new Request.Asked(id, waiting.request)));
            }
        });
    }

    @Override
    public synchronized Subscription subscribe(String run, long afterSeq, Listener listener) {
        Followed next = new Followed(run, afterSeq, listener);
        followed.put(run, next);
        follow(next);
        return () -> unfollow(next);
    }

    private synchronized void follow(Followed run) {
        if (connection == null) {
            return; // followed when there is a link
        }
        var _ =
                ask(new Request.Follow(run.run(), run.lastSeq()), reply -> reply)
                        .whenComplete((_, fault) -> {
                            if (fault == null) {
                                run.begin();
                            } else if (problemOf(fault).code() != Problem.Code.LINK_LOST) {
                                run.broken(problemOf(fault));
                            }
                        });
    }

    private synchronized void unfollow(Followed run) {
        run.close();
        if (followed.remove(run.run(), run) && connection != null) {
            var _ = done(new Request.Unfollow(run.run()));
        }
    }

    @Override
    public void watch(Watcher watcher) {
        watchers.add(watcher);
        synchronized (this) {
            watcher.linked(connection != null, problem);
            watcher.queue(queue);
        }
    }

    /// The life of the link: connected, lost, connected.
    private void live() {
        long pause = SHORTEST_PAUSE_MILLIS;
        while (!isClosed()) {
            Problem why;
            try (Connection now = Connection.begin(command)) {
                comes(now);
                now.greet();
                begin(now);
                pause = SHORTEST_PAUSE_MILLIS;
                why = now.read(this::hear);
            } catch (ProblemException e) {
                why = e.problem();
            }
            lost(why);
            try {
                Thread.sleep(pause);
            } catch (InterruptedException _) {
                return; // closed
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    private synchronized void comes(Connection now) {
        coming = now;
        pinged = false;
        if (closed) {
            now.close();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void begin(Connection now) {
        synchronized (this) {
            if (closed) {
                now.close();
                return;
            }
            connection = now;
            problem = null;
            send();
            List.copyOf(followed.values()).forEach(this::follow);
        }
        watchers.forEach(w -> w.linked(true, null));
    }

    private void lost(Problem why) {
        List<Asked> unanswered = new ArrayList<>();
        synchronized (this) {
            boolean never = connection == null;
            connection = null;
            coming = null;
            problem = why;
            asked.values().removeIf(a -> (a.sent || never) && unanswered.add(a));
            followed.values().forEach(Followed::pause);
        }
        unanswered.forEach(a -> a.answer.completeExceptionally(new ProblemException(why)));
        if (!isClosed()) {
            watchers.forEach(w -> w.linked(false, why));
        }
    }

    private void hear(Reply reply, List<Message> messages) {
        switch (reply) {
            case Reply.Done d -> answer(d.id(), d);
            case Reply.Made m -> answer(m.id(), m);
            case Reply.Runs r -> answer(r.id(), r);
            case Reply.Found f -> answer(f.id(), f);
            case Reply.Refused r -> {
                Asked waiting = take(r.id());
                if (waiting != null) {
                    waiting.answer.completeExceptionally(new ProblemException(r.problem()));
                }
            }
            case Reply.Measuring(long id, double lambda, int done, int of) -> {
                Measured listener = listener(id);
                if (listener != null) {
                    listener.begins(lambda, done, of);
                }
            }
            case Reply.Measured m -> {
                Measured listener = listener(m.id());
                if (listener != null) {
                    listener.measured(m.point());
                }
            }
            case Reply.Messages m -> {
                Followed run = followed(m.run());
                if (run != null) {
                    run.messages(messages);
                }
            }
            case Reply.Live l -> {
                Followed run = followed(l.run());
                if (run != null) {
                    run.live(l.live());
                }
            }
            case Reply.Broken b -> {
                Followed run = followed(b.run());
                if (run != null) {
                    run.broken(b.problem());
                }
            }
            case Reply.Queue q -> {
                synchronized (this) {
                    queue = q.state();
                }
                watchers.forEach(w -> w.queue(q.state()));
            }
            case Reply.Hello _, Reply.Farewell _ -> {} // the connection's own
        }
    }

    private void answer(long id, Reply reply) {
        Asked waiting = take(id);
        if (waiting != null) {
            waiting.answer.complete(reply);
        }
    }

    private synchronized @Nullable Asked take(long id) {
        return asked.remove(id);
    }

    private synchronized @Nullable Measured listener(long id) {
        Asked waiting = asked.get(id);
        return waiting == null ? null : waiting.news;
    }

    private synchronized @Nullable Followed followed(String run) {
        return followed.get(run);
    }

    private static Problem problemOf(Throwable fault) {
        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
        return cause instanceof ProblemException p
                ? p.problem()
                : Problem.of(Problem.Code.INTERNAL, String.valueOf(fault.getMessage()));
    }

    /// Lets go of the link; agent and runs go on.
    @Override
    public void close() {
        Connection last;
        synchronized (this) {
            closed = true;
            last = coming;
            clock.shutdownNow();
            followed.values().forEach(Followed::close);
            writer.shutdownNow();
        }
        reader.interrupt();
        if (last != null) {
            last.close();
        }
    }
}
