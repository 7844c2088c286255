package dev.sku.app.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;

/// The log: what the shown run says, and what went wrong in the window. The oldest lines go when there are too many.
public final class LogViewModel {
    private static final int MOST = 5_000;

    private final ObservableList<LogEntry> entries = FXCollections.observableArrayList();
    private final FilteredList<LogEntry> visible = new FilteredList<>(entries);
    private final ObservableList<LogEntry> visibleView =
            FXCollections.unmodifiableObservableList(visible);
    private final ObjectProperty<LogEntry.Level> least =
            new SimpleObjectProperty<>(LogEntry.Level.INFO);
    private final BooleanProperty open = new SimpleBooleanProperty();
    private final BooleanProperty follow = new SimpleBooleanProperty(true);
    private final ReadOnlyIntegerWrapper warnings = new ReadOnlyIntegerWrapper();

    public LogViewModel() {
        least.subscribe(level -> visible.setPredicate(e -> e.level().compareTo(level) >= 0));
    }

    public void add(List<LogEntry> lines) {
        if (lines.isEmpty()) {
            return;
        }
        List<LogEntry> kept =
                new ArrayList<>(lines.subList(Math.max(0, lines.size() - MOST), lines.size()));
        int tooMany = entries.size() + kept.size() - MOST;
        if (tooMany > 0) {
            entries.remove(0, Math.min(tooMany, entries.size()));
        }
        entries.addAll(kept);
        warnings.set(
                warnings.get()
                        + (int)
                                lines.stream()
                                        .filter(e -> e.level() != LogEntry.Level.INFO)
                                        .count());
    }

    /// Forgets the lines, as when another run is shown.
    public void clear() {
        entries.clear();
        warnings.set(0);
    }

    /// The last line, whatever its level.
    public ObservableValue<String> lastLine() {
        return Bindings.createStringBinding(
                () -> entries.isEmpty() ? "" : entries.getLast().text(), entries);
    }

    public ObservableList<LogEntry> visible() {
        return visibleView;
    }

    public String text() {
        return text(visible);
    }

    /// The last lines, whatever their level.
    public String text(int last) {
        return text(entries.subList(Math.max(0, entries.size() - last), entries.size()));
    }

    private static String text(List<LogEntry> lines) {
        StringBuilder all = new StringBuilder();
        lines.forEach(e -> all.append(e.time()).append("  ").append(e.text()).append('\n'));
        return all.toString();
    }

    public ObjectProperty<LogEntry.Level> leastProperty() {
        return least;
    }

    public BooleanProperty openProperty() {
        return open;
    }

    public BooleanProperty followProperty() {
        return follow;
    }

    /// Warnings and errors since the log was cleared.
    public ReadOnlyIntegerProperty warningsProperty() {
        return warnings.getReadOnlyProperty();
    }
}
