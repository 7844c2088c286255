package dev.sku.app.compare;

import static dev.sku.app.link.TestComparison.LONG;
import static dev.sku.app.link.TestComparison.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.link.RealAgent;
import dev.sku.app.link.SessionProcess;
import dev.sku.app.link.TestComparison;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SideReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The window's side of a comparison with a real `sku session` on the shipped sample and a short run of it.
@Timeout(180)
class RealSessionTest {
    @TempDir static Path folder;
    private static Path sku = Path.of("");
    private static Path run = Path.of("");

    private final TestComparison comparison =
            new TestComparison(SessionProcess.by(sku, folder), run);
    private final CompareViewModel model = comparison.model();

    @BeforeAll
    static void run() throws IOException, InterruptedException {
        sku = new RealAgent(folder).sku();
        run = TestComparison.shortRun(folder.resolve("run"));
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

    @AfterEach
    void close() {
        comparison.close();
    }

    private List<SideReply> ask(Sampling sampling) throws InterruptedException {
        model.form().samplingProperty().set(sampling);
        model.talk().ask(QUESTION, true);
        comparison.until(model.talk()::isAnswered);
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
        comparison.until(() -> !model.sides().get(1).textProperty().get().isEmpty());
        model.setLambda(1, 0.25);
        comparison.until(model.talk()::isAnswered);

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
        comparison.until(() -> !model.sides().get(0).textProperty().get().isEmpty());
        model.stop();
        assertThat(model.talk().answeringProperty().get()).isFalse();

        assertThat(ask(Sampling.greedy(8))).allMatch(r -> r.tokens() <= 8);
    }

    @Test
    void repliesGoOnWhereTheyEnded() throws InterruptedException {
        List<SideReply> whole = ask(Sampling.greedy(16));
        List<SideReply> half = ask(Sampling.greedy(8));
        model.talk().goOn();
        comparison.until(model.talk()::isAnswered);

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
        comparison.until(() -> !model.sides().get(1).textProperty().get().isEmpty());
        ProcessHandle.current()
                .children()
                .filter(p ->
                        p.info().arguments().stream()
                                .flatMap(java.util.Arrays::stream)
                                .anyMatch("session"::equals))
                .forEach(ProcessHandle::destroyForcibly);
        comparison.until(() -> !model.problemProperty().get().isEmpty());

        assertThat(model.problemProperty().get()).contains("signal 9").contains("Start it again");
        assertThat(model.talk().answeringProperty().get()).isFalse();

        model.form().samplingProperty().set(Sampling.greedy(4));
        model.talk().restart();
        comparison.until(model.talk()::isAnswered);
        assertThat(model.problemProperty().get()).isEmpty();
        assertThat(model.talk().questionProperty().get()).isEqualTo(QUESTION);
        assertThat(replies().get(1).lambda()).isEqualTo(0.5);
    }
}
