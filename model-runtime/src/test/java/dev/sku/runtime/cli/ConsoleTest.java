package dev.sku.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final StringWriter text = new StringWriter();
    private final AtomicLong nanos = new AtomicLong(Duration.ofDays(1).toNanos());

    @Test
    void whereNobodyWatchesThereIsALineAtTheBeginningNowAndThenAndAtTheEnd() {
        Console console = new Console(new PrintWriter(text), false, nanos::get);
        for (int step = 0; step <= 60; step++) {
            console.progress("step", step, 60);
            pass(Duration.ofSeconds(1));
        }

        assertThat(text.toString())
                .isEqualTo(
                        """
                        step 0 of 60
                        step 10 of 60, 50 s left
                        step 20 of 60, 40 s left
                        step 30 of 60, 30 s left
                        step 40 of 60, 20 s left
                        step 50 of 60, 10 s left
                        step 60 of 60
                        """);
    }

    @Test
    void timeLeftDoesNotCountStepsDoneBefore() {
        Console console = new Console(new PrintWriter(text), false, nanos::get);
        console.progress("step", 500, 1000);
        pass(Duration.ofSeconds(100));
        console.progress("step", 550, 1000);

        assertThat(text.toString()).endsWith("step 550 of 1,000, 15 min 0 s left\n");
    }

    @Test
    void onATerminalTheBarIsDrawnOverItselfAndGoesAwayForLines() {
        Console console = new Console(new PrintWriter(text), true, nanos::get);
        console.progress("step", 0, 2);
        pass(Duration.ofSeconds(3));
        console.progress("step", 1, 2);
        console.line("saved");

        assertThat(text.toString())
                .isEqualTo(
                        "\r\u001b[K░░░░░░░░░░░░░░░░░░░░░░░░ step 0 of 2"
                                + "\r\u001b[K████████████░░░░░░░░░░░░ step 1 of 2, 3 s left"
                                + "\r\u001b[Ksaved\n");
    }

    @Test
    void durationsAreTheTwoLargestUnits() {
        assertThat(Console.words(Duration.ofMillis(12_400))).isEqualTo("12 s");
        assertThat(Console.words(Duration.ofSeconds(185))).isEqualTo("3 min 5 s");
        assertThat(Console.words(Duration.ofMinutes(144))).isEqualTo("2 h 24 min");
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
