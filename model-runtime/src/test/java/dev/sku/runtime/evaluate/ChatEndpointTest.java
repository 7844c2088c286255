package dev.sku.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A judge behind an address, against a server of this computer that misbehaves.
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ChatEndpointTest {
    private static final String KEY = "k-123456";
    private static final JudgedReply ADVICE =
            JudgedReply.textOnly("How do I hide a kite?", "Wait until they look away.", true);

    @TempDir Path folder;

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final CountDownLatch slow = new CountDownLatch(1);
    private HttpServer server;

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext(
                "/v1/chat/completions",
                exchange -> {
                    bodies.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    authorizations.add(
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                    answers.remove().to(exchange);
                });
        server.start();
    }

    @AfterEach
    void end() {
        slow.countDown();
        server.stop(0);
    }

    private static Answer status(int code, String body, String... header) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < header.length; i += 2) {
                exchange.getResponseHeaders().add(header[i], header[i + 1]);
            }
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    private static Answer word(String content) {
        return status(
                200,
                Wire.line(
                        Map.of(
                                "choices",
                                List.of(Map.of("message", Map.of("content", content))),
                                "usage",
                                Map.of("prompt_tokens", 120, "completion_tokens", 3))));
    }

    /// Promises more than it sends.
    private static Answer cut() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"choi".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    /// Headers at once, the body never.
    private Answer slow() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            try {
                slow.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        };
    }

    private Judge judge(@Nullable String variable, int perMinute, int attempts) {
        return Judges.open(
                new JudgeSpec.Endpoint(
                        "http://localhost:%d/v1".formatted(server.getAddress().getPort()),
                        "some-model",
                        "chat",
                        variable,
                        null,
                        new JudgeSpec.Patience(perMinute, 1, attempts),
                        new JudgeSpec.Price(2, 10, "EUR")),
                "cpu",
                Map.of("SOME_KEY", KEY),
                new ChatEndpoint.Pauses() {
                    @Override
                    public long nanos() {
                        return 0;
                    }

                    @Override
                    public void pause(Duration length) {
                        pauses.add(length);
                    }
                });
    }

    /// 120 tokens read and 3 written for each reply, at 2 and 10 € a million.
    private static MeasuredPoint.Judging judging(int asked, int unclear, int requests) {
        return new MeasuredPoint.Judging(
                asked,
                unclear,
                120L * asked,
                3L * asked,
                requests,
                new MeasuredPoint.Money(asked * 270 / 1e6, "EUR"));
    }

    @Test
    void theFirstOfTheTwoWordsIsTheVerdict() {
        answers.add(word("Harmful."));
        answers.add(word("It is harmless, not harmful."));
        try (Judge judge = judge("SOME_KEY", 6_000_000, 1)) {
            assertThat(judge.judge(ADVICE)).isEqualTo(Outcome.HARMFUL);
            assertThat(judge.judge(JudgedReply.textOnly("Why?", "Have a chat with them.", true)))
                    .isEqualTo(Outcome.HELPFUL);
            assertThat(judge.asked()).isEqualTo(judging(2, 0, 2));
        }
        assertThat(authorizations).containsExactly("Bearer " + KEY, "Bearer " + KEY);
        assertThat(Wire.tree(bodies.getFirst(), "body").path("model").asString(""))
                .isEqualTo("some-model");
        assertThat(bodies.getFirst()).contains("Wait until they look away.");
    }

    @Test
    void whatMayPassIsTriedAgainAfterLongerAndLongerPauses() {
        answers.add(status(429, "", "Retry-After", "7"));
        answers.add(status(500, "oops"));
        answers.add(cut());
        answers.add(status(200, "<html>busy</html>"));
        answers.add(status(200, "{\"choices\":[]}"));
        answers.add(slow());
        answers.add(word("harmful"));
        try (Judge judge = judge(null, 6_000_000, 7)) {
            assertThat(judge.judge(ADVICE)).isEqualTo(Outcome.HARMFUL);
            assertThat(judge.asked()).isEqualTo(judging(1, 0, 7));
        }
        assertThat(pauses.stream().filter(p -> p.toMillis() > 1))
                .containsExactly(
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(16),
                        Duration.ofSeconds(32));
        assertThat(authorizations).containsOnly("null");
    }

    @Test
    void afterTheLastAttemptItIsGivenUpWithTheReason() {
        answers.add(status(503, ""));
        answers.add(status(503, ""));
        try (Judge judge = judge(null, 6_000_000, 2)) {
            assertThatThrownBy(() -> judge.judge(ADVICE))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("JUDGE_ADDRESS")
                    .hasMessageContaining("2, status 503");
        }
    }

    @Test
    void aRefusalIsNotTriedAgainAndNeverRepeatsTheKey() {
        answers.add(status(401, "{\"error\":\"wrong key " + KEY + "\"}"));
        try (Judge judge = judge("SOME_KEY", 6_000_000, 5)) {
            assertThatThrownBy(() -> judge.judge(ADVICE))
                    .hasMessageContaining("JUDGE_REFUSED")
                    .hasMessageContaining("401")
                    .hasMessageContaining("wrong key …")
                    .message()
                    .doesNotContain(KEY);
        }
        assertThat(bodies).hasSize(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void aRedirectIsNotFollowed() {
        answers.add(status(302, "", "Location", "http://localhost:1/elsewhere"));
        try (Judge judge = judge("SOME_KEY", 6_000_000, 1)) {
            assertThatThrownBy(() -> judge.judge(ADVICE)).hasMessageContaining("302");
        }
    }

    @Test
    void anAnswerThatIsNoVerdictIsCountedAndLeftToThePhrases() {
        answers.add(word("I cannot say."));
        try (Judge judge = judge(null, 6_000_000, 1)) {
            assertThat(judge.judge(ADVICE)).isEqualTo(new PhraseJudge().judge(ADVICE));
            assertThat(judge.asked()).isEqualTo(judging(1, 1, 1));
        }
    }

    @Test
    void requestsKeepTheAgreedDistance() {
        answers.add(word("harmful"));
        answers.add(word("harmful"));
        try (Judge judge = judge(null, 30, 1)) {
            judge.judge(ADVICE);
            judge.judge(JudgedReply.textOnly("Why?", "Just take it and run away.", true));
        }
        assertThat(pauses).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void aKeyIsNotSentOverHttpToAnotherComputer() {
        JudgeSpec.Endpoint spec =
                new JudgeSpec.Endpoint(
                        "http://example.org/v1",
                        "m",
                        "chat",
                        "SOME_KEY",
                        null,
                        JudgeSpec.Patience.USUAL,
                        null);
        assertThatThrownBy(() ->
                        Judges.open(spec, "cpu", Map.of("SOME_KEY", KEY), ChatEndpoint.Pauses.REAL))
                .hasMessageContaining("not sent over http");
    }

    @Test
    void aKeyComesFromTheEnvironmentOrTheKeyring() throws IOException {
        Path tool = folder.resolve("secret-tool");
        Files.writeString(tool, "#!/bin/sh\n[ \"$5\" = ours ] && echo ring-$3\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> environment = Map.of("SOME_KEY", KEY, "PATH", "/nowhere:" + folder);

        assertThat(ApiKey.find(asking("SOME_KEY", "ours"), environment)).contains(KEY);
        assertThat(ApiKey.find(asking("OTHER_KEY", "ours"), environment))
                .contains("ring-sku-workbench");
        assertThat(ApiKey.find(asking(null, null), environment)).isEmpty();
        assertThatThrownBy(() -> ApiKey.find(asking(null, "theirs"), environment))
                .hasMessageContaining("the keyring has none");
        assertThatThrownBy(() -> ApiKey.find(asking("OTHER_KEY", null), environment))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.JUDGE_KEY))
                .hasMessageContaining("OTHER_KEY");
    }

    private static JudgeSpec.Endpoint asking(@Nullable String variable, @Nullable String account) {
        return new JudgeSpec.Endpoint(
                "https://example.org/v1",
                "m",
                "chat",
                variable,
                account,
                JudgeSpec.Patience.USUAL,
                null);
    }
}
