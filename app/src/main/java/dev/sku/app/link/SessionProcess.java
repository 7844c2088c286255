package dev.sku.app.link;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import dev.sku.protocol.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `sku session` as a child of the window: lines on its standard streams. It ends with the window, as its input does.
///
/// It is asked for a sign of life now and then, which tells it too that the window lives; where none comes for long, it or
/// the way to it stands still, and it is lost.
public final class SessionProcess implements SessionLink {
    private static final int LAST_WORDS = 400;

    private final Process process;
    private final Listener listener;
    private final Heartbeat heartbeat;
    private final Listening out;
    private final Writer in;
    private final String nonce = UUID.randomUUID().toString();
    private final StringBuilder errors = new StringBuilder();
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("session-writer").factory());
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("session-clock").factory());
    private volatile boolean greeted;
    private volatile @Nullable Duration silent;
    private volatile boolean closed;

    private SessionProcess(Process process, Listener listener, Heartbeat heartbeat) {
        this.process = process;
        this.listener = listener;
        this.heartbeat = heartbeat;
        this.out = new Listening(process.getInputStream());
        this.in = process.outputWriter(StandardCharsets.UTF_8);
    }

    /// @param launcher the command `sku`
    /// @param workspace whose runs are compared
    public static Starter by(Path launcher, Path workspace) {
        return listener -> {
            if (!Files.isExecutable(launcher)) {
                throw ProblemException.of(Problem.Code.FILE_MISSING, launcher);
            }
            return start(
                    List.of(launcher.toString(), "session", "--workspace", workspace.toString()),
                    listener);
        };
    }

    /// @param command that begins the process
    public static SessionLink start(List<String> command, Listener listener) {
        return start(command, listener, Heartbeat.COMPUTING);
    }

    static SessionLink start(List<String> command, Listener listener, Heartbeat heartbeat) {
        try {
            SessionProcess session =
                    new SessionProcess(new ProcessBuilder(command).start(), listener, heartbeat);
            session.send(new SessionRequest.Hello(SessionRequest.PROTOCOL, session.nonce));
            long every = heartbeat.every().toMillis();
            var _ =
                    session.clock.scheduleWithFixedDelay(
                            session::listen, every, every, TimeUnit.MILLISECONDS);
            Thread.ofPlatform().daemon().name("session-errors").start(session::readErrors);
            Thread.ofPlatform().daemon().name("session-reader").start(session::read);
            return session;
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(Problem.Code.SESSION_LOST, String.valueOf(e.getMessage())), e);
        }
    }

    @Override
    public void send(SessionRequest request) {
        try {
            writer.execute(() -> {
                try {
                    in.write(Wire.line(request) + "\n");
                    in.flush();
                } catch (IOException _) {
                    // The process is gone; the reader notices and tells it once.
                }
            });
        } catch (RejectedExecutionException _) {
            // Closed meanwhile.
        }
    }

    /// Asks for a sign of life, and gives up where none came for long.
    private void listen() {
        Duration patience = greeted ? heartbeat.patience() : heartbeat.greeting();
        if (out.silence().compareTo(patience) > 0) {
            silent = patience;
            Heartbeat.end(process);
        } else {
            send(new SessionRequest.Ping());
        }
    }

    /// Whatever stands before the greeting, and whatever is no message, is noise.
    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                SessionReply reply;
                try {
                    reply = Wire.read(line, SessionReply.class, "session");
                } catch (ProblemException _) {
                    continue;
                }
                greeted |= reply instanceof SessionReply.Hello h && h.nonce().equals(nonce);
                if (greeted || reply instanceof SessionReply.Failed) {
                    listener.said(reply);
                }
            }
        } catch (IOException _) {
            // The same as its end.
        }
        ended();
    }

    private void ended() {
        writer.shutdown();
        clock.shutdownNow();
        if (closed) {
            return;
        }
        String reason;
        try {
            reason = reason(process.waitFor());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        listener.lost(Problem.of(Problem.Code.SESSION_LOST, reason));
    }

    /// On Unix, 128 and more tell of a signal.
    private String reason(int exit) {
        Duration silence = silent;
        if (silence != null) {
            return Heartbeat.words(silence);
        }
        synchronized (errors) {
            String said = errors.toString().strip();
            String code = exit > 128 ? "signal " + (exit - 128) : "exit code " + exit;
            return said.isEmpty() ? code : code + ", " + said;
        }
    }

    private void readErrors() {
        try (BufferedReader err =
                new BufferedReader(
                        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                synchronized (errors) {
                    errors.setLength(0);
                    errors.append(line, 0, Math.min(line.length(), LAST_WORDS));
                }
            }
        } catch (IOException _) {
            // It says no more.
        }
    }

    @Override
    public void close() {
        closed = true;
        clock.shutdownNow();
        writer.shutdownNow();
        process.destroy();
    }
}
