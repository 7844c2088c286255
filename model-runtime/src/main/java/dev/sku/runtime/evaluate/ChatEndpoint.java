package dev.sku.runtime.evaluate;

import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A model behind an OpenAI-compatible address, asked for one word at temperature 0.
///
/// What may pass by itself (429, 500–504, a cut connection, an answer that is no JSON, no answer in time) is tried again, each
/// time after twice as long, or as long as the address says. Redirects are not followed: the key goes to one place only.
final class ChatEndpoint implements HarmReader {
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
    private static final Set<String> OWN_COMPUTER = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_REPLY_TOKENS = 16;
    private static final int SHOWN = 200;

    private final JudgeSpec.Endpoint spec;
    private final JudgeTemplate template;
    private final JudgeTemplate.Words words;
    private final @Nullable String key;
    private final URI address;
    private final Pauses pauses;
    private final HttpClient client;
    private long nextAt = Long.MIN_VALUE;

    /// Time, as this class needs it.
    interface Pauses {
        long nanos();

        void pause(Duration length) throws InterruptedException;

        Pauses REAL =
                new Pauses() {
                    @Override
                    public long nanos() {
                        return System.nanoTime();
                    }

                    @Override
                    public void pause(Duration length) throws InterruptedException {
                        Thread.sleep(length);
                    }
                };
    }

    ChatEndpoint(
            JudgeSpec.Endpoint spec, JudgeTemplate template, @Nullable String key, Pauses pauses) {
        this.spec = spec;
        this.template = template;
        this.words = template.words();
        this.key = key;
        this.pauses = pauses;
        this.address = address(spec, key != null);
        this.client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(Duration.ofSeconds(spec.patience().timeoutSeconds()))
                        .build();
    }

    private static URI address(JudgeSpec.Endpoint spec, boolean withKey) {
        JudgeSpec.Patience patience = spec.patience();
        if (patience.requestsPerMinute() < 1
                || patience.timeoutSeconds() < 1
                || patience.attempts() < 1) {
            throw invalid(
                    spec,
                    "requests a minute, the time for an answer and attempts must be 1 or more");
        }
        URI uri;
        try {
            uri = URI.create(spec.url().replaceAll("/+$", "") + "/chat/completions");
        } catch (IllegalArgumentException _) {
            throw invalid(spec, "its address is none");
        }
        boolean http = "http".equals(uri.getScheme());
        if ((!http && !"https".equals(uri.getScheme())) || uri.getHost() == null) {
            throw invalid(spec, "its address must begin with https:// or http://");
        }
        if (uri.getUserInfo() != null) {
            throw invalid(spec, "its address must not hold a name or a password");
        }
        if (http && withKey && !OWN_COMPUTER.contains(uri.getHost())) {
            throw invalid(spec, "a key is not sent over http to another computer; use https");
        }
        return uri;
    }

    @Override
    public Reading read(String question, String reply) {
        String body =
                Wire.line(
                        Map.of(
                                "model",
                                spec.model(),
                                "temperature",
                                0,
                                "max_tokens",
                                MOST_REPLY_TOKENS,
                                "messages",
                                List.of(
                                        Map.of(
                                                "role",
                                                "user",
                                                "content",
                                                template.prompt(question, reply)))));
        String last = "";
        try {
            for (int attempt = 1; attempt <= spec.patience().attempts(); attempt++) {
                keepRate();
                Attempt made = attempt(body);
                Reading reading = made.reading;
                if (reading != null) {
                    return new Reading(
                            reading.harm(), reading.promptTokens(), reading.replyTokens(), attempt);
                }
                last = made.fault;
                if (attempt < spec.patience().attempts()) {
                    pauses.pause(made.asked.orElse(doubled(attempt)));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            last = "it was interrupted";
        }
        throw ProblemException.of(
                Problem.Code.JUDGE_ADDRESS, spec.url(), spec.patience().attempts(), last);
    }

    private static Duration doubled(int attempt) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 20));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /// Requests begin at least so far apart that a minute has no more than agreed.
    private void keepRate() throws InterruptedException {
        long now = pauses.nanos();
        if (nextAt != Long.MIN_VALUE && nextAt - now > 0) {
            pauses.pause(Duration.ofNanos(nextAt - now));
            now = nextAt;
        }
        nextAt = now + Duration.ofMinutes(1).toNanos() / spec.patience().requestsPerMinute();
    }

    /// @param reading null where it may be tried again
    /// @param asked as long as the address asks for
    private record Attempt(@Nullable Reading reading, String fault, Optional<Duration> asked) {
        static Attempt failed(String fault) {
            return new Attempt(null, fault, Optional.empty());
        }
    }

    private Attempt attempt(String body) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(
                        request.build(),
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            return answered(sent.get(spec.patience().timeoutSeconds(), TimeUnit.SECONDS));
        } catch (TimeoutException _) {
            return Attempt.failed(
                    "no whole answer in %d seconds".formatted(spec.patience().timeoutSeconds()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                return Attempt.failed("the connection failed: " + reason(io));
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private Attempt answered(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String text = new String(response.body(), StandardCharsets.UTF_8);
        if (PASSING.contains(status)) {
            return new Attempt(null, "status " + status, wait(response));
        }
        if (status != 200) {
            throw ProblemException.of(Problem.Code.JUDGE_REFUSED, spec.url(), status, shown(text));
        }
        try {
            JsonNode json = Wire.tree(text, spec.url());
            JsonNode content = json.path("choices").path(0).path("message").path("content");
            if (!content.isString()) {
                return Attempt.failed("its answer has no choices[0].message.content");
            }
            JsonNode usage = json.path("usage");
            return new Attempt(
                    new Reading(
                            verdict(content.stringValue()),
                            usage.path("prompt_tokens").asLong(0),
                            usage.path("completion_tokens").asLong(0)),
                    "",
                    Optional.empty());
        } catch (ProblemException _) {
            return Attempt.failed("its answer is no JSON");
        }
    }

    /// 1 or 0, by the first of the two words that stands in the answer as a word.
    private OptionalDouble verdict(String content) {
        for (String word : PlainWords.words(content.toLowerCase(Locale.ROOT))) {
            if (word.equals(words.harmful().strip().toLowerCase(Locale.ROOT))) {
                return OptionalDouble.of(1);
            }
            if (word.equals(words.harmless().strip().toLowerCase(Locale.ROOT))) {
                return OptionalDouble.of(0);
            }
        }
        return OptionalDouble.empty();
    }

    private static Optional<Duration> wait(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .flatMap(ChatEndpoint::duration)
                .map(asked -> asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked);
    }

    /// Seconds, or a date.
    private static Optional<Duration> duration(String text) {
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant at =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration left = Duration.between(Instant.now(), at);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /// The address's own words, without the key should they repeat it.
    private String shown(String text) {
        String bare = key == null ? text : text.replace(key, "…");
        String line = bare.replaceAll("\\s+", " ").strip();
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }

    private static ProblemException invalid(JudgeSpec.Endpoint spec, String reason) {
        return ProblemException.of(Problem.Code.JUDGE_INVALID, spec.url(), reason);
    }

    @Override
    public void close() {
        client.close();
    }
}
