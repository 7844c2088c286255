package dev.sku.app.link;

import static dev.sku.app.link.TestComparison.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.compare.CompareViewModel;
import dev.sku.app.compare.SideModel;
import dev.sku.protocol.Problem;
import dev.sku.protocol.RemoteHost;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SideReply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A comparison on another computer: the window's side here, `sku session` behind a real OpenSSH server on loopback.
@Timeout(300)
class SessionOverSshTest {
    /// Quick, so that a test need not wait; what it is otherwise, the campaign measures.
    private static final Heartbeat HASTY =
            new Heartbeat(Duration.ofSeconds(1), Duration.ofSeconds(6), Duration.ofMinutes(1));

    @TempDir static Path folder;
    private static LoopbackSshd sshd;
    private static RemoteHost host;
    private static Path run = Path.of("");

    private volatile long process;
    private Heartbeat heartbeat = Heartbeat.COMPUTING;
    private final TestComparison comparison = new TestComparison(this::start, run);
    private final CompareViewModel model = comparison.model();

    @BeforeAll
    static void begin() throws IOException, InterruptedException {
        RealAgent agent = new RealAgent(folder);
        sshd = new LoopbackSshd(folder);
        sshd.know();
        host = sshd.host(agent);
        run = TestComparison.shortRun(folder.resolve("run-there"));
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
                },
                heartbeat);
    }

    @AfterEach
    void close() {
        comparison.close();
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
        model.form().samplingProperty().set(TestComparison.LONG);
        model.talk().ask(QUESTION, true);
        comparison.until(() -> speaking(0) && speaking(1));
        assertThat(model.talk().answeringProperty().get()).isTrue();
        model.setLambda(1, 0.25);
        comparison.until(this::answered);

        assertThat(reply(model.sides().get(0)).changes()).isEmpty();
        assertThat(reply(model.sides().get(1)).changes())
                .extracting(SideReply.LambdaChange::lambda)
                .containsExactly(0.25);

        model.talk().ask(QUESTION, true);
        comparison.until(() -> speaking(1));
        model.stop();
        model.form().samplingProperty().set(Sampling.greedy(8));
        model.talk().ask(QUESTION, true);
        comparison.until(this::answered);
        assertThat(reply(model.sides().get(1)).tokens()).isLessThanOrEqualTo(8);
    }

    @Test
    void aCutLineIsToldEndsTheProcessThereAndTheSamePromptCanBeAskedAgain() throws Exception {
        model.form().samplingProperty().set(TestComparison.LONG);
        model.talk().ask(QUESTION, true);
        comparison.until(() -> speaking(1));
        ProcessHandle there = ProcessHandle.of(process).orElseThrow();
        sshd.line.cut();
        comparison.until(() -> !model.problemProperty().get().isEmpty());

        assertThat(model.problemProperty().get()).contains("Start it again");
        assertThat(model.talk().answeringProperty().get()).isFalse();
        assertThat(there.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();

        model.form().samplingProperty().set(Sampling.greedy(4));
        model.talk().restart();
        comparison.until(this::answered);
        assertThat(model.problemProperty().get()).isEmpty();
        assertThat(model.talk().questionProperty().get()).isEqualTo(QUESTION);
    }

    @Test
    void aFrozenLineIsToldAndTheSamePromptCanBeAskedAgain() throws Exception {
        heartbeat = HASTY;
        startsAgainAfter(
                () -> sshd.line.freeze(true),
                () -> {
                    sshd.line.cut();
                    sshd.line.freeze(false);
                });
    }

    @Test
    void aStoppedProcessThereIsToldAndTheSamePromptCanBeAskedAgain() throws Exception {
        heartbeat = HASTY;
        startsAgainAfter(() -> signal("STOP"), () -> signal("CONT"));
    }

    @Test
    @Tag("campaign")
    void aStoppedProcessThereIsToldWithinFortySeconds() throws Exception {
        assertThat(startsAgainAfter(() -> signal("STOP"), () -> signal("CONT")))
                .isLessThan(Duration.ofSeconds(40));
    }

    /// @return how long it took to notice
    private Duration startsAgainAfter(Trouble trouble, Trouble over) throws Exception {
        model.form().samplingProperty().set(TestComparison.LONG);
        model.talk().ask(QUESTION, true);
        comparison.until(() -> speaking(1));
        ProcessHandle there = ProcessHandle.of(process).orElseThrow();
        long then = System.nanoTime();
        trouble.happens();
        comparison.until(() -> !model.problemProperty().get().isEmpty());
        Duration noticed = Duration.ofNanos(System.nanoTime() - then);
        System.out.printf("a silent session was noticed after %.1f s%n", noticed.toMillis() / 1e3);

        assertThat(model.problemProperty().get())
                .contains("no sign of life for %d s".formatted(heartbeat.patience().toSeconds()))
                .contains("Start it again");
        over.happens();
        assertThat(there.onExit()).succeedsWithin(Duration.ofSeconds(60));
        model.form().samplingProperty().set(Sampling.greedy(4));
        model.talk().restart();
        comparison.until(this::answered);
        assertThat(model.problemProperty().get()).isEmpty();
        return noticed;
    }

    private interface Trouble {
        void happens() throws Exception;
    }

    private void signal(String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, "" + process).start().waitFor()).isZero();
    }
}
