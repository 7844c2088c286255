package dev.sku.app.train;

import dev.sku.app.link.RuntimeLink;
import dev.sku.protocol.Message;
import java.time.Duration;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Hands over the messages of a recorded run as if it were going on now, in about twenty seconds: times between messages
/// are those of the run, shortened alike, and long waits more.
///
/// Belongs to the JavaFX thread.
public final class Playback implements RuntimeLink.Subscription {
    private static final Duration WHOLE = Duration.ofSeconds(20);

    /// Longer ones are played as if they were this long, before all are shortened.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    private final List<Message> messages;
    private final RuntimeLink.Listener listener;
    private final Clock clock;
    private final double shortened;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.PAUSED);
    private int next;
    private int turn;

    public enum State {
        PLAYING,
        PAUSED,
        OVER
    }

    /// Runs a task on the JavaFX thread after a while.
    public interface Clock {
        void after(Duration wait, Runnable task);
    }

    Playback(List<Message> messages, RuntimeLink.Listener listener, Clock clock) {
        this.messages = messages;
        this.listener = listener;
        this.clock = clock;
        long waits = 0;
        for (int i = 1; i < messages.size(); i++) {
            waits += wait(i).toMillis();
        }
        this.shortened = (double) WHOLE.toMillis() / Math.max(1, waits);
    }

    void play() {
        if (state.get() == State.PAUSED) {
            state.set(State.PLAYING);
            hand(++turn);
        }
    }

    void pause() {
        if (state.get() == State.PLAYING) {
            turn++;
            state.set(State.PAUSED);
        }
    }

    @Override
    public void close() {
        turn++;
        state.set(State.OVER);
    }

    /// Hands over all messages up to the next wait.
    ///
    /// @param mine what waits for another turn has been paused or closed
    private void hand(int mine) {
        if (mine != turn) {
            return;
        }
        int from = next;
        Duration wait = Duration.ZERO;
        while (next < messages.size() && wait.isZero()) {
            next++;
            wait = next < messages.size() ? played(next) : Duration.ZERO;
        }
        listener.messages(messages.subList(from, next));
        if (next == messages.size()) {
            listener.live(false);
            state.set(State.OVER);
        } else {
            clock.after(wait, () -> hand(mine));
        }
    }

    private Duration played(int message) {
        return Duration.ofMillis(Math.round(wait(message).toMillis() * shortened));
    }

    /// How long after the message before it this one came.
    private Duration wait(int message) {
        Duration real =
                Duration.between(messages.get(message - 1).time(), messages.get(message).time());
        return real.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : real;
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }
}
