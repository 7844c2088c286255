package dev.sku.app.link;

import dev.sku.protocol.BoundedLines;
import dev.sku.protocol.JournalLine;
import dev.sku.protocol.Message;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Reply;
import dev.sku.protocol.Request;
import dev.sku.protocol.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One process that speaks for the agent, from its hello to its end.
final class Connection implements AutoCloseable {
    private final Process process;
    private final OutputStream out;
    private final Listening heard;
    private final BoundedLines in;
    private volatile String lastWords = "";
    private volatile boolean greeted;
    private volatile @Nullable Duration silent;

    private Connection(Process process) {
        this.process = process;
        this.out = process.getOutputStream();
        this.heard = new Listening(process.getInputStream());
        this.in = new BoundedLines(heard, BoundedLines.REPLY_BYTES);
        Thread.ofPlatform().daemon().name("link-words").start(this::listen);
    }

    /// Starts the command.
    ///
    /// @throws ProblemException `LINK_LOST`
    static Connection begin(List<String> command) {
        try {
            return new Connection(new ProcessBuilder(command).start());
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(Problem.Code.LINK_LOST, String.valueOf(e.getMessage())), e);
        }
    }

    /// Nothing has come for so long.
    Duration silence() {
        return heard.silence();
    }

    boolean isGreeted() {
        return greeted;
    }

    /// Gives up on a process that says nothing.
    void giveUp(Duration after) {
        silent = after;
        Heartbeat.end(process);
    }

    /// Waits for the agent's answer to the hello; what comes before it is noise.
    ///
    /// @throws ProblemException `LINK_LOST` with what the command said last, `LINK_PROTOCOL`
    void greet() {
        String nonce = UUID.randomUUID().toString();
        send(new Request.Asked(0, new Request.Hello(Wire.PROTOCOL, nonce)));
        try {
            for (byte[] line = in.next(); line != null; line = in.next()) {
                Reply reply = replyOrNull(line);
                if (reply instanceof Reply.Hello h && h.nonce().equals(nonce)) {
                    greeted = true;
                    return;
                }
                if (reply instanceof Reply.Farewell(Problem problem)) {
                    throw new ProblemException(problem);
                }
            }
        } catch (IOException e) {
            throw new ProblemException(lost(e), e);
        }
        throw new ProblemException(lost(null));
    }

    private static @Nullable Reply replyOrNull(byte[] line) {
        try {
            return Wire.read(new String(line, StandardCharsets.UTF_8), Reply.class, "");
        } catch (ProblemException _) {
            return null;
        }
    }

    /// Hands over what the agent says until the link ends.
    ///
    /// @param to gets each reply, with the messages that follow it
    /// @return why it ended
    Problem read(BiConsumer<Reply, List<Message>> to) {
        try {
            for (byte[] line = in.next(); line != null; line = in.next()) {
                Reply reply = Wire.read(new String(line, StandardCharsets.UTF_8), Reply.class, "");
                if (reply instanceof Reply.Farewell(Problem problem)) {
                    return problem;
                }
                to.accept(
                        reply, reply instanceof Reply.Messages m ? messages(m.count()) : List.of());
            }
            return lost(null);
        } catch (IOException e) {
            return lost(e);
        } catch (ProblemException _) {
            return Problem.of(Problem.Code.LINK_INVALID, "a line that is no reply");
        }
    }

    private List<Message> messages(int count) throws IOException {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] line = in.next();
            if (line == null || !JournalLine.isWhole(line)) {
                throw new IOException("a message is not whole");
            }
            messages.add(JournalLine.message(line, "a message"));
        }
        return messages;
    }

    void send(Request.Asked request) {
        try {
            out.write((Wire.line(request) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException _) {
            close(); // the reader sees the end, and what was asked fails
        }
    }

    /// Keeps the last line of standard error, which says why where something fails.
    private void listen() {
        try (BufferedReader words = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = words.readLine(); line != null; line = words.readLine()) {
                lastWords = line.isBlank() ? lastWords : line.strip();
            }
        } catch (IOException _) {
            // it has ended
        }
    }

    private Problem lost(@Nullable IOException e) {
        Duration silence = silent;
        if (silence != null) {
            return Problem.of(Problem.Code.LINK_LOST, Heartbeat.words(silence));
        }
        String fault = e == null ? "it was closed" : String.valueOf(e.getMessage());
        return Problem.of(Problem.Code.LINK_LOST, lastWords.isEmpty() ? fault : lastWords);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
