package dev.sku.app.shell;

import dev.sku.app.ui.Shortcut;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The frame's state: which page is open, what can be done from anywhere, and what is found in the palette.
public final class ShellViewModel {
    private static final int MOST_FOUND = 12;

    private final ObjectProperty<Place> place = new SimpleObjectProperty<>(Place.START);
    private final ObservableList<Place> places = FXCollections.observableArrayList();
    private final ObservableList<Place> placesView =
            FXCollections.unmodifiableObservableList(places);
    private final BooleanProperty paletteOpen = new SimpleBooleanProperty();
    private final StringProperty query = new SimpleStringProperty("");
    private final ObservableList<Action> found = FXCollections.observableArrayList();
    private final ObservableList<Action> foundView =
            FXCollections.unmodifiableObservableList(found);
    private final List<Action> actions = new ArrayList<>();
    private final StringProperty workspace = new SimpleStringProperty("");
    private final StringProperty computer = new SimpleStringProperty("");
    private final StringProperty jobName = new SimpleStringProperty("");
    private final StringProperty jobPlace = new SimpleStringProperty("");
    private final DoubleProperty jobProgress = new SimpleDoubleProperty();
    private final BooleanProperty shortcutsOpen = new SimpleBooleanProperty();
    private final Map<Place, IntegerProperty> counts = new EnumMap<>(Place.class);
    private final IntegerProperty waitingCount = new SimpleIntegerProperty();
    private final BooleanProperty linked = new SimpleBooleanProperty();
    private final StringProperty linkTrouble = new SimpleStringProperty("");
    private final ObjectProperty<@Nullable DeviceNow> device = new SimpleObjectProperty<>();
    private Supplier<List<Action>> more = List::of;
    private Runnable jobOpens = () -> {};

    /// The device that runs compute on, when it was last looked at.
    ///
    /// @param name what people call it
    public record DeviceNow(String name, long usedBytes, long totalBytes) {}

    public ShellViewModel() {
        query.subscribe(_ -> search());
    }

    /// The pages in the navigation, in their order; only pages that exist are offered.
    public void offer(Place... pages) {
        places.setAll(Arrays.stream(pages).sorted().toList());
    }

    public void withdraw(Place page) {
        places.remove(page);
    }

    public void go(Place page) {
        place.set(page);
        paletteOpen.set(false);
    }

    /// The page at a number of the keyboard, counted from 1.
    public void go(int number) {
        List<Place> numbered = places.stream().filter(p -> p != Place.START).toList();
        if (number >= 1 && number <= numbered.size()) {
            go(numbered.get(number - 1));
        }
    }

    /// What a click on the working run does before its page is shown.
    public void whenJobIsOpened(Runnable opens) {
        jobOpens = opens;
    }

    public void openJob() {
        jobOpens.run();
        go(Place.TRAIN);
    }

    /// Null until the devices are known.
    public ObjectProperty<@Nullable DeviceNow> deviceProperty() {
        return device;
    }

    public void add(Action action) {
        actions.add(action);
    }

    /// What else the palette finds, asked for each time it opens: runs, presets.
    public void findAlso(Supplier<List<Action>> others) {
        more = others;
    }

    public void openPalette() {
        paletteOpen.set(true);
        query.set("");
        search();
    }

    /// Every action with keys, for lists of them.
    public List<Shortcut> shortcuts() {
        return actions.stream()
                .filter(a -> !a.keys().isEmpty())
                .map(a -> new Shortcut(a.words(), a.keysInWords()))
                .toList();
    }

    public BooleanProperty shortcutsOpenProperty() {
        return shortcutsOpen;
    }

    /// How many things wait behind a page of the navigation; 0 shows nothing.
    public IntegerProperty countProperty(Place page) {
        return counts.computeIfAbsent(page, _ -> new SimpleIntegerProperty());
    }

    public void choose(Action action) {
        paletteOpen.set(false);
        action.run().run();
    }

    private void search() {
        List<Action> all = new ArrayList<>(actions);
        all.addAll(more.get());
        found.setAll(
                all.stream()
                        .filter(a -> a.possible().getAsBoolean())
                        .map(a -> new Match(a, FuzzyMatch.score(query.get(), a.words())))
                        .filter(m -> m.score > 0)
                        .sorted(Comparator.comparingInt(Match::score).reversed())
                        .limit(MOST_FOUND)
                        .map(Match::action)
                        .toList());
    }

    private record Match(Action action, int score) {}

    public List<Action> actions() {
        return List.copyOf(actions);
    }

    public ObjectProperty<Place> placeProperty() {
        return place;
    }

    public ObservableList<Place> places() {
        return placesView;
    }

    public BooleanProperty paletteOpenProperty() {
        return paletteOpen;
    }

    public StringProperty queryProperty() {
        return query;
    }

    public ObservableList<Action> found() {
        return foundView;
    }

    public StringProperty workspaceProperty() {
        return workspace;
    }

    /// The computer that the workspace is on, in words.
    public StringProperty computerProperty() {
        return computer;
    }

    /// Name of the run that is working now, empty for none.
    public StringProperty jobNameProperty() {
        return jobName;
    }

    public StringProperty jobPlaceProperty() {
        return jobPlace;
    }

    public DoubleProperty jobProgressProperty() {
        return jobProgress;
    }

    /// Runs in the queue.
    public IntegerProperty waitingCountProperty() {
        return waitingCount;
    }

    /// Whether there is a link to the workspace's agent.
    public BooleanProperty linkedProperty() {
        return linked;
    }

    /// Why there is none; empty where that is not known.
    public StringProperty linkTroubleProperty() {
        return linkTrouble;
    }
}
