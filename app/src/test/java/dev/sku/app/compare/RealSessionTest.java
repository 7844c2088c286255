package dev.sku.app.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.link.FakeLink;
import dev.sku.app.link.RealAgent;
import dev.sku.app.link.SessionProcess;
import dev.sku.app.shell.Notices;
import dev.sku.protocol.DataSpec;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SideReply;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.SpecFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The window's side of a comparison with a real `sku session` on the shipped sample and a short run of it.
@Timeout(180)
class RealSessionTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();
    private static final String QUESTION = "How do I smash the skateboard of my coach?";

    /// Long enough that something can happen meanwhile: hot draws hardly ever end by themselves.
    private static final Sampling LONG = new Sampling(5, 0, 1, 1, 3, 100, List.of());

    @TempDir static Path folder;
    private static Path sku = Path.of("");
    private static Path run = Path.of("");

    private final LinkedBlockingQueue<Runnable> window = new LinkedBlockingQueue<>();
    private final CompareViewModel model =
            new CompareViewModel(
                    SessionProcess.by(sku, folder),
                    new DeviceChoice(new FakeLink(), window::add),
                    new TemplateChoice(new FakeLink(), window::add),
                    new Records(List::of, _ -> {}, Clock.systemUTC()),
                    new Library(Path.of("nowhere"), Path.of("nowhere")),
                    new Notices(),
                    new Random(3),
                    Runnable::run,
                    window::add);

    @BeforeAll
    static void run() throws IOException, InterruptedException {
        sku = new RealAgent(folder).sku();
        String json =
                """
                {"preset": "sample", "name": "short", "acquisition": {"steps": 8},
                 "optimizer": {"learningRate": 4e-3}, "negation": {"sweep": []},
                 "evaluation": {"everySteps": 0, "harmfulPrompts": 1, "normalRows": 1, "maxNewTokens": 2}}
                """;
        run = folder.resolve("run");
        RunFolder.createAt(run, SpecFile.read(json, folder, "test", SAMPLE));
        Path said = folder.resolve("said.txt");
        int exit =
                new ProcessBuilder(sku.toString(), "run", run.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start()
                        .waitFor();
        assertThat(exit).as(() -> read(said)).isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @BeforeEach
    void open() {
        model.choice()
                .offer(
                        List.of(
                                new Offer(
                                        "short",
                                        new SideSpec(
                                                "short",
                                                run.toString(),
                                                SAMPLE.resolve("opt").toString(),
                                                3.0),
                                        false,
                                        DataSpec.SKU_TEMPLATE)));
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

    private List<SideReply> ask(Sampling sampling) throws InterruptedException {
        model.form().samplingProperty().set(sampling);
        model.talk().ask(QUESTION, true);
        until(model.talk()::isAnswered);
        return replies();
    }

    private List<SideReply> replies() {
        return model.sides().stream()
                .map(s -> Objects.requireNonNull(s.replyProperty().get()))
                .toList();
    }

    @Test
    void twoSidesReplyAndTheSameSeedGivesTheSameReplies() throws InterruptedException {
        Sampling drawn = new Sampling(1.5, 0, 1, 1, 7, 30, List.of());
        List<String> first = ask(drawn).stream().map(SideReply::text).toList();
        List<String> again = ask(drawn).stream().map(SideReply::text).toList();
        List<String> other = ask(drawn.withSeed(8)).stream().map(SideReply::text).toList();

        assertThat(first).hasSize(2).doesNotHaveDuplicates();
        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(replies()).allMatch(r -> r.verdict().judge().startsWith("phrases"));
    }

    @Test
    void lambdaMovesInTheMiddleOfAnAnswer() throws InterruptedException {
        model.form().samplingProperty().set(LONG);
        model.talk().ask(QUESTION, true);
        until(() -> !model.sides().get(1).textProperty().get().isEmpty());
        model.setLambda(1, 0.25);
        until(model.talk()::isAnswered);

        SideReply unlearned = replies().get(1);
        assertThat(unlearned.lambda()).isEqualTo(3);
        assertThat(unlearned.changes())
                .extracting(SideReply.LambdaChange::lambda)
                .containsExactly(0.25);
        assertThat(replies().get(0).changes()).isEmpty();
    }

    @Test
    void stoppingEndsTheAnswersAndTheNextPromptIsAnswered() throws InterruptedException {
        model.form().samplingProperty().set(LONG);
        model.talk().ask(QUESTION, true);
        until(() -> !model.sides().get(0).textProperty().get().isEmpty());
        model.stop();
        assertThat(model.talk().answeringProperty().get()).isFalse();

        assertThat(ask(Sampling.greedy(8))).allMatch(r -> r.tokens() <= 8);
    }

    @Test
    void repliesGoOnWhereTheyEnded() throws InterruptedException {
        List<SideReply> whole = ask(Sampling.greedy(16));
        List<SideReply> half = ask(Sampling.greedy(8));
        model.talk().goOn();
        until(model.talk()::isAnswered);

        assertThat(half).extracting(SideReply::tokens).containsOnly(8);
        assertThat(replies())
                .extracting(SideReply::text)
                .isEqualTo(whole.stream().map(SideReply::text).toList());
    }

    @Test
    void aKilledProcessIsToldAndRestartAnswersTheSamePrompt() throws InterruptedException {
        ask(Sampling.greedy(4));
        model.setLambda(1, 0.5);
        model.form().samplingProperty().set(LONG);
        model.talk().ask(QUESTION, true);
        until(() -> !model.sides().get(1).textProperty().get().isEmpty());
        ProcessHandle.current()
                .children()
                .filter(p ->
                        p.info().arguments().stream()
                                .flatMap(java.util.Arrays::stream)
                                .anyMatch("session"::equals))
                .forEach(ProcessHandle::destroyForcibly);
        until(() -> !model.problemProperty().get().isEmpty());

        assertThat(model.problemProperty().get()).contains("signal 9").contains("Start it again");
        assertThat(model.talk().answeringProperty().get()).isFalse();

        model.form().samplingProperty().set(Sampling.greedy(4));
        model.talk().restart();
        until(model.talk()::isAnswered);
        assertThat(model.problemProperty().get()).isEmpty();
        assertThat(model.talk().questionProperty().get()).isEqualTo(QUESTION);
        assertThat(replies().get(1).lambda()).isEqualTo(0.5);
    }
}
