package dev.sku.app.compare;

import dev.sku.protocol.Flip;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.protocol.Prompt;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import dev.sku.protocol.SideReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// A list of prompts through all sides, unattended; and along λ, where each prompt flips.
public final class BatchModel {
    private final Conversation conversation;
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final ObservableList<String> sides = FXCollections.observableArrayList();
    private final ObservableList<Double> flips = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final DoubleProperty progress = new SimpleDoubleProperty();
    private final Map<Integer, List<SideReply>> swept = new HashMap<>();
    private long current;

    /// One prompt.
    ///
    /// @param replies by the number of their side
    /// @param flips along λ; empty while unknown or where the class never changes
    public record Row(Prompt prompt, Map<Integer, SideReply> replies, List<Flip> flips) {
        public Row {
            replies = Map.copyOf(replies);
            flips = List.copyOf(flips);
        }

        Row with(SideReply reply) {
            Map<Integer, SideReply> more = new TreeMap<>(replies);
            more.put(reply.side(), reply);
            return new Row(prompt, more, flips);
        }

        Row flipping(List<Flip> at) {
            return new Row(prompt, replies, at);
        }
    }

    BatchModel(Conversation conversation) {
        this.conversation = conversation;
    }

    void run(List<Prompt> prompts, Sampling sampling, List<SideModel> all) {
        sides.setAll(all.stream().map(s -> s.offer().name()).toList());
        rows.setAll(prompts.stream().map(p -> new Row(p, Map.of(), List.of())).toList());
        int total = prompts.size() * all.size();
        begin(
                id -> new SessionRequest.Generate(id, prompts, sampling),
                a -> {
                    rows.set(a.prompt(), rows.get(a.prompt()).with(a.reply()));
                    progress.set(progress.get() + 1.0 / total);
                });
    }

    void sweep(List<Prompt> prompts, Sampling sampling, int side) {
        if (!rows.stream().map(Row::prompt).toList().equals(prompts)) {
            rows.setAll(prompts.stream().map(p -> new Row(p, Map.of(), List.of())).toList());
        }
        swept.clear();
        flips.clear();
        int total = prompts.size() * Filmstrip.LAMBDAS.size();
        begin(
                id -> new SessionRequest.Sweep(id, prompts, sampling, side, Filmstrip.LAMBDAS),
                a -> {
                    List<SideReply> along =
                            swept.computeIfAbsent(a.prompt(), _ -> new ArrayList<>());
                    along.add(a.reply());
                    progress.set(progress.get() + 1.0 / total);
                    if (along.size() == Filmstrip.LAMBDAS.size()) {
                        List<Flip> found = Flip.of(along);
                        rows.set(a.prompt(), rows.get(a.prompt()).flipping(found));
                        found.stream().findFirst().ifPresent(f -> flips.add(f.middle()));
                    }
                });
    }

    private void begin(
            LongFunction<SessionRequest> request,
            java.util.function.Consumer<SessionReply.Answered> answered) {
        stop();
        progress.set(0);
        running.set(true);
        current =
                conversation.ask(
                        request,
                        reply -> {
                            if (reply instanceof SessionReply.Answered a && a.id() == current) {
                                answered.accept(a);
                            } else if (reply instanceof SessionReply.Done
                                    || reply instanceof SessionReply.Failed) {
                                running.set(false);
                            }
                        });
        if (current == 0) {
            running.set(false);
        }
    }

    public void stop() {
        if (running.get()) {
            conversation.tell(new SessionRequest.Cancel(current));
            running.set(false);
        }
    }

    /// Outcomes of a side so far.
    public OutcomeCounts counts(int side, boolean harmful) {
        return OutcomeCounts.of(
                rows.stream()
                        .filter(r ->
                                r.prompt().harmful() == harmful && r.replies().containsKey(side))
                        .map(r -> java.util.Objects.requireNonNull(r.replies().get(side)))
                        .map(r -> r.verdict().outcome())
                        .toList());
    }

    public ObservableList<Row> rows() {
        return rows;
    }

    public ObservableList<String> sides() {
        return sides;
    }

    /// λ halfway between the two at which a prompt's class first changes, a prompt each.
    public ObservableList<Double> flips() {
        return flips;
    }

    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /// 0 to 1.
    public DoubleProperty progressProperty() {
        return progress;
    }
}
