package dev.sku.runtime.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AbsentWindowTest {
    private final AbsentWindow absent = new AbsentWindow(Duration.ofMillis(200));

    @Test
    void servingEndsWithTheInput() throws IOException {
        absent.serve(() -> {});
    }

    @Test
    void aWindowThatAsksNoMoreIsGoneThoughTheInputStaysOpen() throws IOException {
        try (PipedOutputStream window = new PipedOutputStream();
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        new PipedInputStream(window), StandardCharsets.UTF_8))) {
            absent.serve(() -> {
                absent.pinged();
                in.readLine(); // nothing comes
            });
        }
    }

    @Test
    void whoNeverPingsMayBeSilent() throws Exception {
        CompletableFuture<Void> input = new CompletableFuture<>();
        CompletableFuture<Void> served =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                absent.serve(input::join);
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        },
                        task -> Thread.ofPlatform().daemon().start(task));

        assertThat(served).failsWithin(Duration.ofSeconds(3));
        input.complete(null);
        assertThat(served).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void aFaultOfTheReaderIsTheServers() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                        absent.serve(() -> {
                            throw new IOException("torn");
                        }))
                .hasRootCauseMessage("torn");
    }
}
