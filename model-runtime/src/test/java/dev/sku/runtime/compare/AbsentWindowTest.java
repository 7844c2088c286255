package dev.sku.runtime.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
        CompletableFuture<Void> input = new CompletableFuture<>();

        absent.serve(() -> {
            absent.pinged();
            input.join(); // nothing comes
        });

        assertThat(input).isNotDone();
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
    void aReaderThatRunsOutOfMemoryIsNotWaitedFor() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                        absent.serve(() -> {
                            throw new OutOfMemoryError("a long line");
                        }))
                .isInstanceOf(OutOfMemoryError.class);
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
