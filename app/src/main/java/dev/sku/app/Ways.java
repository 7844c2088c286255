package dev.sku.app;

import static dev.sku.resources.Texts.text;

import dev.sku.app.compare.CompareView;
import dev.sku.app.compare.CompareViewModel;
import dev.sku.app.compare.ExchangeText;
import dev.sku.app.compare.Library;
import dev.sku.app.compare.Offer;
import dev.sku.app.configure.ConfigureViewModel;
import dev.sku.app.models.ModelsViewModel;
import dev.sku.app.runs.RunsView;
import dev.sku.app.settings.SettingsView;
import dev.sku.app.settings.SettingsViewModel;
import dev.sku.app.shell.LogViewModel;
import dev.sku.app.shell.Notices;
import dev.sku.app.shell.Place;
import dev.sku.app.shell.ShellViewModel;
import dev.sku.app.start.StartView;
import dev.sku.app.start.StartViewModel;
import dev.sku.app.tradeoff.TradeoffView;
import dev.sku.app.train.Playback;
import dev.sku.app.train.RecordedRun;
import dev.sku.app.train.TrainView;
import dev.sku.app.train.TrainViewModel;
import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Presets;
import dev.sku.protocol.RemoteHost;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecFile;
import dev.sku.protocol.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.jspecify.annotations.Nullable;

