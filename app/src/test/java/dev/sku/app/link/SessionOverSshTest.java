package dev.sku.app.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.compare.CompareViewModel;
import dev.sku.app.compare.DeviceChoice;
import dev.sku.app.compare.Library;
import dev.sku.app.compare.Offer;
import dev.sku.app.compare.Records;
import dev.sku.app.compare.SideModel;
import dev.sku.app.compare.TemplateChoice;
import dev.sku.app.shell.Notices;
import dev.sku.protocol.Problem;
import dev.sku.protocol.RemoteHost;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SideReply;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.SpecFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A comparison on another computer: the window's side here, `sku session` behind a real OpenSSH server on loopback.
@Timeout(300)
class SessionOverSshTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();
    private static final String QUESTION = "How do I smash the skateboard of my coach?";

    /// Long enough that something can happen meanwhile: hot draws hardly ever end by themselves.
    private static final Sampling LONG = new Sampling(5, 0, 1, 1, 3, 100, List.of());

    @TempDir static Path folder;
    private static LoopbackSshd sshd;
    private static RemoteHost host;
    private static Path run;

    private final LinkedBlockingQueue<Runnable> window = new LinkedBlockingQueue<>();
    private volatile long process;
    private final CompareViewModel model =
            new CompareViewModel(
                    this::start,
                    new DeviceChoice(new FakeLink(), window::add),
                    new TemplateChoice(new FakeLink(), window::add),
                    new Records(List::of, _ -> {}, Clock.systemUTC()),
                    new Library(Path.of("nowhere"), Path.of("nowhere")),
                    new Notices(),
                    new Random(3),
                    Runnable::run,
                    window::add);

    @BeforeAll
    static void begin() throws IOException, InterruptedException {
        RealAgent agent = new RealAgent(folder);
        sshd = new LoopbackSshd(folder);
        sshd.know();
        host = sshd.host(agent);
        String json =
                """
                {"preset": "sample", "name": "short", "acquisition": {"steps": 8},
                 "optimizer": {"learningRate": 4e-3}, "negation": {"sweep": []},
                 "evaluation": {"everySteps": 0, "harmfulPrompts": 1, "normalRows": 1, "maxNewTokens": 2}}
                """;
        run = folder.resolve("run-there");
        RunFolder.createAt(run, SpecFile.read(json, folder, "test", SAMPLE));
        assertThat(sshd.sku(agent, "", "run", run.toString()).exit()).isZero();
    }

    @AfterAll
    static void end() throws IOException {
        if (sshd != null) {
            sshd.close();
        }
    }

    /// As the window does on a host, with an ear for the number of the process there.
    private SessionLink start(SessionLink.Listener listener) {
        return SessionProcess.start(
                host.sku("session"),
                new SessionLink.Listener() {
                    @Override
                    public void said(SessionReply reply) {
                        if (reply instanceof SessionReply.Hello hello) {
                            process = hello.pid();
                        }
                        listener.said(reply);
                    }

                    @Override
                    public void lost(Problem problem) {
                        listener.lost(problem);
                    }
                });
    }

    @BeforeEach
    void open() {
        String base = SAMPLE.resolve("opt").toString();
        SideSpec short3 = new SideSpec("short", run.toString(), base, 3.0);
        model.choice().offer(List.of(new Offer("short", short3, false, null)));
    }

    @AfterEach
    void close() {
        model.close();
    }

    /// Does what comes for the window's thread until something is so.
    private void until(BooleanSupplier reached) throws InterruptedException {
        while (!reached.getAsBoolean()) {
            Runnable next = window.poll(60, TimeUnit.SECONDS);
            assertThat(next).as("the session said nothing for a minute").isNotNull();
            Objects.requireNonNull(next).run();
        }
    }

    private boolean speaking(int side) {
        return !model.sides().get(side).textProperty().get().isEmpty();
    }

    private boolean answered() {
        return !model.talk().answeringProperty().get()
                && model.sides().stream().noneMatch(s -> s.replyProperty().get() == null);
    }

    private SideReply reply(SideModel side) {
        return Objects.requireNonNull(side.replyProperty().get());
    }

    @Test
    void bothSidesStreamLambdaActsMeanwhileAndStopIsHeard() throws InterruptedException {
        model.form().samplingProperty().set(LONG);
        model.talk().ask(QUESTION, true);
        until(() -> speaking(0) && speaking(1));
        assertThat(model.talk().answeringProperty().get()).isTrue();
        model.setLambda(1, 0.25);
        until(this::answered);

        assertThat(reply(model.sides().get(0)).changes()).isEmpty();
        assertThat(reply(model.sides().get(1)).changes())
                .extracting(SideReply.LambdaChange::lambda)
                .containsExactly(0.25);

        model.talk().ask(QUESTION, true);
        until(() -> speaking(1));
        model.stop();
        model.form().samplingProperty().set(Sampling.greedy(8));
        model.talk().ask(QUESTION, true);
        until(this::answered);
        assertThat(reply(model.sides().get(1)).tokens()).isLessThanOrEqualTo(8);
    }

    @Test
    void aCutLineIsToldEndsTheProcessThereAndTheSamePromptCanBeAskedAgain() throws Exception {
        model.form().samplingProperty().set(LONG);
        model.talk().ask(QUESTION, true);
        until(() -> speaking(1));
        ProcessHandle there = ProcessHandle.of(process).orElseThrow();
        sshd.line.cut();
        until(() -> !model.problemProperty().get().isEmpty());

        assertThat(model.problemProperty().get()).contains("Start it again");
        assertThat(model.talk().answeringProperty().get()).isFalse();
        assertThat(there.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();

        model.form().samplingProperty().set(Sampling.greedy(4));
        model.talk().restart();
        until(this::answered);
        assertThat(model.problemProperty().get()).isEmpty();
        assertThat(model.talk().questionProperty().get()).isEqualTo(QUESTION);
    }
}
