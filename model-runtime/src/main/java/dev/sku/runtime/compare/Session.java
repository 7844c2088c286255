package dev.sku.runtime.compare;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import dev.sku.protocol.SideFacts;
import dev.sku.protocol.SideReply;
import dev.sku.protocol.Wire;
import dev.sku.runtime.engine.LibTorch;
import dev.sku.runtime.evaluate.PhraseJudge;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A comparison that is asked by lines and answers by lines, until its input ends.
///
/// One thread works; the one that reads acts at once where λ is changed or work is cancelled.
public final class Session implements AutoCloseable {
    private final Consumer<String> out;
    private final Function<Throwable, Problem> problems;
    private final String version;
    private final Sides sides = new Sides();
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final Set<Long> cancelled = ConcurrentHashMap.newKeySet();
    private final AbsentWindow absent = new AbsentWindow();
    private volatile boolean ended;
    private @Nullable Comparison comparison;

    /// @param out gets one line at a time, from any thread
    /// @param problems what a failure is to a person
    public Session(Consumer<String> out, String version, Function<Throwable, Problem> problems) {
        this.out = out;
        this.version = version;
        this.problems = problems;
    }

    /// Serves until the input ends, or its window is gone.
    ///
    /// @throws IOException where the input cannot be read
    public void serve(BufferedReader in) throws IOException {
        absent.serve(() -> read(in));
    }

    private void read(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            SessionRequest request;
            try {
                request = Wire.read(line, SessionRequest.class, "request");
            } catch (ProblemException e) {
                say(new SessionReply.Failed(0, e.problem()));
                continue;
            }
            if (!take(request)) {
                return;
            }
        }
    }

    /// @return whether more is taken
    private boolean take(SessionRequest request) {
        switch (request) {
            case SessionRequest.Hello h -> {
                SessionReply greeting = greeting(h, version);
                say(greeting);
                return greeting instanceof SessionReply.Hello;
            }
            case SessionRequest.Ping _ -> {
                absent.pinged();
                say(new SessionReply.Alive());
            }
            case SessionRequest.SetLambda s -> setLambda(s);
            case SessionRequest.Cancel c -> cancelled.add(c.id());
            case SessionRequest.Open o -> work(o.id(), _ -> open(o));
            case SessionRequest.Generate g ->
                    work(
                            g.id(),
                            stop ->
                                    opened().generate(
                                                    g.prompts(),
                                                    g.sampling(),
                                                    stop,
                                                    teller(g.id(), g.prompts().size() == 1)));
            case SessionRequest.Sweep s ->
                    work(
                            s.id(),
                            stop ->
                                    opened().sweep(
                                                    s.prompts(),
                                                    s.sampling(),
                                                    s.side(),
                                                    s.lambdas(),
                                                    stop,
                                                    teller(s.id(), false)));
            case SessionRequest.CompareTokens c ->
                    work(
                            c.id(),
                            _ ->
                                    say(
                                            new SessionReply.TokensCompared(
                                                    c.id(),
                                                    opened().compareTokens(
                                                                    c.prompt(),
                                                                    c.reply(),
                                                                    c.first(),
                                                                    c.second()))));
        }
        return true;
    }

    /// The answer to a hello: another one, or why the two cannot talk.
    public static SessionReply greeting(SessionRequest.Hello hello, String version) {
        return hello.protocol() == SessionRequest.PROTOCOL
                ? new SessionReply.Hello(
                        SessionRequest.PROTOCOL,
                        hello.nonce(),
                        version,
                        ProcessHandle.current().pid())
                : new SessionReply.Failed(
                        0,
                        Problem.of(
                                Problem.Code.SESSION_PROTOCOL,
                                SessionRequest.PROTOCOL,
                                hello.protocol()));
    }

    private void setLambda(SessionRequest.SetLambda s) {
        try {
            sides.setLambda(s.side(), s.lambda());
            say(new SessionReply.LambdaChanged(s.side(), s.lambda()));
        } catch (ProblemException e) {
            say(new SessionReply.Failed(0, e.problem()));
        }
    }

    private void open(SessionRequest.Open o) {
        comparison = null; // where these cannot be opened, those before do not answer for them
        List<SideFacts> facts = sides.open(o.sides(), o.device(), o.quantize());
        comparison = new Comparison(sides, o.template(), new PhraseJudge());
        say(new SessionReply.Opened(o.id(), facts));
    }

    private Comparison opened() {
        if (comparison == null) {
            throw ProblemException.of(Problem.Code.USAGE_INVALID, "No side is open yet.");
        }
        return comparison;
    }

    private interface Work {
        void run(BooleanSupplier stop);
    }

    private void work(long id, Work work) {
        var _ =
                worker.submit(() -> {
                    long start = System.nanoTime();
                    BooleanSupplier stop = () -> ended || cancelled.contains(id);
                    try {
                        LibTorch.prepareThread();
                        if (!stop.getAsBoolean()) {
                            work.run(stop);
                        }
                        double seconds = (System.nanoTime() - start) / 1e9;
                        say(new SessionReply.Done(id, stop.getAsBoolean(), seconds));
                    } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
                        say(new SessionReply.Failed(id, problems.apply(e)));
                    } finally {
                        cancelled.remove(id);
                    }
                });
    }

    private Comparison.Listener teller(long id, boolean pieces) {
        return new Comparison.Listener() {
            @Override
            public void asked(int prompt, String text, int tokens) {
                say(new SessionReply.Asked(id, prompt, text, tokens));
            }

            @Override
            public void piece(int prompt, int side, String text, int tokens) {
                if (pieces) {
                    say(new SessionReply.Piece(id, side, text, tokens));
                }
            }

            @Override
            public void ended(int prompt, SideReply reply) {
                if (pieces) {
                    say(new SessionReply.Ended(id, reply));
                }
            }

            @Override
            public void answered(int prompt, SideReply reply) {
                say(new SessionReply.Answered(id, prompt, reply));
            }
        };
    }

    private void say(SessionReply reply) {
        out.accept(Wire.line(reply));
    }

    /// Ends the work and gives the models' memory back.
    @Override
    public void close() {
        ended = true;
        worker.close();
        sides.close();
    }
}
