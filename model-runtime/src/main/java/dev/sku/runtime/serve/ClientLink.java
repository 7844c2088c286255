package dev.sku.runtime.serve;

import dev.sku.protocol.BoundedLines;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Reply;
import dev.sku.protocol.Request;
import dev.sku.protocol.Wire;
import dev.sku.runtime.runs.Environment;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client: a thread that reads what it asks, and a thread that writes what it is told.
///
/// Nothing here waits for another client. Answers that the client does not take are few, because it is not read from
/// while they wait; messages stay in their journals; and who takes nothing for long is let go.
final class ClientLink implements AutoCloseable {
    private static final int MOST_ANSWERS = 64;
    private static final int MOST_INQUIRIES = 16;
    private static final int MOST_NOISE_LINES = 1_000;
    private static final long LOOK_MILLIS = 250;
    private static final int OUT_BYTES = 1 << 16;

    private final SocketChannel channel;
    private final Desk desk;
    private final RunQueue queue;
    private final InputReader inputs;
    private final SlurmDevices slurm;
    private final MeasuringQueue measuring;
    private final Semaphore inquiries = new Semaphore(MOST_INQUIRIES);
    private final Workspace workspace;
    private final Consumer<String> log;
    private final Consumer<ClientLink> closed;
    private final BlockingQueue<Answer> answers = new ArrayBlockingQueue<>(MOST_ANSWERS);
    private final Map<String, FollowedJournal> followed = new HashMap<>(); // the writer's
    private final Thread reader =
            Thread.ofPlatform().daemon().name("client-in").unstarted(this::read);
    private final Thread writer =
            Thread.ofPlatform().daemon().name("client-out").unstarted(this::write);
    private volatile long writingSince;
    private volatile boolean open = true;
    private final long begun = System.nanoTime();
    private volatile boolean greeted;
    private volatile long refusedSince;
    private int noise;

    /// @param closed called once when the link is over
    ClientLink(
            SocketChannel channel,
            Workspace workspace,
            RunQueue queue,
            InputReader inputs,
            SlurmDevices slurm,
            MeasuringQueue measuring,
            Consumer<String> log,
            Consumer<ClientLink> closed) {
        this.channel = channel;
        this.workspace = workspace;
        this.queue = queue;
        this.inputs = inputs;
        this.slurm = slurm;
        this.measuring = measuring;
        this.desk = new Desk(workspace, queue);
        this.log = log;
        this.closed = closed;
    }

    void begin() {
        reader.start();
    }

    /// Lets a client go that has taken nothing for so long, has not said hello, or stays though it was told to go.
    void dropIfStuck(Duration patience) {
        long now = System.nanoTime();
        if (writingSince != 0 && now - writingSince > patience.toNanos()) {
            log.accept(
                    Problem.of(Problem.Code.LINK_STUCK, patience.toSeconds())
                            .sentence(Locale.ENGLISH));
            close();
        }
        boolean waited = !greeted && now - begun > patience.toNanos();
        if (waited || (refusedSince != 0 && now - refusedSince > patience.toNanos())) {
            close();
        }
    }

