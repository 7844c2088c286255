package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.Exchange;
import dev.sku.app.shell.Notices;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.Prompt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;

/// Prompts at hand: those of the sample, imported lists, and what was asked before, each with what the sides said last.
public final class Library {
    /// Prompts shown of each kind of the sample: a list to pick from, not the whole test set.
    private static final int SHOWN = 40;

    private final Path rows;
    private final Path kept;
    private final ObservableList<Item> all = FXCollections.observableArrayList();
    private final FilteredList<Item> visible = new FilteredList<>(all);
    private final StringProperty query = new SimpleStringProperty("");
    private final ObjectProperty<Show> show = new SimpleObjectProperty<>(Show.ALL);
    private Group batchGroup = Group.HARMFUL;

    /// Where a prompt comes from.
    public enum Group {
        HARMFUL,
        NORMAL,
        PARAPHRASED,
        OWN
    }

    /// Which prompts are listed.
    public enum Show {
        ALL,
        FLIPPED,
        SAME
    }

    /// @param outcomes of the last replies, in the order of the sides; empty before the first
    public record Item(Group group, String question, boolean harmful, List<Outcome> outcomes) {
        public Item {
            outcomes = List.copyOf(outcomes);
        }

        boolean isFlipped() {
            return outcomes.size() > 1 && outcomes.stream().distinct().count() > 1;
        }
    }

    /// @param sampleData folder of the shipped sample
    /// @param kept folder where imported prompts are kept
    public Library(Path sampleData, Path kept) {
        this.rows = sampleData.resolve("rows");
        this.kept = kept;
        query.subscribe(_ -> select());
        show.subscribe(_ -> select());
    }

    private void select() {
        String words = query.get().strip().toLowerCase(java.util.Locale.ROOT);
        visible.setPredicate(item ->
                item.question().toLowerCase(java.util.Locale.ROOT).contains(words)
                        && switch (show.get()) {
                            case ALL -> true;
                            case FLIPPED -> item.isFlipped();
                            case SAME -> !item.outcomes().isEmpty() && !item.isFlipped();
                        });
    }

    void load(Records records, Notices notices, Executor background, Executor fxThread) {
        var _ =
                CompletableFuture.supplyAsync(
                                () -> new Loaded(sample(), records.read()), background)
                        .whenComplete((loaded, fault) ->
                                fxThread.execute(() -> {
                                    if (fault != null) {
                                        notices.fail(
                                                text("compare.library.unread"),
                                                Problems.sentence(fault));
                                        return;
                                    }
                                    all.setAll(loaded.items());
                                    records.show(loaded.before());
                                    loaded.before().forEach(this::remember);
                                }));
    }

    private record Loaded(List<Item> items, List<Exchange> before) {}

    private List<Item> sample() {
        List<Item> items = new ArrayList<>();
        add(items, Group.HARMFUL, rows.resolve("unseen-harmful.jsonl"), true, SHOWN);
        add(items, Group.NORMAL, rows.resolve("unseen-normal.csv"), false, SHOWN);
        add(items, Group.PARAPHRASED, rows.resolve("paraphrased-harmful.jsonl"), true, SHOWN);
        add(items, Group.OWN, own(true), true, Integer.MAX_VALUE);
        add(items, Group.OWN, own(false), false, Integer.MAX_VALUE);
        return items;
    }

    private static void add(List<Item> items, Group group, Path file, boolean harmful, int atMost) {
        if (Files.isRegularFile(file)) {
            PromptLists.read(file).stream()
                    .limit(atMost)
                    .forEach(q -> items.add(new Item(group, q, harmful, List.of())));
        }
    }

    private Path own(boolean harmful) {
        return kept.resolve(harmful ? "harmful.jsonl" : "normal.jsonl");
    }

    /// @throws dev.sku.protocol.ProblemException where the file has no questions that are found
    public static List<String> questions(Path file) {
        return PromptLists.read(file);
    }

    /// Own prompts from a file: a question a line, or rows with a question column.
    ///
    /// @return writes them down, so that they are here again the next time; to be run where waiting is allowed
    public Runnable add(List<String> questions, boolean harmful) {
        for (String question : questions) {
            if (all.stream().noneMatch(i -> i.question().equals(question))) {
                all.add(new Item(Group.OWN, question, harmful, List.of()));
            }
        }
        List<String> own =
                all.stream()
                        .filter(i -> i.group() == Group.OWN && i.harmful() == harmful)
                        .map(Item::question)
                        .toList();
        return () -> PromptLists.write(own, own(harmful));
    }

    void answered(Prompt prompt, List<SideModel> sides) {
        List<Outcome> outcomes =
                sides.stream()
                        .map(s -> s.replyProperty().get())
                        .filter(java.util.Objects::nonNull)
                        .map(r -> r.verdict().outcome())
                        .toList();
        set(prompt, outcomes);
    }

    private void remember(Exchange exchange) {
        set(
                exchange.prompt(),
                exchange.replies().stream().map(s -> s.reply().verdict().outcome()).toList());
    }

    private void set(Prompt prompt, List<Outcome> outcomes) {
        for (int i = 0; i < all.size(); i++) {
            Item item = all.get(i);
            if (item.question().equals(prompt.question())) {
                all.set(i, new Item(item.group(), item.question(), item.harmful(), outcomes));
                return;
            }
        }
        all.add(new Item(Group.OWN, prompt.question(), prompt.harmful(), outcomes));
    }

    /// Which prompts a list run takes.
    public void chooseBatch(Group group) {
        batchGroup = group;
    }

    List<Prompt> prompts() {
        return all.stream()
                .filter(i -> i.group() == batchGroup)
                .map(i -> Prompt.of(i.question(), i.harmful()))
                .toList();
    }

    public Map<Group, List<Item>> grouped() {
        Map<Group, List<Item>> groups = new LinkedHashMap<>();
        for (Group group : Group.values()) {
            List<Item> items = visible.stream().filter(i -> i.group() == group).toList();
            if (!items.isEmpty()) {
                groups.put(group, items);
            }
        }
        return groups;
    }

    public ObservableList<Item> visible() {
        return visible;
    }

    public int size() {
        return all.size();
    }

    public StringProperty queryProperty() {
        return query;
    }

    public ObjectProperty<Show> showProperty() {
        return show;
    }
}
