package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunNotes;
import dev.sku.app.journal.RunState;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.shell.Notices;
import dev.sku.app.store.RunArchive;
import dev.sku.app.store.RunLibrary;
import dev.sku.app.train.RunCurves;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.ForkPoint;
import dev.sku.protocol.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
import javafx.collections.ObservableMap;
import javafx.collections.transformation.FilteredList;

/// The workspace's runs: which are shown, which are laid over each other, and what can be done with one.
public final class RunsViewModel {
    public static final int MOST_TICKED = 8;

    /// Everything that looks at the list looks again for each row that is put in place of another.
    private static final int FEW = 8;

    private final Path workspace;
    private final RuntimeLink link;
    private final RunLibrary library;
    private final Notices notices;
    private final Executor background;
    private final Executor fxThread;

    private final ObservableList<RunEntry> all = FXCollections.observableArrayList();
    private final ObservableList<RunEntry> allView = FXCollections.unmodifiableObservableList(all);
    private final FilteredList<RunEntry> visible = new FilteredList<>(all);
    private final ObservableList<RunEntry> visibleView =
            FXCollections.unmodifiableObservableList(visible);
    private final StringProperty query = new SimpleStringProperty("");
    private final ObjectProperty<Filter> filter = new SimpleObjectProperty<>(Filter.ALL);
    private final ObservableMap<String, Integer> ticked =
            FXCollections.observableMap(new LinkedHashMap<>());
    private final ObservableMap<String, Integer> tickedView =
            FXCollections.unmodifiableObservableMap(ticked);
    private final Map<String, RunCurves.Reader> readers = new HashMap<>();
    private final ObservableList<RunCurves> curves = FXCollections.observableArrayList();
    private final ObservableList<RunCurves> curvesView =
            FXCollections.unmodifiableObservableList(curves);
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