    private void read() {
        try {
            BoundedLines lines =
                    new BoundedLines(Channels.newInputStream(channel), BoundedLines.REQUEST_BYTES);
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                String text = new String(line, StandardCharsets.UTF_8);
                if (greeted) {
                    answer(Wire.read(text, Request.Asked.class, "the line"));
                } else {
                    greet(text);
                }
            }
            close();
        } catch (BoundedLines.TooLong e) {
            refuse(Problem.of(Problem.Code.LINK_INVALID, String.valueOf(e.getMessage())));
        } catch (ProblemException e) {
            refuse(
                    e.problem().code() == Problem.Code.LINK_PROTOCOL
                            ? e.problem()
                            : Problem.of(Problem.Code.LINK_INVALID, "a line that is no request"));
        } catch (IOException _) {
            close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            close();
        } catch (RuntimeException e) {
            log.accept(e.toString());
            refuse(Problem.of(Problem.Code.LINK_INVALID, "a request that lacks something"));
        }
    }

    private void greet(String line) throws InterruptedException {
        Request.@Nullable Asked asked = helloOrNull(line);
        if (asked == null || !(asked.request() instanceof Request.Hello hello)) {
            if (++noise > MOST_NOISE_LINES) {
                throw ProblemException.of(Problem.Code.LINK_INVALID, "no hello came");
            }
            return;
        }
        if (hello.protocol() != Wire.PROTOCOL) {
            throw ProblemException.of(Problem.Code.LINK_PROTOCOL, hello.protocol(), Wire.PROTOCOL);
        }
        greeted = true;
        answers.put(
                new Answer(
                        new Reply.Hello(
                                Wire.PROTOCOL,
                                hello.nonce(),
                                Environment.version(),
                                ProcessHandle.current().pid())));
        writer.start();
    }

    private static Request.@Nullable Asked helloOrNull(String line) {
        try {
            return Wire.read(line, Request.Asked.class, "");
        } catch (ProblemException _) {
            return null; // noise
        }
    }

    /// What is said next, and what is done in the moment it is said: messages of a journal that is followed anew come after
    /// the answer, those of the one before it do not.
    private record Answer(Reply reply, Runnable then) {
        Answer(Reply reply) {
            this(reply, () -> {});
        }
    }

    /// Answered when it is found, while other requests go on; a client has a bounded number of them under way.
    private void inquire(long id, Inquiry<?> inquiry) throws InterruptedException {
        inquiries.acquire();
        var _ =
                find(inquiry)
                        .whenComplete((finding, fault) ->
                                Thread.ofVirtual()
                                        .start(() -> {
                                            try {
                                                answers.put(new Answer(found(id, finding, fault)));
                                            } catch (InterruptedException _) {
                                                Thread.currentThread().interrupt();
                                            } finally {
                                                inquiries.release();
                                            }
                                        }));
    }

    private CompletableFuture<Finding> find(Inquiry<?> inquiry) {
        if (inquiry instanceof Inquiry.Devices) {
            var there = slurm.find();
            if (there.isPresent()) {
                return there.get().thenApply(Finding.Devices::new);
            }
        }
        return inputs.ask(inquiry);
    }

    private static Reply found(long id, @Nullable Finding finding, @Nullable Throwable fault) {
        if (finding != null) {
            return new Reply.Found(id, finding);
        }
        return new Reply.Refused(
                id,
                fault instanceof ProblemException e
                        ? e.problem()
                        : Problem.of(Problem.Code.INTERNAL, String.valueOf(fault)));
    }

    /// News for a client that may have gone.
    private void tell(Reply reply) {
        try {
            while (open && !answers.offer(new Answer(reply), 1, TimeUnit.SECONDS)) {
                // it takes nothing for now
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Request.Asked asked) throws InterruptedException {
        long id = asked.id();
        if (asked.request() instanceof Request.Inquire(Inquiry<?> inquiry)) {
            inquire(id, inquiry);
            return;
        }
        Answer answer;
        try {
            if (asked.request() instanceof Request.Measure measure) {
                measuring.ask(asked, workspace.run(measure.run()), this::tell);
                return;
            }
            answer =
                    switch (asked.request()) {
                        case Request.Follow(String run, long afterSeq) -> {
                            var journal = new FollowedJournal(workspace.run(run), afterSeq, queue);
                            yield new Answer(
                                    new Reply.Done(id, run), () -> followed.put(run, journal));
                        }
                        case Request.Unfollow(String run) ->
                                new Answer(new Reply.Done(id, run), () -> followed.remove(run));
                        case Request.StopMeasuring _ -> {
                            measuring.stop();
                            yield new Answer(new Reply.Done(id, ""));
                        }
                        case Request.SubmitAll(var specs) ->
                                new Answer(new Reply.Made(id, desk.submitAll(specs)));
                        case Request.Ping _ -> new Answer(new Reply.Done(id, ""));
                        case Request.ListRuns _ -> new Answer(new Reply.Runs(id, desk.list()));
                        case Request other -> new Answer(new Reply.Done(id, desk.handle(other)));
                    };
        } catch (ProblemException e) {
            answer = new Answer(new Reply.Refused(id, e.problem()));
        }
        answers.put(answer);
    }

    /// Says why, and takes the rest of what comes without looking at it: a socket that is closed while something waits in
    /// it loses what was said last.
    private void refuse(Problem problem) {
        log.accept(problem.sentence(Locale.ENGLISH));
        refusedSince = System.nanoTime();
        if (!greeted) {
            writer.start();
        }
        boolean told = answers.offer(new Answer(new Reply.Farewell(problem)));
        try {
            if (told) {
                Channels.newInputStream(channel).transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException _) {
            // the client has gone
        }
        close();
    }

    private void write() {
        OutputStream out =
                new BufferedOutputStream(new Timed(Channels.newOutputStream(channel)), OUT_BYTES);
        try {
            long known = -1;
            boolean more = false;
            while (open) {
                Answer answer =
                        more ? answers.poll() : answers.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                for (; answer != null; answer = answers.poll()) {
                    answer.then().run();
                    FollowedJournal.send(out, answer.reply());
                    if (answer.reply() instanceof Reply.Farewell) {
                        out.flush();
                        channel.shutdownOutput();
                        return; // closed when the client has gone
                    }
                }
                long now = queue.changes();
                if (greeted && now != known) {
                    known = now;
                    FollowedJournal.send(out, new Reply.Queue(queue.state()));
                }
                more = false;
                for (FollowedJournal journal : followed.values()) {
                    more |= journal.pump(out);
                }
                out.flush();
            }
        } catch (IOException _) {
            close(); // the client has gone
        } catch (RuntimeException e) {
            log.accept(e.toString());
            close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    /// Notes since when a write waits.
    private final class Timed extends OutputStream {
        private final OutputStream to;

        Timed(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writingSince = System.nanoTime();
            try {
                to.write(bytes, offset, length);
            } finally {
                writingSince = 0;
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (!open) {
                return;
            }
            open = false;
        }
        try {
            channel.close();
        } catch (IOException _) {
            // it is gone in any case
        }
        reader.interrupt();
        writer.interrupt();
        closed.accept(this);
    }
}
