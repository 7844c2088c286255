package dev.sku.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration GAP = Duration.ofHours(1);

    private final List<Long> waits = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();

    /// Tells what it is asked, and does it when the test says.
    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(0) {
                @Override
                public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                    waits.add(unit.toMinutes(delay));
                    later.add(task);
                    return super.schedule(() -> {}, 1, TimeUnit.DAYS);
                }
            };

    private final Pace pace = new Pace(Runnable::run, clock, GAP);

    @AfterEach
    void close() {
        clock.shutdownNow();
    }

    @Test
    void whatComesAfterARestIsDoneAtOnceAndWhatFollowsAfterTheGap() {
        pace.execute(() -> done.add("first"));
        pace.execute(() -> done.add("second"));

        assertThat(done).containsExactly("first");
        assertThat(waits).singleElement().satisfies(wait -> assertThat(wait).isBetween(58L, 60L));
        later.remove().run();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void tasksThatComeTogetherAreDoneInOneTurn() {
        FxQueue queue = new FxQueue(pace);
        for (String task : List.of("a", "b", "c", "d")) {
            queue.execute(() -> done.add(task));
        }

        assertThat(done).containsExactly("a");
        assertThat(later).hasSize(1);
        later.remove().run();
        assertThat(done).containsExactly("a", "b", "c", "d");
    }
}
