package dev.sku.runtime.serve;

import dev.sku.protocol.BoundedLines;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.Reply;
import dev.sku.protocol.Request;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A program's own connection with a workspace's agent, which is started where none answers: runs are handed to its queue.
public final class AgentClient implements AutoCloseable {
    /// Specifications in one line, which may have 1 MiB.
    private static final int MOST_TOGETHER = 200;

    private final SocketChannel channel;
    private final BoundedLines in;
    private final Path workspace;
    private QueueState queue = QueueState.EMPTY;
    private long ids;

    private AgentClient(Path workspace, SocketChannel channel) {
        this.workspace = workspace;
        this.channel = channel;
        this.in = new BoundedLines(Channels.newInputStream(channel), BoundedLines.REPLY_BYTES);
    }

    /// @throws ProblemException `AGENT_NOT_STARTED`, `AGENT_LOCKED` where it runs out of reach
    public static AgentClient connect(Workspace workspace) {
        try {
            AgentClient client = new AgentClient(workspace.path(), new Attach(workspace).connect());
            try {
                client.hello();
                return client;
            } catch (RuntimeException e) {
                client.close();
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void hello() {
        String nonce = UUID.randomUUID().toString();
        send(new Request.Hello(Wire.PROTOCOL, nonce));
        Reply reply = next();
        while (!(reply instanceof Reply.Hello h && h.nonce().equals(nonce))) {
            reply = next();
        }
        // The queue follows the hello.
        while (!(reply instanceof Reply.Queue)) {
            reply = next();
        }
    }

    /// Makes a run and puts it at the queue's end.
    ///
    /// @return the name of its folder
    /// @throws ProblemException with what the agent refuses it for
    public String submit(RunSpec spec) {
        return ((Reply.Done) answer(send(new Request.Submit(spec, Request.Turn.LAST)))).name();
    }

    private Reply answer(long id) {
        while (true) {
            Reply reply = next();
            switch (reply) {
                case Reply.Done d when d.id() == id -> {
                    return d;
                }
                case Reply.Made m when m.id() == id -> {
                    return m;
                }
                case Reply.Refused r when r.id() == id -> throw new ProblemException(r.problem());
                case Reply.Farewell f -> throw new ProblemException(f.problem());
                case Reply.Done _,
                        Reply.Made _,
                        Reply.Refused _,
                        Reply.Measuring _,
                        Reply.Measured _,
                        Reply.Hello _,
                        Reply.Runs _,
                        Reply.Found _,
                        Reply.Messages _,
                        Reply.Live _,
                        Reply.Broken _,
                        Reply.Queue _ -> {}
            }
        }
    }

    /// Makes runs and puts them at the queue's end together.
    ///
    /// @return the names of their folders
    /// @throws ProblemException with what the agent refuses them for; none is made then
    public List<String> submitAll(List<RunSpec> specs) {
        List<String> names = new ArrayList<>();
        for (int from = 0; from < specs.size(); from += MOST_TOGETHER) {
            List<RunSpec> some = specs.subList(from, Math.min(specs.size(), from + MOST_TOGETHER));
            long id = send(new Request.SubmitAll(some));
            names.addAll(((Reply.Made) answer(id)).runs());
        }
        return names;
    }

    /// The queue as it is told next, or as it was told last.
    public QueueState queue() {
        return queue;
    }

    private long send(Request request) {
        byte[] line =
                (Wire.line(new Request.Asked(++ids, request)) + "\n")
                        .getBytes(StandardCharsets.UTF_8);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return ids;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private Reply next() {
        try {
            byte[] line = in.next();
            if (line == null) {
                throw gone(new IOException("it closed the connection"));
            }
            Reply reply =
                    Wire.read(new String(line, StandardCharsets.UTF_8), Reply.class, "the agent");
            if (reply instanceof Reply.Queue(QueueState state)) {
                queue = state;
            }
            return reply;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private ProblemException gone(IOException e) {
        return new ProblemException(
                Problem.of(
                        Problem.Code.AGENT_NOT_STARTED,
                        workspace,
                        "it has gone (%s)".formatted(e.getMessage()),
                        new Workspace(workspace).log()),
                e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // It is gone already.
        }
    }
}
