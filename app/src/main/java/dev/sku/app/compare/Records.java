package dev.sku.app.compare;

import dev.sku.app.journal.Exchange;
import dev.sku.app.journal.Setting;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.Prompt;
import dev.sku.protocol.SideFacts;
import dev.sku.protocol.SideReply;
import dev.sku.protocol.SideSpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
            Setting setting,
            List<SideModel> sides,
            boolean blind) {
        List<Exchange.Said> said = new ArrayList<>();
        for (SideModel side : sides) {
            SideReply reply = side.replyProperty().get();
            if (reply != null) {
                SideSpec spec = side.offer().spec();
                SideFacts facts = side.factsProperty().get();
                said.add(
                        new Exchange.Said(
                                side.offer().name(),
                                spec.at(),
                                spec.base(),
                                facts == null ? null : facts.instruction(),
                                reply,
                                side.personProperty().get()));
            }
        }
        Exchange next =
                new Exchange(
                        UUID.randomUUID().toString(),
                        clock.instant(),
                        prompt,
                        promptText,
                        setting,
                        List.of(),
                        said,
                        blind,
                        "");
        all.add(next);
        begun = true;
        keep.accept(next);
    }

    /// The replies of the last exchange have become longer: verdicts on the shorter ones are void.
    void wentOn(List<SideModel> sides, Setting how) {
        if (begun) {
            List<Exchange.Said> longer = new ArrayList<>(all.getLast().replies());
            for (int i = 0; i < longer.size(); i++) {
                SideReply now = sides.get(i).replyProperty().get();
                Exchange.Said before = longer.get(i);
                longer.set(
                        i,
                        before.saying(now == null ? before.reply() : now)
                                .judged(sides.get(i).personProperty().get()));
            }
            change(all.getLast().further(how, longer));
        }
    }

    void judged(int side, Outcome outcome) {
        if (begun) {
            List<Exchange.Said> said = new ArrayList<>(all.getLast().replies());
            said.set(side, said.get(side).judged(outcome));
            change(all.getLast().saying(said));
        }
    }

    void note(String words) {
        if (begun && !words.isEmpty() && !words.equals(all.getLast().note())) {
            change(all.getLast().noted(words));
        }
    }

    private void change(Exchange next) {
        all.set(all.size() - 1, next);
        keep.accept(next);
    }

    /// The oldest first.
    ObservableList<Exchange> all() {
        return all;
    }
}