        boolean takes(RunState state) {
            return switch (this) {
                case ALL -> true;
                case RUNNING -> state == RunState.RUNNING || state == RunState.PAUSED;
                case WAITING -> state == RunState.WAITING;
                case DONE -> state == RunState.DONE || state == RunState.STOPPED;
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
        this.workspace = workspace;
        this.link = link;
        this.library = library;
        this.notices = notices;
        this.background = background;
        this.fxThread = fxThread;
        query.subscribe(_ -> select());
        filter.subscribe(_ -> select());
    }

    /// Lists what lies here as it was last known, until the agent has told how it is.
    public void begin() {
        work(
                () -> library.lastKnown(workspace.resolve("runs")),
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
                        .thenApplyAsync(library::refresh, background)
                        .whenComplete((entries, fault) ->
                                fxThread.execute(() -> {
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
            notices.fail(text("runs.unreadable"), sentence);
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
        if (!newestFirst.equals(all)) {
            int[] changed =
                    IntStream.range(0, Math.min(all.size(), newestFirst.size()))
                            .filter(i -> !all.get(i).equals(newestFirst.get(i)))
                            .toArray();
            boolean sameRuns =
                    newestFirst.stream()
                            .map(e -> e.summary().name())
                            .toList()
                            .equals(all.stream().map(e -> e.summary().name()).toList());
            if (sameRuns && changed.length <= FEW) {
                for (int i : changed) {
                    all.set(i, newestFirst.get(i)); // a row that is chosen stays chosen
                }
            } else {
                all.setAll(newestFirst);
            }
        }
        known.set(true);
        for (RunEntry entry : all) {
            if (entry.live() && ticked.containsKey(entry.summary().name())) {
                readCurves(entry);
            }
        }
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
                                || e.notes().tags().stream().anyMatch(t -> t.contains(words));
        visible.setPredicate(e -> filter.get().takes(e.summary().state()) && named.test(e));
    }

    public void clearFilter() {
        query.set("");
        filter.set(Filter.ALL);
    }

    public long count(Filter which) {
        return all.stream().filter(e -> which.takes(e.summary().state())).count();
    }

    /// Lays a run over the others or takes it away; at most eight.
    public void tick(RunEntry entry, boolean on) {
        String name = entry.summary().name();
        if (!on) {
            ticked.remove(name);
            readers.remove(name);
            curves.removeIf(c -> c.run().equals(name));
            return;
        }
        if (ticked.containsKey(name)) {
            return;
        }
        if (ticked.size() == MOST_TICKED) {
            notices.tell(text("runs.mostTicked", MOST_TICKED), "");
            return;
        }
        int colour = 1;
        while (ticked.containsValue(colour)) {
            colour++;
        }
        ticked.put(name, colour);
        readCurves(entry);
    }

    private void readCurves(RunEntry entry) {
        String name = entry.summary().name();
        work(
                readers.computeIfAbsent(name, _ -> new RunCurves.Reader(name, entry.folder()))
                        ::read,
                read -> {
                    if (ticked.containsKey(name)) {
                        List<RunCurves> next = new ArrayList<>(curves);
                        next.removeIf(c -> c.run().equals(name));
                        next.add(read);
                        curves.setAll(next);
                    }
                });
    }

    public void untickAll() {
        ticked.clear();
        readers.clear();
        curves.clear();
    }

    public void setNotes(RunEntry entry, RunNotes notes) {
        work(
                () -> {
                    library.setNotes(entry.summary().name(), notes);
                    return notes;
                },
                _ -> refresh());
    }

    /// Where a run comes from and what came from it, in words; empty where neither is known.
    public String lineage(RunEntry entry) {
        ForkPoint from = entry.summary().spec() == null ? null : entry.summary().spec().from();
        List<String> words = new ArrayList<>();
        if (from != null) {
            String parent = folderName(from);
            String title =
                    all.stream()
                            .filter(e -> e.summary().name().equals(parent))
                            .findFirst()
                            .map(RunEntry::title)
                            .orElse(parent);
            words.add(text("runs.lineage.from", Numbers.whole(from.step()), title));
        }
        List<String> forks =
                all.stream()
                        .filter(e -> isFork(e, entry.summary().name()))
                        .map(RunEntry::title)
                        .toList();
        if (!forks.isEmpty()) {
            words.add(text("runs.lineage.forks", forks.size(), String.join(", ", forks)));
        }
        return String.join("; ", words);
    }

    private static boolean isFork(RunEntry entry, String parent) {
        ForkPoint from = entry.summary().spec() == null ? null : entry.summary().spec().from();
        return from != null && folderName(from).equals(parent);
    }

    private static String folderName(ForkPoint from) {
        return String.valueOf(Path.of(from.run()).getFileName());
    }

    /// Writes a run as one ZIP file.
    public void export(RunEntry entry, Path zip) {
        work(
                () -> {
                    RunArchive.pack(new RunFolder(entry.folder()), zip);
                    return zip;
                },
                done -> notices.tell(text("runs.exported", done), ""));
    }

    /// Takes a run's folder or archive from elsewhere into the workspace.
    public void importRun(Path source) {
        work(
                () -> RunArchive.takeIn(source, workspace),
                name -> {
                    notices.tell(text("runs.imported", name), "");
                    refresh();
                });
    }

    /// Moves a run that is not working into the bin, and offers to take it out again.
    public void discard(RunEntry entry) {
        if (entry.live()) {
            notices.fail(text("runs.liveNotDiscarded"), "");
            return;
        }
        tick(entry, false);
        String name = entry.summary().name();
        report(
                link.discard(name),
                binned -> {
                    refresh();
                    notices.offer(
                            text("runs.discarded", entry.title()),
                            "",
                            text("undo"),
                            () -> report(link.restore(binned, name), _ -> refresh()));
                });
    }

    private <T> void work(
            java.util.function.Supplier<T> task, java.util.function.Consumer<T> done) {
        report(CompletableFuture.supplyAsync(task, background), done);
    }

    private <T> void report(CompletableFuture<T> task, java.util.function.Consumer<T> done) {
        var _ =
                task.whenComplete((result, fault) ->
                        fxThread.execute(() -> {
                            if (fault == null) {
                                done.accept(result);
                            } else {
                                notices.fail(text("runs.failed"), Problems.sentence(fault));
                            }
                        }));
    }

    public ObservableList<RunEntry> visible() {
        return visibleView;
    }

    public ObservableList<RunEntry> all() {
        return allView;
    }

    /// Number of each ticked run's colour, from 1.
    public ObservableMap<String, Integer> ticked() {
        return tickedView;
    }

    public ObservableList<RunCurves> curves() {
        return curvesView;
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
