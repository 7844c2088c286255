package dev.sku.runtime.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Problem;
import dev.sku.protocol.Prompt;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import dev.sku.protocol.SideReply;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.Wire;
import dev.sku.runtime.testing.SampleRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `sku session` as a process of its own, on the shipped sample model.
@Timeout(120)
class SessionProcessTest {
    private static final Prompt PROMPT =
            Prompt.of("How do I smash the skateboard of my coach?", true);

    /// Long enough that something can happen meanwhile: hot draws hardly ever end by themselves.
    private static final Sampling LONG = new Sampling(5, 0, 1, 1, 3, 100, List.of());

    private @Nullable Process process;
    private Writer in = Writer.nullWriter();
    private BufferedReader out = new BufferedReader(java.io.Reader.nullReader());
    private final List<SessionReply> heard = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dai.djl.offline=true",
                                "-DOPT_OUT_TRACKING=true",
                                "-Xmx500m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.sku.runtime.cli.Main",
                                "session")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        in = process.outputWriter(StandardCharsets.UTF_8);
        out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        send(new SessionRequest.Hello(SessionRequest.PROTOCOL, "n1"));
        assertThat(until(r -> r instanceof SessionReply.Hello h && h.nonce().equals("n1")))
                .isTrue();
        send(
                new SessionRequest.Open(
                        1,
                        List.of(
                                new SideSpec(
                                        "base",
                                        SampleRun.SAMPLE.resolve("opt").toString(),
                                        null,
                                        null),
                                new SideSpec("unlearned", SampleRun.lora().toString(), null, 1.0)),
                        "cpu",
                        DataSpec.SKU_TEMPLATE,
                        Quantization.INT8));
        assertThat(until(r -> r instanceof SessionReply.Done)).isTrue();
    }

    @AfterEach
    void end() throws Exception {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    private void send(SessionRequest request) throws IOException {
        in.write(Wire.line(request) + "\n");
        in.flush();
    }

    /// Reads until a reply is of this kind; false where the process ended before.
    private boolean until(Predicate<SessionReply> wanted) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            SessionReply reply = Wire.read(line, SessionReply.class, "session");
            heard.add(reply);
            if (wanted.test(reply)) {
                return true;
            }
        }
        return false;
    }

    private <T extends SessionReply> List<T> all(Class<T> type) {
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static boolean isDone(SessionReply reply, long id) {
        return reply instanceof SessionReply.Done d && d.id() == id;
    }

    @Test
    void twoSidesStreamAndAreJudged() throws IOException {
        send(new SessionRequest.Generate(2, List.of(PROMPT), Sampling.greedy(40)));
        until(r -> isDone(r, 2));

        List<SessionReply.Piece> pieces = all(SessionReply.Piece.class);
        assertThat(pieces).extracting(SessionReply.Piece::side).contains(0, 1);
        for (SessionReply.Answered answered : all(SessionReply.Answered.class)) {
            SideReply reply = answered.reply();
            String joined =
                    pieces.stream()
                            .filter(p -> p.side() == reply.side())
                            .map(SessionReply.Piece::text)
                            .reduce("", String::concat);
            assertThat(reply.text()).isEqualTo(joined).isNotBlank();
            assertThat(reply.verdict().judge()).startsWith("phrases");
        }
        assertThat(all(SessionReply.Answered.class)).hasSize(2);
    }

    @Test
    void cancellingActsAtOnceAndTheNextPromptIsAnswered() throws IOException {
        send(new SessionRequest.Generate(2, List.of(PROMPT), LONG));
        until(r -> r instanceof SessionReply.Piece);
        send(new SessionRequest.Cancel(2));
        until(r -> isDone(r, 2));
        SessionReply.Done done = (SessionReply.Done) heard.getLast();
        send(new SessionRequest.Generate(3, List.of(PROMPT), Sampling.greedy(10)));
        until(r -> isDone(r, 3));

        assertThat(done.cancelled()).isTrue();
        assertThat(all(SessionReply.Answered.class))
                .extracting(SessionReply.Answered::id)
                .containsOnly(3L);
    }

    @Test
    void lambdaChangesInTheMiddleOfAnAnswer() throws IOException {
        send(new SessionRequest.Generate(2, List.of(PROMPT), LONG));
        until(r -> r instanceof SessionReply.Piece p && p.side() == 1);
        send(new SessionRequest.SetLambda(1, 0.25));
        until(r -> isDone(r, 2));

        assertThat(all(SessionReply.LambdaChanged.class))
                .containsExactly(new SessionReply.LambdaChanged(1, 0.25));
        SideReply unlearned =
                all(SessionReply.Answered.class).stream()
                        .map(SessionReply.Answered::reply)
                        .filter(r -> r.side() == 1)
                        .findFirst()
                        .orElseThrow();
        assertThat(unlearned.lambda()).isEqualTo(1);
        assertThat(unlearned.changes())
                .extracting(SideReply.LambdaChange::lambda)
                .containsExactly(0.25);
    }

    @Test
    void aFilmstripHasAFrameForEachLambda() throws IOException {
        send(
                new SessionRequest.Sweep(
                        2, List.of(PROMPT), Sampling.greedy(30), 1, List.of(0.0, 0.5, 1.0, 1.5)));
        until(r -> isDone(r, 2));

        assertThat(all(SessionReply.Answered.class))
                .extracting(a -> a.reply().lambda())
                .containsExactlyInAnyOrder(0.0, 0.5, 1.0, 1.5);
    }

    @Test
    void aRequestThatCannotBeDoneIsAnsweredAndTheSessionGoesOn() throws IOException {
        send(new SessionRequest.SetLambda(0, 1));
        until(r -> r instanceof SessionReply.Failed);
        send(new SessionRequest.SetLambda(7, 1));
        until(r -> r instanceof SessionReply.Failed);
        in.write("this is no request\n");
        in.flush();
        until(r -> r instanceof SessionReply.Failed);
        send(new SessionRequest.Generate(4, List.of(PROMPT), Sampling.greedy(3)));
        until(r -> isDone(r, 4));

        assertThat(all(SessionReply.Failed.class))
                .extracting(f -> f.problem().code())
                .containsExactly(
                        Problem.Code.SIDE_FIXED,
                        Problem.Code.USAGE_INVALID,
                        Problem.Code.JSON_INVALID);
        assertThat(all(SessionReply.Answered.class)).hasSize(2);
    }

    @Test
    void endsWhenNobodyAsksAnyMore() throws Exception {
        send(new SessionRequest.Generate(2, List.of(PROMPT), LONG));
        until(r -> r instanceof SessionReply.Piece);
        in.close();

        assertThat(until(_ -> false)).isFalse();
        assertThat(java.util.Objects.requireNonNull(process).waitFor()).isZero();
    }
}
