package dev.sku.app.compare;

import dev.sku.app.journal.Exchange;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.Prompt;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SideReply;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What was asked and answered, with the person's verdicts and notes: every change is kept at once.
public final class Records {
    private final Supplier<List<Exchange>> stored;
    private final Consumer<Exchange> keep;
    private final Clock clock;
    private final ObservableList<Exchange> all = FXCollections.observableArrayList();
    private boolean begun;

    /// @param stored what was kept before; asked on another thread than the window's
    /// @param keep must not wait
    public Records(Supplier<List<Exchange>> stored, Consumer<Exchange> keep, Clock clock) {
        this.stored = stored;
        this.keep = keep;
        this.clock = clock;
    }

    List<Exchange> read() {
        return stored.get();
    }

    void show(List<Exchange> before) {
        all.addAll(0, before);
    }

    void begin(
            Prompt prompt,
            String promptText,
            Sampling sampling,
            List<SideModel> sides,
            boolean blind) {
        List<Exchange.Said> said = new ArrayList<>();
        for (SideModel side : sides) {
            if (side.replyProperty().get() != null) {
                said.add(
                        new Exchange.Said(
                                side.offer().name(),
                                side.offer().spec().at(),
                                side.replyProperty().get(),
                                side.personProperty().get()));
            }
        }
        Exchange next =
                new Exchange(
                        UUID.randomUUID().toString(),
                        clock.instant(),
                        prompt,
                        promptText,
                        sampling,
                        said,
                        blind,
                        "");
        all.add(next);
        begun = true;
        keep.accept(next);
    }

    /// The replies of the last exchange have become longer: verdicts on the shorter ones are void.
    void wentOn(List<SideModel> sides) {
        change((i, s) -> {
            SideReply now = sides.get(i).replyProperty().get();
            return new Exchange.Said(
                    s.side(),
                    s.model(),
                    now == null ? s.reply() : now,
                    sides.get(i).personProperty().get());
        });
    }

    void judged(int side, Outcome outcome) {
        change((i, s) ->
                i == side ? new Exchange.Said(s.side(), s.model(), s.reply(), outcome) : s);
    }

    void note(String words) {
        if (begun && !words.isEmpty() && !Objects.equals(all.getLast().note(), words)) {
            change(all.getLast().replies(), words);
        }
    }

    private interface Change {
        Exchange.Said of(int side, Exchange.Said before);
    }

    private void change(Change how) {
        if (begun) {
            List<Exchange.Said> before = all.getLast().replies();
            change(
                    IntStream.range(0, before.size())
                            .mapToObj(i -> how.of(i, before.get(i)))
                            .toList(),
                    all.getLast().note());
        }
    }

    private void change(List<Exchange.Said> said, String note) {
        Exchange e = all.getLast();
        Exchange next =
                new Exchange(
                        e.id(),
                        e.time(),
                        e.prompt(),
                        e.promptText(),
                        e.sampling(),
                        said,
                        e.blind(),
                        note);
        all.set(all.size() - 1, next);
        keep.accept(next);
    }

    /// The oldest first.
    ObservableList<Exchange> all() {
        return all;
    }
}
