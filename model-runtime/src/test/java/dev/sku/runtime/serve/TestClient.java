package dev.sku.runtime.serve;

import dev.sku.protocol.BoundedLines;
import dev.sku.protocol.Event;
import dev.sku.protocol.JournalLine;
import dev.sku.protocol.Message;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.Reply;
import dev.sku.protocol.Request;
import dev.sku.protocol.Wire;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A client that reads when the test wants something, and keeps what it heard.
final class TestClient implements AutoCloseable {
    private final BoundedLines in;
    private final OutputStream out;
    private final Closeable connection;
    private final Map<String, List<Message>> heard = new HashMap<>();
    private final List<Reply.Measured> measured = new ArrayList<>();
    private final List<Reply.Measuring> measuring = new ArrayList<>();
    private final Map<String, Boolean> live = new HashMap<>();
    private QueueState queue = QueueState.EMPTY;
    private long pid;
    private long ids;

    TestClient(InputStream in, OutputStream out, Closeable connection) {
        this.in = new BoundedLines(in, BoundedLines.REPLY_BYTES);
        this.out = out;
        this.connection = connection;
    }

    /// Says hello, and skips what comes before the answer.
    TestClient hello() throws IOException {
        String nonce = "n" + System.nanoTime();
        send(new Request.Hello(Wire.PROTOCOL, nonce));
        while (!(next() instanceof Reply.Hello h && h.nonce().equals(nonce))) {
            // news, and noise of whoever stands between
        }
        return this;
    }

    long agent() {
        return pid;
    }

    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    long send(Request request) throws IOException {
        raw((Wire.line(new Request.Asked(++ids, request)) + "\n").getBytes(StandardCharsets.UTF_8));
        return ids;
    }

    /// The answer, whatever comes before it.
    Reply ask(Request request) throws IOException {
        long id = send(request);
        while (true) {
            Reply reply = next();
            long about =
                    switch (reply) {
                        case Reply.Done d -> d.id();
                        case Reply.Refused r -> r.id();
                        case Reply.Made m -> m.id();
                        case Reply.Runs r -> r.id();
                        case Reply.Found f -> f.id();
                        case Reply.Measuring _,
                                Reply.Measured _,
                                Reply.Hello _,
                                Reply.Messages _,
                                Reply.Live _,
                                Reply.Broken _,
                                Reply.Queue _,
                                Reply.Farewell _ ->
                                0;
                    };
            if (about == id) {
                return reply;
            }
        }
    }

    Reply next() throws IOException {
        byte[] line = in.next();
        if (line == null) {
            throw new EOFException("the agent has gone");
        }
        Reply reply = Wire.read(new String(line, StandardCharsets.UTF_8), Reply.class, "reply");
        switch (reply) {
            case Reply.Hello h -> pid = h.pid();
            case Reply.Messages m -> {
                for (int i = 0; i < m.count(); i++) {
                    byte[] message = java.util.Objects.requireNonNull(in.next());
                    heard(m.run()).add(JournalLine.message(message, "message"));
                }
            }
            case Reply.Live l -> live.put(l.run(), l.live());
            case Reply.Queue q -> queue = q.state();
            case Reply.Measured m -> measured.add(m);
            case Reply.Measuring m -> measuring.add(m);
            case Reply.Done _,
                    Reply.Made _,
                    Reply.Refused _,
                    Reply.Runs _,
                    Reply.Found _,
                    Reply.Broken _,
                    Reply.Farewell _ -> {}
        }
        return reply;
    }

    /// Points, in the order they came.
    List<Reply.Measured> measured() {
        return measured;
    }

    List<Reply.Measuring> measuring() {
        return measuring;
    }

    List<Message> heard(String run) {
        return heard.computeIfAbsent(run, _ -> new ArrayList<>());
    }

    List<Long> seqs(String run) {
        return heard(run).stream().map(Message::seq).toList();
    }

    void awaitEvent(String run, Predicate<Event> wanted) throws IOException {
        while (heard(run).stream().noneMatch(m -> wanted.test(m.event()))) {
            next();
        }
    }

    void awaitStep(String run, int step) throws IOException {
        awaitEvent(run, e -> e instanceof Event.StepCompleted s && s.step() >= step);
    }

    void awaitLive(String run, boolean wanted) throws IOException {
        while (live.getOrDefault(run, !wanted) != wanted) {
            next();
        }
    }

    QueueState awaitQueue(Predicate<QueueState> wanted) throws IOException {
        while (!wanted.test(queue)) {
            next();
        }
        return queue;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
