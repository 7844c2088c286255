package dev.sku.app;

import static dev.sku.resources.Texts.text;

import dev.sku.app.configure.ConfigureViewModel;
import dev.sku.app.journal.RunEntry;
import dev.sku.app.runs.RunsViewModel;
import dev.sku.app.settings.SettingsViewModel;
import dev.sku.app.shell.Action;
import dev.sku.app.shell.LogViewModel;
import dev.sku.app.shell.Place;
import dev.sku.app.shell.ShellViewModel;
import dev.sku.app.tradeoff.FigureExport;
import dev.sku.app.train.OverlayViewModel;
import dev.sku.app.train.TrainViewModel;
import dev.sku.app.ui.RunStateLook;
import dev.sku.protocol.Presets;
import dev.sku.protocol.RunSpec;
import dev.sku.resources.Icon;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Everything that can be done from anywhere, with its shortcut: the palette and the keyboard know the same list.
record Actions(
        ShellViewModel shell,
        LogViewModel log,
        TrainViewModel train,
        OverlayViewModel overlay,
        ConfigureViewModel configure,
        RunsViewModel runs,
        FigureExport figures,
        Ways ways,
        SettingsViewModel preferences,
        Extras extras) {
    /// What only a view or the window itself can do.
    record Extras(
            Runnable searchRuns, Runnable switchTables, Runnable steer, Runnable switchTheme) {}

    void offer() {
        addWhen(
                "palette",
                Icon.SEARCH,
                "Shortcut+K",
                () -> !shell.paletteOpenProperty().get(),
                shell::openPalette);
        add("log", Icon.LOG, "Shortcut+J", () -> log.openProperty().set(!log.openProperty().get()));
        add(
                "filter",
                Icon.SEARCH,
                "Shortcut+F",
                () -> {
                    shell.go(Place.RUNS);
                    extras.searchRuns().run();
                });
        add("newDraft", Icon.ADD, "Shortcut+N", ways::newDraft);
        addWhen("start", Icon.PLAY, "Shortcut+Enter", this::startable, this::start);
        addWhen("startSample", Icon.PLAY, "", () -> true, ways::startSample);
        addWhen("replay", Icon.FILMSTRIP, "", ways::canReplay, ways::replay);
        addWhen("undo", Icon.UNDO, "Shortcut+Z", this::undoable, configure::undo);
        addWhen("redo", Icon.REDO, "Shortcut+Shift+Z", this::redoable, configure::redo);
        addWhen(
                "copyCommand",
                Icon.COPY,
                "Shortcut+Shift+C",
                () -> on(Place.CONFIGURE) || on(Place.TRADE_OFF),
                () -> ways.copy(on(Place.CONFIGURE) ? configure.command() : figures.command()));
        addWhen(
                "pause",
                Icon.PAUSE,
                "Shortcut+P",
                () -> train.orders().canPause().get() || train.orders().canResume().get(),
                train.orders()::togglePause);
        addWhen(
                "evaluateNow",
                Icon.EVALUATE,
                "Shortcut+E",
                () -> train.orders().canPause().get(),
                train.orders()::evaluateNow);
        addWhen(
                "tables",
                Icon.RUNS,
                "Shortcut+Shift+T",
                () -> on(Place.TRAIN),
                extras.switchTables());
        addWhen(
                "checkpointNow",
                Icon.SAVE,
                "",
                () -> train.orders().canPause().get(),
                train.orders()::checkpointNow);
        addWhen(
                "shortcuts",
                Icon.INFO,
                "",
                () -> true,
                () -> shell.shortcutsOpenProperty().set(true));
        addWhen(
                "stopKeep",
                Icon.STOP,
                "",
                () -> train.orders().canStop().get(),
                () -> train.orders().stop(true));
        addWhen(
                "stopDiscard",
                Icon.STOP,
                "",
                () -> train.orders().canDiscard().get(),
                () -> train.orders().stop(false));
        aboutTheRun();
        addWhen(
                "addToQueue",
                Icon.QUEUE,
                "",
                () -> on(Place.CONFIGURE) && configure.canStart().get(),
                configure::addToQueue);
        add("theme", Icon.DARK, "", extras.switchTheme());
        add("openWorkspace", Icon.FOLDER, "Shortcut+O", ways::openWorkspace);
        int number = 1;
        for (Place place : Place.values()) {
            String keys = place == Place.START ? "" : "Shortcut+" + number++;
            shell.add(
                    new Action(
                            "go-" + place,
                            text("action.go", place.words()),
                            place.icon(),
                            keys,
                            () -> shell.places().contains(place),
                            () -> shell.go(place)));
        }
        shell.findAlso(this::found);
    }

    /// What the menus of the page of a run offer.
    private void aboutTheRun() {
        BooleanSupplier open =
                () ->
                        on(Place.TRAIN)
                                && train.spec() != null
                                && train.playbackProperty().get() == null;
        addWhen(
                "startAgain",
                Icon.PLAY,
                "",
                () -> train.orders().canStartAgain().get(),
                train.orders()::startAgain);
        addWhen("steer", Icon.CONFIGURE, "", open, extras.steer());
        addWhen("duplicate", Icon.COPY, "", open, () -> duplicate(train.spec()));
        addWhen(
                "compareRun",
                Icon.COMPARE,
                "",
                () -> open.getAsBoolean() && train.summaryProperty().get().state().hasResult(),
                () -> ways.compare(train.runProperty().get()));
        addWhen(
                "runFolder",
                Icon.FOLDER,
                "",
                open,
                () -> ways.openFolder(train.runProperty().get()));
        addWhen("copyReport", Icon.COPY, "", open, () -> ways.copy(train.report()));
    }

    private void duplicate(@Nullable RunSpec spec) {
        if (spec != null) {
            ways.configure(spec);
        }
    }

    /// Runs, workspaces and presets, as the palette finds them.
    private List<Action> found() {
        List<Action> found = new ArrayList<>();
        for (var entry : runs.all()) {
            String name = entry.summary().name();
            found.add(
                    Action.of(
                            "run-" + name,
                            text(
                                    "action.run",
                                    entry.title(),
                                    RunStateLook.words(entry.summary().state())),
                            Icon.RUNS,
                            "",
                            () -> ways.open(name)));
        }
        if (on(Place.TRAIN)) {
            overlay.offered().forEach(run -> found.add(laying(run)));
        }
        for (String folder : preferences.recentWorkspaces()) {
            found.add(
                    Action.of(
                            "workspace-" + folder,
                            text("action.workspace", folder),
                            Icon.FOLDER,
                            "",
                            () -> ways.openWorkspace(java.nio.file.Path.of(folder))));
        }
        for (Presets preset : Presets.values()) {
            found.add(
                    Action.of(
                            "preset-" + preset.key(),
                            text("action.preset", preset.key()),
                            Icon.CONFIGURE,
                            "",
                            () -> {
                                configure.usePreset(preset);
                                shell.go(Place.CONFIGURE);
                            }));
        }
        return found;
    }

    private boolean startable() {
        return on(Place.START) || (on(Place.CONFIGURE) && configure.canStart().get());
    }

    /// Starts what the page offers to start.
    private void start() {
        if (on(Place.START)) {
            ways.startSample();
        } else {
            configure.start();
        }
    }

    private boolean on(Place place) {
        return shell.placeProperty().get() == place;
    }

    private boolean undoable() {
        return on(Place.CONFIGURE) && configure.canUndoProperty().get();
    }

    private boolean redoable() {
        return on(Place.CONFIGURE) && configure.canRedoProperty().get();
    }

    private Action laying(RunEntry run) {
        String name = run.summary().name();
        boolean laid = overlay.isLaid(name);
        return Action.of(
                "overlay-" + name,
                text(laid ? "action.layAway" : "action.layOver", run.title()),
                Icon.OVERLAY,
                "",
                () -> overlay.lay(name, !laid));
    }

    private void add(String key, Icon icon, String keys, Runnable run) {
        addWhen(key, icon, keys, () -> true, run);
    }

    private void addWhen(
            String key, Icon icon, String keys, BooleanSupplier possible, Runnable run) {
        shell.add(new Action(key, text("action." + key), icon, keys, possible, run));
    }
}
