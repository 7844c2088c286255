package dev.sku.app;

import static dev.sku.resources.Texts.text;

import dev.sku.app.compare.CompareViewModel;
import dev.sku.app.compare.DeviceChoice;
import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunState;
import dev.sku.app.runs.RunsViewModel;
import dev.sku.app.shell.Place;
import dev.sku.app.shell.ShellViewModel;
import dev.sku.app.train.TrainViewModel;
import dev.sku.app.ui.PageMemory;
import dev.sku.protocol.DeviceNames;
import dev.sku.protocol.RunSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import org.jspecify.annotations.Nullable;

/// What the list of runs means for the rest of the window: counts and the working run in the navigation, sides to compare,
/// and where a window begins.
final class RunWatch {
    private final RunsViewModel runs;
    private final TrainViewModel train;
    private final CompareViewModel compare;
    private final ShellViewModel shell;
    private final PageMemory memories;
    private final Function<RunEntry, String> there;
    private final Set<String> seen = new HashSet<>();
    private boolean placed;

    /// @param there a run's folder where it can be compared
    RunWatch(
            RunsViewModel runs,
            TrainViewModel train,
            CompareViewModel compare,
            ShellViewModel shell,
            PageMemory memories,
            Function<RunEntry, String> there) {
        this.runs = runs;
        this.train = train;
        this.compare = compare;
        this.shell = shell;
        this.memories = memories;
        this.there = there;
    }

    void begin() {
        runs.all().addListener((ListChangeListener<RunEntry>) _ -> runsChanged());
        runs.knownProperty().subscribe(_ -> runsChanged());
        train.summaryProperty().subscribe(_ -> jobChanged());
        train.runProperty().subscribe(_ -> lookForFolder());
    }

    private void runsChanged() {
        if (runs.knownProperty().get()) {
            compare.choice().offer(Offers.of(runs.all(), there));
            lookForFolder();
        }
        shell.countProperty(Place.RUNS).set(runs.all().size());
        shell.countProperty(Place.TRAIN).set((int) runs.count(RunsViewModel.Filter.RUNNING));
        shell.waitingCountProperty().set((int) runs.count(RunsViewModel.Filter.WAITING));
        if (!runs.all().isEmpty()) {
            shell.withdraw(Place.START);
        }
        if (runs.knownProperty().get() && !placed) {
            placed = true;
            place();
        }
        jobChanged();
    }

    /// A run that was listed and is not any more was moved, thrown away or deleted.
    private void lookForFolder() {
        List<String> there = runs.all().stream().map(e -> e.summary().name()).toList();
        seen.addAll(there);
        String shown = train.runProperty().get();
        train.goneProperty().set(seen.contains(shown) && !there.contains(shown));
    }

    /// The first look at the workspace: an empty one begins at Start, another where it was left, or at its newest run. Who
    /// has gone somewhere meanwhile stays there.
    private void place() {
        boolean moved = shell.placeProperty().get() != Place.START;
        if (moved || runs.all().isEmpty()) {
            memories.keep("place", shell.placeProperty().get().name());
        }
        memories.choice("place", shell.placeProperty(), Place.class);
        if (runs.all().isEmpty()) {
            return;
        }
        if (train.runProperty().get().isEmpty()) {
            train.open(runs.all().getFirst().summary().name());
        }
        if (shell.placeProperty().get() == Place.START) {
            shell.go(Place.TRAIN);
        }
    }

    private void jobChanged() {
        train.titleProperty()
                .set(
                        runs.all().stream()
                                .filter(e -> e.summary().name().equals(train.runProperty().get()))
                                .findFirst()
                                .map(RunEntry::title)
                                .orElseGet(() -> train.summaryProperty().get().title()));
        List<RunEntry> working =
                runs.all().stream().filter(e -> e.live() && !e.summary().state().ended()).toList();
        RunEntry live = working.isEmpty() ? null : working.getFirst();
        compare.devices().training(training(live));
        shell.jobNameProperty().set(live == null ? "" : live.title());
        if (live != null) {
            String name = live.summary().name();
            shell.whenJobIsOpened(() -> show(name));
            shell.jobProgressProperty().set(live.summary().progress());
            String left = name.equals(train.runProperty().get()) ? train.left() : "";
            shell.jobPlaceProperty()
                    .set(
                            working.size() == 1 && !left.isEmpty()
                                    ? text(
                                            "shell.jobLeft",
                                            live.summary().step(),
                                            live.summary().steps(),
                                            left)
                                    : text(
                                            "shell.job",
                                            live.summary().step(),
                                            live.summary().steps(),
                                            working.size() - 1));
        }
    }

    private void show(String run) {
        if (!train.runProperty().get().equals(run)) {
            train.open(run);
        }
    }

    /// A paused run computes nothing.
    private static DeviceChoice.@Nullable Training training(@Nullable RunEntry live) {
        if (live == null || live.summary().state() != RunState.RUNNING) {
            return null;
        }
        RunSpec spec = live.summary().spec();
        return new DeviceChoice.Training(
                live.summary().name(),
                live.title(),
                spec == null ? DeviceNames.CPU : spec.device());
    }
}
