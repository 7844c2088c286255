package dev.sku.runtime.serve;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import dev.sku.protocol.SlurmPreset;
import dev.sku.protocol.Wire;
import dev.sku.runtime.compare.AbsentWindow;
import dev.sku.runtime.compare.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A session that compares on a node of the cluster, as its window sees it on the login node: greeted and alive at once, it
/// takes a place when sides are opened, for then it is known whether they need a card, and passes lines on from there.
///
/// Its place is the job of a run that works, if that has the cards, and an allocation of its own otherwise; another one is
/// taken when sides are opened on cards that the present one lacks.
public final class SlurmSession implements AutoCloseable {
    private static final long WAITS_AFTER_SECONDS = 3;
    private static final long LAST_WORDS_SECONDS = 10;

    private final Workspace workspace;
    private final SlurmPreset preset;
    private final SlurmCommands commands;
    private final List<String> session;
    private final Consumer<String> out;
    private final String version;
    private final AbsentWindow absent = new AbsentWindow();
    private volatile int exit;
    private volatile @Nullable There there;
    private boolean closed; // guarded by this

    /// @param session the command on the node
    /// @param out gets one line at a time, from any thread
    public SlurmSession(
            Workspace workspace, List<String> session, Consumer<String> out, String version) {
        this.workspace = workspace;
        this.preset = SlurmPresets.of(workspace).inUse().orElseThrow();
        this.commands = new SlurmCommands(null);
        this.session = session;
        this.out = out;
        this.version = version;
    }

    /// Whether the workspace's runs go to Slurm.
    public static boolean isWanted(Workspace workspace) {
        return SlurmPresets.of(workspace).inUse().isPresent();
    }

    /// Serves until the input ends, its window is gone, or the session on the node ends.
    ///
    /// @return the exit code of that session; 0 where it was not its end
    public int serve(BufferedReader in) throws IOException {
        absent.serve(() -> {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                take(line);
            }
        });
        return exit;
    }

    private void take(String line) {
        SessionRequest request;
        try {
            request = Wire.read(line, SessionRequest.class, "request");
        } catch (ProblemException e) {
            say(new SessionReply.Failed(0, e.problem()));
            return;
        }
        There now = there;
        switch (request) {
            case SessionRequest.Hello h -> say(Session.greeting(h, version));
            case SessionRequest.Ping _ -> {
                absent.pinged();
                if (now == null || !now.greeted) {
                    say(new SessionReply.Alive());
                } else {
                    now.send(line);
                }
            }
            case SessionRequest.Open o -> {
                try {
                    openOn(o.device()).send(line);
                } catch (ProblemException e) {
                    say(new SessionReply.Failed(o.id(), e.problem()));
                } catch (IOException e) {
                    String why = String.valueOf(e.getMessage());
                    Problem lost = Problem.of(Problem.Code.SESSION_LOST, why);
                    say(new SessionReply.Failed(o.id(), lost));
                }
            }
            case SessionRequest.Generate g -> pass(now, line, g.id());
            case SessionRequest.Sweep w -> pass(now, line, w.id());
            case SessionRequest.CompareTokens c -> pass(now, line, c.id());
            case SessionRequest.SetLambda _ -> pass(now, line, 0);
            case SessionRequest.Cancel _ -> {
                if (now != null) {
                    now.send(line);
                }
            }
        }
    }

    private void pass(@Nullable There now, String line, long id) {
        if (now != null) {
            now.send(line);
        } else {
            say(
                    new SessionReply.Failed(
                            id, Problem.of(Problem.Code.USAGE_INVALID, "No side is open yet.")));
        }
    }

    private There openOn(String device) throws IOException {
        int cards = SlurmPlace.cards(device);
        There now = there;
        if (now != null && now.place.cards() >= cards && now.process.isAlive()) {
            return now;
        }
        if (now != null) {
            now.end();
        }
        SlurmPlace place = SlurmPlace.of(workspace, preset, commands, cards);
        synchronized (this) {
            if (closed) {
                throw new IOException("it has ended");
            }
            There next = new There(place);
            there = next;
            return next;
        }
    }

    private void say(SessionReply reply) {
        out.accept(Wire.line(reply));
    }

    /// The session on its node.
    private final class There {
        private final SlurmPlace place;
        private final Process process;
        private final Writer in;
        private volatile boolean greeted;
        private volatile boolean ended;

        There(SlurmPlace place) throws IOException {
            this.place = place;
            process =
                    new ProcessBuilder(place.command("sku-compare", session))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            in = process.outputWriter(StandardCharsets.UTF_8);
            send(Wire.line(new SessionRequest.Hello(SessionRequest.PROTOCOL, "slurm")));
            Thread.ofPlatform().daemon().name("session-there").start(this::read);
            Thread.ofPlatform().daemon().name("session-waits").start(this::tellThatItWaits);
        }

        void send(String line) {
            try {
                in.write(line + "\n");
                in.flush();
            } catch (IOException _) {
                // It has ended; who reads from it tells.
            }
        }

        private void read() {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (greeted) {
                        out.accept(line);
                    } else {
                        greeted = isHello(line);
                    }
                }
            } catch (IOException _) {
                // The same as its end.
            }
            if (!ended) {
                endWithIt();
            }
        }

        /// What comes before is noise.
        private boolean isHello(String line) {
            try {
                return Wire.read(line, SessionReply.class, "session") instanceof SessionReply.Hello;
            } catch (ProblemException _) {
                return false;
            }
        }

        /// Its end is that of the whole: the last words of `srun` stand on standard error already.
        private void endWithIt() {
            try {
                exit = process.waitFor();
                absent.over();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private void tellThatItWaits() {
            try {
                boolean over = process.waitFor(WAITS_AFTER_SECONDS, TimeUnit.SECONDS);
                if (!over && !greeted && !ended && place.job() == null) {
                    say(new SessionReply.Waits());
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        /// Ends it as its window does, by the end of its input.
        void end() {
            ended = true;
            try {
                in.close();
                if (!process.waitFor(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
                    process.destroy();
                }
            } catch (IOException _) {
                process.destroy();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                process.destroy();
            }
        }
    }

    /// No place is taken afterwards: none is left behind.
    @Override
    public void close() {
        There now;
        synchronized (this) {
            closed = true;
            now = there;
        }
        if (now != null) {
            now.end();
        }
    }
}
