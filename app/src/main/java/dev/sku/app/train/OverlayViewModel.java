package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.shell.Notices;
import dev.sku.app.ui.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Other runs that are laid over the loss of the followed one: at most four. One that is over is read once; what one that
/// goes on has added is read when the list of runs tells of it.
public final class OverlayViewModel {
    static final int MOST = 4;

    /// Hues that no part of the loss has.
    private static final List<Integer> COLOURS = List.of(6, 7, 8, 1);

    private static final String SEPARATOR = "/"; // no folder's name has one

    private final ObservableList<RunEntry> runs;
    private final ReadOnlyBooleanProperty known;
    private final ReadOnlyStringProperty followed;
    private final Notices notices;
    private final Executor background;
    private final Executor fxThread;
    private final Map<String, Laid> chosen = new LinkedHashMap<>();
    private final ObservableList<Overlaid> shown = FXCollections.observableArrayList();
    private final ObservableList<Overlaid> shownView =
            FXCollections.unmodifiableObservableList(shown);
    private final StringProperty names = new SimpleStringProperty("");

    /// A run that is laid over.
    ///
    /// @param colour number of its series colour
    /// @param curves null while they are read
    public record Overlaid(String run, String title, int colour, @Nullable RunCurves curves) {}

    /// What was read of a run, and with what it is read on.
    private static final class Laid {
        final int colour;
        final String title;
        final RunCurves.Reader reader;
        @Nullable RunCurves curves;
        boolean reading;
        boolean whole;

        Laid(int colour, String title, RunCurves.Reader reader) {
            this.colour = colour;
            this.title = title;
            this.reader = reader;
        }
    }

    /// @param runs of the workspace
    /// @param known whether that list is complete
    /// @param followed name of the run that they are laid over
    public OverlayViewModel(
            ObservableList<RunEntry> runs,
            ReadOnlyBooleanProperty known,
            ReadOnlyStringProperty followed,
            Notices notices,
            Executor background,
            Executor fxThread) {
        this.runs = runs;
        this.known = known;
        this.followed = followed;
        this.notices = notices;
        this.background = background;
        this.fxThread = fxThread;
        runs.addListener((ListChangeListener<RunEntry>) _ -> follow());
        known.subscribe(_ -> follow());
        followed.subscribe(_ -> show());
        names.subscribe(_ -> follow());
    }

    /// The other runs that have done a step, newest first.
    public List<RunEntry> offered() {
        return runs.stream()
                .filter(e -> e.summary().step() > 0)
                .filter(e -> !e.summary().name().equals(followed.get()))
                .toList();
    }

    public boolean isLaid(String run) {
        return named().contains(run);
    }

    /// Lays a run over, or takes it away.
    public void lay(String run, boolean on) {
        List<String> next = new ArrayList<>(named());
        next.remove(run);
        if (on && next.size() >= MOST) {
            notices.tell(text("overlay.most", MOST), "");
            return;
        }
        if (on) {
            next.add(run);
        }
        names.set(String.join(SEPARATOR, next));
    }

    private List<String> named() {
        return Arrays.stream(names.get().split(SEPARATOR)).filter(n -> !n.isEmpty()).toList();
    }

    /// Reads what is new, and lets go of what is no longer wanted or no longer there.
    private void follow() {
        if (!known.get()) {
            return;
        }
        List<String> wanted = named();
        List<String> there = wanted.stream().filter(run -> entry(run).isPresent()).toList();
        if (!there.equals(wanted)) {
            wanted.stream().filter(run -> !there.contains(run)).forEach(this::gone);
            names.set(String.join(SEPARATOR, there));
            return; // which leads here again
        }
        chosen.keySet().retainAll(wanted);
        wanted.forEach(run -> entry(run).ifPresent(this::read));
        show();
    }

    private void gone(String run) {
        Laid laid = chosen.get(run);
        notices.tell(text("overlay.gone", laid == null ? run : laid.title), "");
    }

    private void read(RunEntry entry) {
        Laid laid =
                chosen.computeIfAbsent(
                        entry.summary().name(),
                        name ->
                                new Laid(
                                        colour(),
                                        entry.title(),
                                        new RunCurves.Reader(name, entry.folder())));
        if (laid.reading || (laid.whole && !entry.live())) {
            return;
        }
        laid.reading = true;
        boolean last = !entry.live();
        var _ =
                CompletableFuture.supplyAsync(laid.reader::read, background)
                        .whenComplete((curves, fault) ->
                                fxThread.execute(() -> {
                                    laid.reading = false;
                                    if (fault == null) {
                                        laid.curves = curves;
                                        laid.whole = last;
                                        show();
                                    } else if (chosen.containsValue(laid)) {
                                        lay(entry.summary().name(), false);
                                        notices.fail(
                                                text("overlay.unreadable", laid.title),
                                                Problems.sentence(fault));
                                    }
                                }));
    }

    private int colour() {
        List<Integer> taken = chosen.values().stream().map(l -> l.colour).toList();
        return COLOURS.stream()
                .filter(c -> !taken.contains(c))
                .findFirst()
                .orElse(COLOURS.getLast());
    }

    private void show() {
        List<Overlaid> now = new ArrayList<>();
        chosen.forEach((run, laid) -> {
            if (!run.equals(followed.get())) {
                String title = entry(run).map(RunEntry::title).orElse(laid.title);
                now.add(new Overlaid(run, title, laid.colour, laid.curves));
            }
        });
        if (!Objects.equals(now, List.copyOf(shown))) {
            shown.setAll(now);
        }
    }

    private Optional<RunEntry> entry(String run) {
        return runs.stream().filter(e -> e.summary().name().equals(run)).findFirst();
    }

    public ObservableList<Overlaid> shown() {
        return shownView;
    }

    /// The runs that are laid over, in one line: what a page remembers.
    public StringProperty namesProperty() {
        return names;
    }
}