/// The ways from one page to another, and out of the window to clipboard and file manager.
final class Ways
        implements TrainView.Ways,
                RunsView.Ways,
                StartView.Ways,
                CompareView.Ways,
                TradeoffView.Ways,
                SettingsView.Places {
    private final Workbench.Places places;
    private final ShellViewModel shell;
    private final TrainViewModel train;
    private final ConfigureViewModel configure;
    private final CompareViewModel compare;
    private final ModelsViewModel inputs;
    private final LogViewModel log;
    private final Notices notices;
    private final Dialogs dialogs;
    private final SettingsViewModel preferences;
    private final Executor background;
    private final Executor fxThread;
    private final Playback.Clock playback;
    private final Consumer<Workbench.Places> reopen;
    private @Nullable RecordedRun recorded;

    /// @param here for files of this computer
    /// @param there for those where the runtime is
    record Dialogs(FileDialogs here, FileDialogs there) {}

    Ways(
            Workbench.Places places,
            ShellViewModel shell,
            TrainViewModel train,
            ConfigureViewModel configure,
            CompareViewModel compare,
            ModelsViewModel inputs,
            LogViewModel log,
            Notices notices,
            Dialogs dialogs,
            SettingsViewModel preferences,
            Executor background,
            Executor fxThread,
            Playback.Clock playback,
            Consumer<Workbench.Places> reopen) {
        this.places = places;
        this.shell = shell;
        this.train = train;
        this.configure = configure;
        this.compare = compare;
        this.inputs = inputs;
        this.log = log;
        this.notices = notices;
        this.dialogs = dialogs;
        this.preferences = preferences;
        this.background = background;
        this.fxThread = fxThread;
        this.playback = playback;
        this.reopen = reopen;
    }

    @Override
    public void open(String run) {
        train.open(run);
        shell.go(Place.TRAIN);
    }

    @Override
    public void compare(MeasuredPoint point) {
        double at = point.lambda();
        compared(point.run())
                .ifPresentOrElse(o -> compare(at == 0 ? o : o.at(at)), () -> open(point.run()));
    }

    @Override
    public void compare(String run) {
        compared(run).ifPresentOrElse(this::compare, () -> shell.go(Place.COMPARE));
    }

    private Optional<Offer> compared(String run) {
        return compare.choice().offers().stream()
                .filter(o -> !o.isBase() && Path.of(o.spec().at()).endsWith(run))
                .findFirst();
    }

    private void compare(Offer offer) {
        compare.choice().useWithBase(offer);
        shell.go(Place.COMPARE);
    }

    @Override
    public void configure(RunSpec spec) {
        // A fork names its parent as the workspace does; a specification names folders.
        configure.use(SpecFile.absolute(spec, places.runsThere()));
        shell.go(Place.CONFIGURE);
    }

    @Override
    public void openLog() {
        log.openProperty().set(true);
    }

    /// What there is to play; null where the installation has no recorded run.
    void recorded(@Nullable RecordedRun run) {
        recorded = run;
    }

    boolean canReplay() {
        return recorded != null;
    }

    @Override
    public void replay() {
        RecordedRun run = recorded;
        if (run != null) {
            train.replay(run, playback);
            shell.go(Place.TRAIN);
        }
    }

    @Override
    public void leavePlayback() {
        train.leavePlayback();
        if (train.runProperty().get().isEmpty() && shell.places().contains(Place.START)) {
            shell.go(Place.START);
        }
    }

    @Override
    public void useModel(StartViewModel.CachedModel model) {
        inputs.entries().stream()
                .filter(e -> e.input().path().equals(model.folder()))
                .findFirst()
                .ifPresent(e -> {
                    inputs.select(e);
                    inputs.useInConfigure();
                    shell.go(Place.CONFIGURE);
                });
    }

    @Override
    public void configureNew() {
        shell.go(Place.CONFIGURE);
    }

    @Override
    public void startSample() {
        configure.startSample();
    }

    @Override
    public void lookAtSample() {
        configure.usePreset(Presets.SAMPLE);
        shell.go(Place.CONFIGURE);
    }

    @Override
    public void configureOwn() {
        configure.usePreset(Presets.PAPER_OPT);
        shell.go(Place.CONFIGURE);
    }

    @Override
    public void chooseSide(int index) {
        dialogs.there()
                .folder(text("compare.side.folder"))
                .ifPresent(folder -> {
                    String name = String.valueOf(folder.getFileName());
                    Offer chosen = Offer.folder(name, folder.toString());
                    if (index < compare.sides().size()) {
                        compare.choice().set(index, chosen);
                    } else {
                        compare.choice().add(chosen);
                    }
                });
    }

    @Override
    public void importPrompts() {
        dialogs.here()
                .open(text("compare.import"), text("file.prompts"), "*.txt", "*.jsonl", "*.csv")
                .ifPresent(file -> {
                    var _ =
                            CompletableFuture.supplyAsync(() -> Library.questions(file), background)
                                    .whenComplete((found, fault) ->
                                            fxThread.execute(() -> imported(found, fault)));
                });
    }

    private void imported(@Nullable List<String> found, @Nullable Throwable fault) {
        if (fault != null || found == null) {
            notices.fail(
                    text("compare.notImported"), fault == null ? "" : Problems.sentence(fault));
        } else {
            Runnable keep = compare.library().add(found, compare.form().harmfulProperty().get());
            notices.tell(text("compare.imported", found.size()), "");
            var _ =
                    CompletableFuture.runAsync(keep, background)
                            .whenComplete((_, unkept) ->
                                    fxThread.execute(() -> {
                                        if (unkept != null) {
                                            notices.fail(
                                                    text("compare.notKept"),
                                                    Problems.sentence(unkept));
                                        }
                                    }));
        }
    }

    @Override
    public void exportComparison(ExchangeText.Form form) {
        dialogs.here()
                .save(
                        text("compare.export"),
                        "comparison." + form.ending(),
                        text("file.comparison"),
                        "*." + form.ending())
                .ifPresent(file -> {
                    String words = compare.exported(form);
                    var _ =
                            CompletableFuture.runAsync(
                                            () -> WholeFile.write(file, words), background)
                                    .whenComplete((_, fault) ->
                                            fxThread.execute(() -> exported(file, fault)));
                });
    }

    private void exported(Path file, @Nullable Throwable fault) {
        if (fault == null) {
            notices.tell(text("compare.exported", file), "");
        } else {
            notices.fail(text("compare.notExported"), Problems.sentence(fault));
        }
    }

    @Override
    public void openWorkspace() {
        dialogs.here().folder(text("start.openWorkspace")).ifPresent(this::openWorkspace);
    }

    @Override
    public void openWorkspace(Path folder) {
        reopen.accept(places.here(folder));
    }

    /// Lets the window show the workspace of a host; null for the last one of this computer.
    void openHost(@Nullable RemoteHost host) {
        reopen.accept(host != null ? places.on(host) : places.here(workspaceHere()));
    }

    /// The last workspace of this computer.
    Path workspaceHere() {
        String last = preferences.settings().workspace();
        return last == null ? Options.usualWorkspace() : Path.of(last);
    }

    @Override
    public void openFolder(String run) {
        openFolder(places.workspace().resolve("runs").resolve(run));
    }

    /// In the desktop's file manager; one on another host is said, and taken to the clipboard as `scp` names it.
    @Override
    public void openFolder(Path folder) {
        RemoteHost there = places.host();
        if (there != null) {
            put(there.destination() + ":" + there.run(String.valueOf(folder.getFileName())));
            notices.tell(text("folder.there", there.name()), text("folder.there.copied"));
            return;
        }
        var _ =
                CompletableFuture.runAsync(
                                () -> {
                                    try {
                                        dialogs.here().show(folder);
                                    } catch (IOException e) {
                                        throw new java.io.UncheckedIOException(e);
                                    }
                                },
                                background)
                        .whenComplete((_, fault) -> {
                            if (fault != null) {
                                fxThread.execute(() ->
                                        notices.fail(
                                                text("folder.notOpened"),
                                                folder + "\n" + Problems.sentence(fault)));
                            }
                        });
    }

    @Override
    public void copy(String words) {
        put(words);
        notices.tell(text("copied"), "");
    }

    private static void put(String words) {
        ClipboardContent content = new ClipboardContent();
        content.putString(words);
        Clipboard.getSystemClipboard().setContent(content);
    }

    @Override
    public String workspace() {
        return places.workspace().toString();
    }

    @Override
    public String settingsFile() {
        return places.settings().path().toString();
    }

    /// Versions and places, for those who are asked for help.
    String diagnostics() {
        return String.join(
                "\n",
                text("app.name"),
                "java " + System.getProperty("java.runtime.version"),
                "javafx " + System.getProperty("javafx.runtime.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                places.toString(),
                preferences.settings().toString());
    }

    @Override
    public void copyDiagnostics() {
        copy(diagnostics());
    }
}
