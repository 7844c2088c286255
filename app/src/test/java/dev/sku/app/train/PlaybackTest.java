package dev.sku.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.link.RuntimeLink;
import dev.sku.app.train.Playback.State;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.Message;
import dev.sku.protocol.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaybackTest {
    private final List<Message> recorded =
            JournalReader.read(Path.of("..", "sample-data", "recorded-run", "events.ndjson"), 1);
    private final List<Message> heard = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private Duration played = Duration.ZERO;
    private Duration longest = Duration.ZERO;
    private final Playback playback = new Playback(recorded, new Heard(), this::after);

    private final class Heard implements RuntimeLink.Listener {
        @Override
        public void messages(List<Message> messages) {
            heard.addAll(messages);
        }

        @Override
        public void live(boolean live) {
            assertThat(live).isFalse();
        }

        @Override
        public void broken(Problem problem) {
            throw new AssertionError(problem);
        }
    }

    private void after(Duration wait, Runnable task) {
        played = played.plus(wait);
        longest = wait.compareTo(longest) > 0 ? wait : longest;
        waiting.add(task);
    }

    private void tick() {
        waiting.removeFirst().run();
    }

    @Test
    void handsOverEveryMessageOnceInTwentySeconds() {
        playback.play();
        while (!waiting.isEmpty()) {
            tick();
        }

        assertThat(heard).isEqualTo(recorded);
        assertThat(playback.stateProperty().get()).isEqualTo(State.OVER);
        assertThat(played).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(21));
        assertThat(longest).isLessThan(Duration.ofMillis(1_500));
    }

    @Test
    void whatIsPausedHandsOverNothingUntilItGoesOn() {
        playback.play();
        tick();
        int before = heard.size();
        playback.pause();
        tick();
        assertThat(heard).hasSize(before);
        assertThat(waiting).isEmpty();

        playback.play();
        assertThat(heard).isEqualTo(recorded.subList(0, heard.size())).hasSizeGreaterThan(before);
        assertThat(waiting).hasSize(1);
    }

    @Test
    void whatIsClosedHandsOverNothingMore() {
        playback.play();
        int before = heard.size();
        playback.close();
        tick();

        assertThat(heard).hasSize(before);
        assertThat(playback.stateProperty().get()).isEqualTo(State.OVER);
    }
}
