package dev.sku.app.compare;

import static dev.sku.app.link.TestComparison.LONG;
import static dev.sku.app.link.TestComparison.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.journal.Exchange;
import dev.sku.app.link.RealAgent;
import dev.sku.app.link.SessionLink;
import dev.sku.app.link.SessionProcess;
import dev.sku.app.link.TestComparison;
import dev.sku.protocol.Problem;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import dev.sku.protocol.SideReply;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
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

    /// What another process makes of an exchange as it is kept, and of its continuation.
    private List<SideReply> madeAgain(Exchange e) throws InterruptedException {
        List<SessionReply> said = new ArrayList<>();
        List<SideSpec> sides =
                e.replies().stream()
                        .map(s -> new SideSpec(s.side(), s.model(), s.base(), s.reply().lambda()))
                        .toList();
        SessionLink other =
                SessionProcess.by(sku, folder)
                        .start(
                                new SessionLink.Listener() {
                                    @Override
                                    public void said(SessionReply reply) {
                                        comparison.later(() -> said.add(reply));
                                    }

                                    @Override
                                    public void lost(Problem problem) {
                                        throw new AssertionError(problem);
                                    }
                                });
        other.send(
                new SessionRequest.Open(
                        1,
                        sides,
                        Objects.requireNonNull(e.setting().device()),
                        Objects.requireNonNull(e.setting().template()),
                        Objects.requireNonNull(e.setting().quantize())));
        other.send(new SessionRequest.Generate(2, List.of(e.prompt()), e.setting().sampling()));
        comparison.until(() -> done(said, 2));
        List<String> first = replies(said, 2).stream().map(SideReply::text).toList();
        other.send(
                new SessionRequest.Generate(
                        3,
                        List.of(e.prompt().continuing(first)),
                        e.further().getFirst().sampling()));
        comparison.until(() -> done(said, 3));
        other.close();
        List<SideReply> more = replies(said, 3);
        return IntStream.range(0, first.size())
                .mapToObj(i -> {
                    SideReply m = more.get(i);
                    return new SideReply(
                            i,
                            m.lambda(),
                            first.get(i) + m.text(),
                            m.tokens(),
                            List.of(),
                            0,
                            m.verdict());
                })
                .toList();
    }

    private static boolean done(List<SessionReply> said, long id) {
        return said.stream().anyMatch(r -> r instanceof SessionReply.Done d && d.id() == id);
    }

    private static List<SideReply> replies(List<SessionReply> said, long id) {
        return said.stream()
                .filter(r -> r instanceof SessionReply.Answered && r.id() == id)
                .map(r -> ((SessionReply.Answered) r).reply())
                .sorted(Comparator.comparingInt(SideReply::side))
                .toList();
    }

    @Test
    void anExchangeThatIsKeptMakesTheSameRepliesAgain() throws InterruptedException {
        model.template().choose("Q: {q}\nA: {a}");
        model.form().systemProperty().set("Answer at length.");
        ask(new Sampling(1.5, 50, .95, 1.1, 9, 20, List.of()));
        model.form().samplingProperty().set(new Sampling(1.2, 0, 1, 1, 10, 8, List.of()));
        model.talk().goOn();
        comparison.until(model.talk()::isAnswered);

        Exchange last = Wire.read(Wire.line(comparison.kept().getLast()), Exchange.class, "store");
        assertThat(last.promptText()).isEqualTo("Answer at length.\nQ: " + QUESTION + "\nA:");
        assertThat(madeAgain(last))
                .extracting(SideReply::text)
                .isEqualTo(last.replies().stream().map(r -> r.reply().text()).toList());
    }

    @Test
    void sidesThatCannotBeOpenedSayWhyAndNobodyAnswersForThem() throws InterruptedException {
        ask(Sampling.greedy(2));
        model.choice().set(1, Offer.folder("run", folder.resolve("nothing").toString()));
        model.talk().ask(QUESTION, true);
        comparison.until(() -> !model.problemProperty().get().isEmpty());
        assertThat(model.problemProperty().get()).contains("nothing");
        assertThat(model.sides().get(0).replyProperty().get())
                .as("sides that were open before do not answer for these")
                .isNull();
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
