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
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// A list of prompts through all sides, unattended; and along λ, where each prompt flips.
public final class BatchModel {
    private final Conversation conversation;
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final ObservableList<String> sides = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final IntegerProperty done = new SimpleIntegerProperty();
    private final IntegerProperty total = new SimpleIntegerProperty();
    private final Map<Integer, List<SideReply>> swept = new HashMap<>();
    private long current;
    private int begun;

    /// One prompt.
    ///
    /// @param replies by the number of their side
    /// @param swept whether all replies along λ are there
    /// @param flips along λ; empty where the class never changes
    public record Row(
            Prompt prompt, Map<Integer, SideReply> replies, boolean swept, List<Flip> flips) {
        public Row {
            replies = Map.copyOf(replies);
            flips = List.copyOf(flips);
        }

        Row with(SideReply reply) {
            Map<Integer, SideReply> more = new TreeMap<>(replies);
            more.put(reply.side(), reply);
            return new Row(prompt, more, swept, flips);
        }

        Row flipping(List<Flip> at) {
            return new Row(prompt, replies, true, at);
        }

        private Row unswept() {
            return new Row(prompt, replies, false, List.of());
        }

        private static Row of(Prompt prompt) {
            return new Row(prompt, Map.of(), false, List.of());
        }
    }

    /// Prompts whose class first changes between two neighbouring λ.
    public record Bin(double below, double above, int prompts) {}

    /// Where the prompts of a list flip.
    ///
    /// @param bins from the smallest λ on
    /// @param unchanged prompts whose class is the same at every λ
    public record Flips(List<Bin> bins, int unchanged) {
        public Flips {
            bins = List.copyOf(bins);
        }

        public int flipped() {
            return bins.stream().mapToInt(Bin::prompts).sum();
        }

        /// The λ by which half of those that flip have done so; NaN where none does.
        public double median() {
            int half = (flipped() + 1) / 2;
            int sum = 0;
            for (Bin bin : bins) {
                sum += bin.prompts();
                if (sum >= half && half > 0) {
                    return bin.above();
                }
            }
            return Double.NaN;
        }
    }

    BatchModel(Conversation conversation) {
        this.conversation = conversation;
    }

    void run(List<Prompt> prompts, Sampling sampling, List<SideModel> all) {
        sides.setAll(all.stream().map(s -> s.offer().name()).toList());
        rows.setAll(prompts.stream().map(Row::of).toList());
        begin(
                prompts.size() * all.size(),
                id -> new SessionRequest.Generate(id, prompts, sampling),
                a -> rows.set(a.prompt(), rows.get(a.prompt()).with(a.reply())));
    }

    void sweep(List<Prompt> prompts, Sampling sampling, int side) {
        boolean same = rows.stream().map(Row::prompt).toList().equals(prompts);
        rows.setAll(
                same
                        ? rows.stream().map(Row::unswept).toList()
                        : prompts.stream().map(Row::of).toList());
        swept.clear();
        begin(
                prompts.size() * Filmstrip.LAMBDAS.size(),
                id -> new SessionRequest.Sweep(id, prompts, sampling, side, Filmstrip.LAMBDAS),
                a -> {
                    List<SideReply> along =
                            swept.computeIfAbsent(a.prompt(), _ -> new ArrayList<>());
                    along.add(a.reply());
                    if (along.size() == Filmstrip.LAMBDAS.size()) {
                        rows.set(a.prompt(), rows.get(a.prompt()).flipping(Flip.of(along)));
                    }
                });
    }

    private void begin(
            int replies,
            LongFunction<SessionRequest> request,
            java.util.function.Consumer<SessionReply.Answered> answered) {
        stop();
        done.set(0);
        total.set(replies);
        running.set(true);
        int mine = ++begun;
        current =
                conversation.ask(
                        request,
                        reply -> {
                            if (mine != begun) {
                                return; // what was stopped says a little more
                            }
                            if (reply instanceof SessionReply.Answered a) {
                                done.set(done.get() + 1);
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
            begun++;
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

    /// Where the prompts flip whose replies along λ are there.
    public Flips flips() {
        List<Double> lambdas = Filmstrip.LAMBDAS;
        List<Bin> bins = new ArrayList<>();
        for (int i = 1; i < lambdas.size(); i++) {
            double above = lambdas.get(i);
            long n =
                    rows.stream()
                            .filter(r -> !r.flips().isEmpty())
                            .filter(r -> r.flips().getFirst().above() == above)
                            .count();
            bins.add(new Bin(lambdas.get(i - 1), above, (int) n));
        }
        long unchanged = rows.stream().filter(r -> r.swept() && r.flips().isEmpty()).count();
        return new Flips(bins, (int) unchanged);
    }

    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /// Replies that are there.
    public ReadOnlyIntegerProperty doneProperty() {
        return done;
    }

    /// Replies that were asked for.
    public ReadOnlyIntegerProperty totalProperty() {
        return total;
    }
}
