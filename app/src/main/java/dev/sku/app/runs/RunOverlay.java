package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.train.RunCurves;
import dev.sku.protocol.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/// The ticked runs, whose curves are laid over each other; where none is ticked, the one that is looked at.
public final class RunOverlay {
    public static final int MOST_TICKED = 8;

    private final Errands errands;
    private final ObservableMap<String, Integer> ticked =
            FXCollections.observableMap(new LinkedHashMap<>());
    private final ObservableMap<String, Integer> tickedView =
            FXCollections.unmodifiableObservableMap(ticked);
    private final Map<String, RunCurves.Reader> readers = new HashMap<>();
    private final ObservableList<RunCurves> curves = FXCollections.observableArrayList();
    private final ObservableList<RunCurves> curvesView =
            FXCollections.unmodifiableObservableList(curves);

    private final Map<String, String> titles = new HashMap<>();
    private @Nullable RunEntry looked;
    private List<RunEntry> known = List.of();
    private boolean watched;

    RunOverlay(Errands errands) {
        this.errands = errands;
    }

    /// Shows the curves of a run where none is ticked.
    public void look(@Nullable RunEntry entry) {
        looked = entry;
        choose();
    }

    /// Curves that nobody sees are not read on.
    public void watch(boolean now) {
        watched = now;
        choose();
        follow(known);
    }

    private boolean isShown(String run) {
        return ticked.isEmpty()
                ? looked != null && looked.summary().name().equals(run)
                : ticked.containsKey(run);
    }

    /// Takes away what is not to be shown any more, and reads the run that is looked at.
    private void choose() {
        readers.keySet().removeIf(run -> !isShown(run));
        curves.removeIf(c -> !isShown(c.run()));
        RunEntry run = looked;
        if (watched
                && ticked.isEmpty()
                && run != null
                && !run.missing()
                && !readers.containsKey(run.summary().name())) {
            readCurves(run);
        }
    }

    /// Lays a run over the others or takes it away; at most eight.
    public void tick(RunEntry entry, boolean on) {
        String name = entry.summary().name();
        if (!on) {
            ticked.remove(name);
            choose();
            return;
        }
        if (ticked.containsKey(name)) {
            return;
        }
        if (ticked.size() == MOST_TICKED) {
            errands.notices().tell(text("runs.mostTicked", MOST_TICKED), "");
            return;
        }
        int colour = 1;
        while (ticked.containsValue(colour)) {
            colour++;
        }
        ticked.put(name, colour);
        choose();
        readCurves(entry);
    }

    private void readCurves(RunEntry entry) {
        String name = entry.summary().name();
        titles.put(name, entry.title());
        RunCurves.Reader reader =
                readers.computeIfAbsent(name, _ -> new RunCurves.Reader(name, entry.folder()));
        boolean asked = ticked.containsKey(name);
        errands.run(
                () -> {
                    try {
                        return reader.read();
                    } catch (ProblemException e) {
                        if (asked) {
                            throw e;
                        }
                        return RunCurves.none(name); // nobody asked for them: its page says why
                    }
                },
                read -> {
                    if (isShown(name)) {
                        List<RunCurves> next = new ArrayList<>(curves);
                        next.removeIf(c -> c.run().equals(name));
                        next.add(read);
                        curves.setAll(next);
                    }
                });
    }

    public void clear() {
        ticked.clear();
        choose();
    }

    /// Reads on in the ticked runs that work.
    void follow(List<RunEntry> runs) {
        known = List.copyOf(runs);
        if (!watched) {
            return;
        }
        for (RunEntry entry : known) {
            String name = entry.summary().name();
            if (!isShown(name)) {
                continue;
            }
            if (entry.live()) {
                readCurves(entry);
            } else if (!entry.title().equals(titles.put(name, entry.title()))) {
                curves.setAll(List.copyOf(curves)); // it was given another name
            }
        }
    }

    /// Number of each ticked run's colour, from 1.
    public ObservableMap<String, Integer> ticked() {
        return tickedView;
    }

    /// What people call a run whose curves are shown.
    String title(String run) {
        return titles.getOrDefault(run, run);
    }

    public ObservableList<RunCurves> curves() {
        return curvesView;
    }
}
