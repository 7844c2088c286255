package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.train.RunCurves;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;

/// The ticked runs, whose curves are laid over each other.
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

    RunOverlay(Errands errands) {
        this.errands = errands;
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
            errands.notices().tell(text("runs.mostTicked", MOST_TICKED), "");
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
        errands.run(
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

    public void clear() {
        ticked.clear();
        readers.clear();
        curves.clear();
    }

    /// Reads on in the ticked runs that work.
    void follow(List<RunEntry> runs) {
        for (RunEntry entry : runs) {
            if (entry.live() && ticked.containsKey(entry.summary().name())) {
                readCurves(entry);
            }
        }
    }

    /// Number of each ticked run's colour, from 1.
    public ObservableMap<String, Integer> ticked() {
        return tickedView;
    }

    public ObservableList<RunCurves> curves() {
        return curvesView;
    }
}
