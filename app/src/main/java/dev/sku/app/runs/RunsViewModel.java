package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunState;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.shell.Notices;
import dev.sku.app.store.RunLibrary;
import dev.sku.app.ui.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;

/// The workspace's runs: which are shown, which are laid over each other, and what can be done with one.
public final class RunsViewModel {
    /// Everything that looks at the list looks again for each row that is put in place of another.
    private static final int FEW = 8;

    private final RuntimeLink link;
    private final RunLibrary library;
    private final Errands errands;
    private final RunOverlay overlay;
    private final RunActions actions;

    private final ObservableList<RunEntry> all = FXCollections.observableArrayList();
    private final ObservableList<RunEntry> allView = FXCollections.unmodifiableObservableList(all);
    private final ObservableList<RunEntry> listed = FXCollections.observableArrayList();
    private final ObservableList<RunEntry> listedView =
            FXCollections.unmodifiableObservableList(listed);
    private final FilteredList<RunEntry> visible = new FilteredList<>(listed);
    private final ObservableList<RunEntry> visibleView =
            FXCollections.unmodifiableObservableList(visible);
    private final StringProperty query = new SimpleStringProperty("");
    private final ObjectProperty<Filter> filter = new SimpleObjectProperty<>(Filter.ALL);
    private final ReadOnlyBooleanWrapper known = new ReadOnlyBooleanWrapper();
    private boolean refreshing;
    private String unreadable = "";

    /// Which states are listed.
    public enum Filter {
        ALL,
        RUNNING,
        WAITING,
        DONE,
        FAILED;

        /// A run whose folder is missing is in no state.
        boolean takes(RunEntry run) {
            RunState state = run.summary().state();
            return this == ALL || (!run.missing() && takes(state));
        }

        private boolean takes(RunState state) {
            return switch (this) {
                case ALL -> true;
                case RUNNING -> state == RunState.RUNNING || state == RunState.PAUSED;
                case WAITING -> state == RunState.WAITING;
                case DONE -> state.hasResult() || state == RunState.STOPPED;
                case FAILED -> state == RunState.FAILED || state == RunState.INTERRUPTED;
            };
        }
    }

    /// @param workspace where imported runs go
    /// @param background for files and the database
    public RunsViewModel(
            Path workspace,
            RuntimeLink link,
            RunLibrary library,
            Notices notices,
            Executor background,
            Executor fxThread) {
        this.link = link;
        this.library = library;
        errands = new Errands(notices, background, fxThread);
        overlay = new RunOverlay(errands);
        actions = new RunActions(workspace, link, library, overlay, errands, this::refresh);
        query.subscribe(_ -> select());
        filter.subscribe(_ -> select());
    }

    /// Lists what lies here as it was last known, until the agent has told how it is.
    public void begin() {
        errands.run(
                library::lastKnown,
                entries -> {
                    if (!known.get() && !entries.isEmpty()) {
                        show(entries);
                    }
                });
    }

    /// Looks for new runs and new messages; does nothing while it still looks.
    public void refresh() {
        if (refreshing) {
            return;
        }
        refreshing = true;
        var _ =
                link.runs()
                        .thenApplyAsync(library::refresh, errands.background())
                        .whenComplete((entries, fault) ->
                                errands.fxThread()
                                        .execute(() -> {
                                            refreshing = false;
                                            if (fault == null) {
                                                unreadable = "";
                                                show(entries);
                                            } else {
                                                failed(Problems.sentence(fault));
                                            }
                                        }));
    }

    /// Looks are many, and the same fault is told once.
    private void failed(String sentence) {
        if (!sentence.equals(unreadable)) {
            unreadable = sentence;
            errands.notices().fail(text("runs.unreadable"), sentence);
        }
    }

    private void show(List<RunEntry> entries) {
        List<RunEntry> newestFirst = new ArrayList<>(entries);
        newestFirst.sort(
                java.util.Comparator.comparing(
                        (RunEntry e) ->
                                e.summary().started() == null
                                        ? java.time.Instant.MAX
                                        : e.summary().started(),
                        java.util.Comparator.reverseOrder()));
        put(newestFirst, listed);
        put(newestFirst.stream().filter(e -> !e.missing()).toList(), all);
        known.set(true);
        overlay.follow(all);
    }

    /// Row by row where few have changed: one that is chosen stays chosen.
    private static void put(List<RunEntry> now, ObservableList<RunEntry> list) {
        if (now.equals(list)) {
            return;
        }
        Set<String> gone = new HashSet<>(names(list));
        List<String> names = names(now);
        long come = names.stream().filter(name -> !gone.remove(name)).count();
        if (come + gone.size() <= FEW) {
            list.removeIf(e -> gone.contains(e.summary().name()));
            for (int i = 0; i < names.size(); i++) {
                boolean here = i < list.size() && list.get(i).summary().name().equals(names.get(i));
                if (!here && list.size() < names.size()) {
                    list.add(i, now.get(i));
                }
            }
        }
        int[] changed =
                IntStream.range(0, now.size())
                        .filter(i -> i >= list.size() || !list.get(i).equals(now.get(i)))
                        .toArray();
        if (changed.length <= FEW && names(list).equals(names)) {
            for (int i : changed) {
                list.set(i, now.get(i));
            }
        } else {
            list.setAll(now);
        }
    }

    private static List<String> names(List<RunEntry> runs) {
        return runs.stream().map(e -> e.summary().name()).toList();
    }

    private void select() {
        String words = query.get().strip().toLowerCase(java.util.Locale.ROOT);
        Predicate<RunEntry> named =
                e ->
                        words.isEmpty()
                                || e.summary()
                                        .name()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .contains(words)
                                || e.title().toLowerCase(java.util.Locale.ROOT).contains(words)
                                || e.notes()
                                        .note()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .contains(words)
                                || e.notes().tags().stream()
                                        .anyMatch(t ->
                                                t.toLowerCase(java.util.Locale.ROOT)
                                                        .contains(words));
        visible.setPredicate(e -> filter.get().takes(e) && named.test(e));
    }

    /// Whether nothing is known of any run.
    public boolean isEmpty() {
        return listed.isEmpty();
    }

    /// Where a run comes from and what came from it, in words; empty where neither is known.
    public String lineage(RunEntry entry) {
        return Lineage.of(entry, all);
    }

    public RunOverlay overlay() {
        return overlay;
    }

    public RunActions actions() {
        return actions;
    }

    public void clearFilter() {
        query.set("");
        filter.set(Filter.ALL);
    }

    public long count(Filter which) {
        return listed.stream().filter(which::takes).count();
    }

    /// Every run that is known, also those whose folder is missing.
    ObservableList<RunEntry> listed() {
        return listedView;
    }

    /// Those of the list that are not filtered out, also those whose folder is missing.
    public ObservableList<RunEntry> visible() {
        return visibleView;
    }

    /// Every run that can be looked at.
    public ObservableList<RunEntry> all() {
        return allView;
    }

    public StringProperty queryProperty() {
        return query;
    }

    public ObjectProperty<Filter> filterProperty() {
        return filter;
    }

    /// Whether the workspace has been read once.
    public ReadOnlyBooleanProperty knownProperty() {
        return known.getReadOnlyProperty();
    }
}
