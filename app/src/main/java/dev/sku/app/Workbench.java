package dev.sku.app;

import static dev.sku.resources.Texts.text;

import dev.sku.app.compare.CompareView;
import dev.sku.app.compare.CompareViewModel;
import dev.sku.app.compare.DeviceChoice;
import dev.sku.app.compare.Library;
import dev.sku.app.compare.Records;
import dev.sku.app.compare.TemplateChoice;
import dev.sku.app.configure.ConfigureView;
import dev.sku.app.configure.ConfigureViewModel;
import dev.sku.app.configure.MemoryViewModel;
import dev.sku.app.hosts.HostsView;
import dev.sku.app.hosts.HostsViewModel;
import dev.sku.app.hosts.RunMoves;
import dev.sku.app.journal.Exchange;
import dev.sku.app.journal.RunEntry;
import dev.sku.app.link.AgentLink;
import dev.sku.app.link.HostPrograms;
import dev.sku.app.link.HubPrograms;
import dev.sku.app.link.MirroredLink;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.link.SessionLink;
import dev.sku.app.link.SessionProcess;
import dev.sku.app.link.SkuHosts;
import dev.sku.app.link.SkuHub;
import dev.sku.app.models.HubViewModel;
import dev.sku.app.models.InputChoice;
import dev.sku.app.models.InputEntry;
import dev.sku.app.models.ModelDetailsViewModel;
import dev.sku.app.models.ModelsView;
import dev.sku.app.models.ModelsViewModel;
import dev.sku.app.runs.PastRunsCard;
import dev.sku.app.runs.PullViewModel;
import dev.sku.app.runs.QueueViewModel;
import dev.sku.app.runs.RunsView;
import dev.sku.app.runs.RunsViewModel;
import dev.sku.app.runs.SlurmCard;
import dev.sku.app.runs.SlurmChoice;
import dev.sku.app.settings.BinModel;
import dev.sku.app.settings.Settings;
import dev.sku.app.settings.SettingsCheck;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.settings.SettingsView;
import dev.sku.app.settings.SettingsViewModel;
import dev.sku.app.shell.Crashes;
import dev.sku.app.shell.LogViewModel;
import dev.sku.app.shell.Notices;
import dev.sku.app.shell.Place;
import dev.sku.app.shell.ShellView;
import dev.sku.app.shell.ShellViewModel;
import dev.sku.app.start.FirstLook;
import dev.sku.app.start.StartView;
import dev.sku.app.start.StartViewModel;
import dev.sku.app.store.Bin;
import dev.sku.app.store.RunLibrary;
import dev.sku.app.store.RunStore;
import dev.sku.app.tradeoff.FigureExport;
import dev.sku.app.tradeoff.TradeoffView;
import dev.sku.app.tradeoff.TradeoffViewModel;
import dev.sku.app.train.OverlayViewModel;
import dev.sku.app.train.RecordedRun;
import dev.sku.app.train.RecordedRunCard;
import dev.sku.app.train.TrainView;
import dev.sku.app.train.TrainViewModel;
import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.FxQueue;
import dev.sku.app.ui.Pace;
import dev.sku.app.ui.PageMemory;
import dev.sku.app.ui.Problems;
import dev.sku.app.ui.SystemDialogs;
import dev.sku.app.ui.TypedPaths;
import dev.sku.protocol.Fault;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.HostsFile;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.RemoteHost;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecCheck;
import dev.sku.resources.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.stage.Stage;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Puts the window of one workspace together: links, store, view models, pages. Every part gets what it needs here, by its
/// constructor.
public final class Workbench {
    private static final long REFRESH_MILLIS = 1_000;

    /// docs/performance.md says what it costs beside 100,000 steps.
    private static final Duration CURVES_SHOWN = Duration.ofMillis(200);

    /// With a picture of the curves: numbers that change faster cannot be read.
    private static final Duration NUMBERS_SHOWN = Duration.ofMillis(500);

    private final Stage stage;
    private final Settings settings;
    private final FxQueue fx = new FxQueue(Platform::runLater);
    private final ExecutorService background =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("files").factory());
    private final ScheduledExecutorService clock =
            new ScheduledThreadPoolExecutor(
                    1,
                    Thread.ofPlatform().daemon().name("clock").factory(),
                    new ThreadPoolExecutor
                            .DiscardPolicy()); // what comes after the end shows nothing
    private final RuntimeLink link;
    private final RunStore store;
    private final ShellViewModel shell = new ShellViewModel();
    private final LogViewModel log = new LogViewModel();
    private final Notices notices = new Notices();
    private final SettingsViewModel preferences;
    private final TrainViewModel train;
    private final RunsViewModel runs;
    private final QueueViewModel queue;
    private final ConfigureViewModel configure;
    private final MemoryViewModel memory;
    private final ModelsViewModel inputs;
    private final StartViewModel start;
    private final CompareViewModel compare;
    private final CompareView compareView;
    private final OverlayViewModel overlay;
    private final TradeoffViewModel tradeoff;
    private final FigureExport figures;
    private final TrainView trainView;
    private final ShellView view;
    private final Ways ways;
    private final Crashes crashes;
    private final HostsViewModel hosts;
    private final HubViewModel hub;
    private final Subscription dress;
    private final PullViewModel pull;
    private boolean onHosts;

    /// Where a workspace and the installation lie.
    ///
    /// @param workspace here; of another computer's, the place where its journals are kept
    /// @param sampleData folder of the shipped sample
    /// @param launcher the command `sku`
    /// @param host that the workspace is on; null for this computer
    public record Places(
            Path workspace,
            Path sampleData,
            Path launcher,
            SettingsFile settings,
            @Nullable RemoteHost host) {
        public Places(Path workspace, Path sampleData, Path launcher, SettingsFile settings) {
            this(workspace, sampleData, launcher, settings, null);
        }

        /// The way to the workspace's agent, which is started where none lives.
        public RuntimeLink agent() {
            return host == null
                    ? new AgentLink(
                            workspace, List.of(launcher.toString(), "attach", workspace.toString()))
                    : new MirroredLink(new AgentLink(workspace, host.attach()), workspace);
        }

        Outside outside() {
            return new Outside(
                    sessions(),
                    new SkuHosts(
                            launcher, new HostsFile(settings.path().resolveSibling("hosts.json"))),
                    new SkuHub(this::sku),
                    other -> new AgentLink(on(other).workspace(), other.attach()),
                    SystemDialogs::new);
        }

        /// Starts the process that compares, where the models are.
        private SessionLink.Starter sessions() {
            RemoteHost there = host;
            return there == null
                    ? SessionProcess.by(launcher, workspace)
                    : listener ->
                            SessionProcess.start(
                                    there.sku(
                                            "session",
                                            "--workspace",
                                            RemoteHost.path(there.workspace())),
                                    listener);
        }

        /// The words that run `sku` where the workspace is.
        List<String> sku(String... arguments) {
            return host == null
                    ? Stream.concat(Stream.of(launcher.toString()), Arrays.stream(arguments))
                            .toList()
                    : host.sku(arguments);
        }

        /// Another workspace of this computer.
        Places here(Path folder) {
            return new Places(folder.toAbsolutePath().normalize(), sampleData, launcher, settings);
        }

        Places on(RemoteHost other) {
            Path mirror = settings.path().resolveSibling("hosts").resolve(other.name());
            return new Places(mirror, sampleData, launcher, settings, other);
        }

        /// A run's folder where the runtime is.
        String there(RunEntry run) {
            return host == null ? run.folder().toString() : host.run(run.summary().name());
        }

        /// The folder of its runs where the runtime is.
        Path runsThere() {
            return host == null
                    ? workspace.resolve("runs")
                    : Path.of(RemoteHost.path(host.workspace()), "runs");
        }

        /// What a specification names that is not there where the runtime is.
        CompletableFuture<List<Fault>> missing(
                RunSpec spec, RuntimeLink link, Executor background) {
            return host == null
                    ? CompletableFuture.supplyAsync(() -> SpecCheck.files(spec), background)
                    : link.find(new Inquiry.Missing(spec)).thenApply(Finding.Missing::faults);
        }

        CompletableFuture<StartViewModel.Found> firstLook(RuntimeLink link, Executor background) {
            return host == null
                    ? FirstLook.here(workspace, sampleData, background)
                    : FirstLook.at(link, host.name(), host.workspace(), sampleThere());
        }

        /// The shipped sample where the runtime is: an installed one brings its own.
        Path sampleThere() {
            return host == null ? sampleData : Path.of(host.sample());
        }
    }

    /// What the window has outside itself besides the agent: programs that it starts, and the system's dialogs.
    ///
    /// @param sessions starts the process that compares
    /// @param links to the agents of other hosts
    /// @param dialogs that belong to a stage
    record Outside(
            SessionLink.Starter sessions,
            HostPrograms hosts,
            HubPrograms hub,
            Function<RemoteHost, RuntimeLink> links,
            Function<Stage, FileDialogs> dialogs) {}

    /// @param link closed with the window
    /// @param reopen opens the window on another workspace
    public Workbench(
            Places places,
            RuntimeLink link,
            Settings settings,
            Stage stage,
            Consumer<Places> reopen) {
        this(places, link, places.outside(), settings, stage, reopen);
    }

    Workbench(
            Places places,
            RuntimeLink link,
            Outside outside,
            Settings settings,
            Stage stage,
            Consumer<Places> reopen) {
        this.stage = stage;
        this.settings = settings;
        this.link = link;
        store = new RunStore(places.workspace().resolve("workbench.db"));
        preferences =
                new SettingsViewModel(
                        settings,
                        places.settings(),
                        new SettingsCheck(link),
                        notices,
                        background,
                        fx);
        FxQueue curves = new FxQueue(new Pace(Platform::runLater, clock, CURVES_SHOWN));
        train =
                new TrainViewModel(
                        link,
                        log,
                        notices,
                        curves,
                        new FxQueue(new Pace(curves, clock, NUMBERS_SHOWN)));
        train.hideHarmfulProperty().bindBidirectional(preferences.hideHarmfulProperty());
        RunLibrary library = new RunLibrary(store, places.workspace());
        runs = new RunsViewModel(places.workspace(), link, library, notices, background, fx);
        configure =
                new ConfigureViewModel(
                        link,
                        new ConfigureViewModel.There(
                                places.sampleThere(),
                                spec -> places.missing(spec, link, background)),
                        preferences.usualProperty(),
                        notices,
                        background,
                        fx,
                        this::started);
        memory = new MemoryViewModel(link, configure.draftProperty(), fx);
        inputs =
                new ModelsViewModel(
                        link,
                        store,
                        new InputChoice(configure.draftProperty(), configure::edit),
                        memory::needs,
                        notices,
                        background,
                        fx);
        hub = new HubViewModel(outside.hub(), inputs::arrived, fx);
        start = new StartViewModel(places.firstLook(link, background), fx);
        Records records =
                new Records(store::exchanges, e -> keep(store, e), java.time.Clock.systemUTC());
        compare =
                new CompareViewModel(
                        outside.sessions(),
                        new DeviceChoice(link, fx),
                        new TemplateChoice(link, fx),
                        records,
                        new Library(places.sampleData(), places.workspace().resolve("prompts")),
                        notices,
                        java.util.random.RandomGenerator.getDefault(),
                        background,
                        fx);
        compare.hideHarmfulProperty().bindBidirectional(preferences.hideHarmfulProperty());
        tradeoff =
                new TradeoffViewModel(
                        link, preferences.measuringJudge().judgeProperty(), notices, fx);
        figures =
                new FigureExport(
                        tradeoff, places.workspace().resolve("figures"), notices, background, fx);
        FileDialogs dialogs = outside.dialogs().apply(stage);
        RemoteHost at = places.host();
        FileDialogs inputDialogs = at == null ? dialogs : new TypedPaths(stage, at.name(), dialogs);
        ways =
                new Ways(
                        places,
                        shell,
                        train,
                        configure,
                        compare,
                        inputs,
                        log,
                        notices,
                        new Ways.Dialogs(dialogs, inputDialogs),
                        preferences,
                        background,
                        fx,
                        this::later,
                        next -> {
                            close();
                            reopen.accept(next);
                        });
        Appearance appearance = new Appearance(preferences);
        Tokens tokens = new Tokens(appearance.theme());
        PageMemory memories = preferences.pages();
        crashes = new Crashes(log, ways::diagnostics);
        queue = new QueueViewModel(link, notices, fx);
        shell.linkedProperty().bind(queue.linkedProperty());
        shell.linkTroubleProperty().bind(queue.troubleProperty());
        pull =
                new PullViewModel(
                        outside.hosts(),
                        places.host(),
                        ways.workspaceHere().resolve("runs"),
                        notices,
                        fx);
        RunsView runsView = new RunsView(runs, queue, pull, tokens, dialogs, memories, ways);
        view = new ShellView(shell, log, notices, crashes, ways::copy, appearance::switchOver);
        RecordedRunCard recorded =
                new RecordedRunCard(tokens, preferences.hideHarmfulProperty(), ways::replay);
        inputs.entries()
                .addListener((ListChangeListener<InputEntry>) _ -> start.showCached(cached()));
        view.add(Place.START, new StartView(start, recorded, ways));
        RunFolder sampleRun = new RunFolder(places.sampleData().resolve("recorded-run"));
        var _ =
                CompletableFuture.supplyAsync(() -> RecordedRun.read(sampleRun), background)
                        .thenAccept(run ->
                                fx.execute(() -> {
                                    run.ifPresent(recorded::show);
                                    ways.recorded(run.orElse(null));
                                }));
        ModelsView modelsView =
                new ModelsView(
                        inputs,
                        new ModelDetailsViewModel(
                                link, inputs.selectedProperty(), runs.all(), ways::open, fx),
                        hub,
                        inputDialogs,
                        tokens,
                        () -> shell.go(Place.CONFIGURE));
        memory.devices()
                .addListener(
                        (ListChangeListener<DeviceSeen>)
                                _ -> {
                                    modelsView.remeasure();
                                    shell.deviceProperty().set(deviceNow());
                                });
        view.add(Place.MODELS, modelsView);
        view.add(
                Place.CONFIGURE,
                new ConfigureView(
                        configure,
                        memory,
                        dialogs,
                        inputDialogs,
                        new PastRunsCard(runs, ways::configure),
                        new SlurmChoice("slurm-preset", queue),
                        ways::copy));
        ChartExport export = new ChartExport(dialogs, notices, background, fx);
        overlay =
                new OverlayViewModel(
                        runs.all(),
                        runs.knownProperty(),
                        train.runProperty(),
                        notices,
                        background,
                        fx);
        memories.words("train.overlay " + places.workspace(), overlay.namesProperty());
        trainView =
                new TrainView(
                        train,
                        overlay,
                        shell.linkTroubleProperty(),
                        tokens,
                        export,
                        memories,
                        ways);
        view.add(Place.TRAIN, trainView);
        compareView = new CompareView(compare, ways);
        view.add(Place.COMPARE, compareView);
        view.add(
                Place.TRADE_OFF,
                new TradeoffView(tradeoff, figures, dialogs, tokens, memories, ways));
        view.add(Place.RUNS, runsView);
        new Actions(
                        shell,
                        log,
                        train,
                        overlay,
                        configure,
                        runs,
                        figures,
                        ways,
                        preferences,
                        new Actions.Extras(
                                runsView::search,
                                trainView::switchTables,
                                trainView::steer,
                                appearance::switchOver))
                .offer();
        view.add(
                Place.SETTINGS,
                new SettingsView(
                        preferences,
                        at == null
                                ? new BinModel(new Bin(places.workspace()), notices, background, fx)
                                : null,
                        new SettingsView.Agent(
                                queue.linkedProperty(),
                                queue.stateProperty().map(QueueState::resumeKilled),
                                queue::resumeKilled,
                                memory.devices()),
                        ways,
                        inputDialogs,
                        shell.shortcuts()));
        hosts =
                new HostsViewModel(
                        outside.hosts(),
                        new HostsViewModel.Shown(
                                places.host(),
                                memory.devices(),
                                queue.stateProperty(),
                                ways::openHost,
                                outside.links(),
                                new RunMoves.Queue(link, places.runsThere(), places.sampleThere())),
                        notices,
                        fx);
        view.add(Place.HOSTS, new HostsView(hosts, queue::move, new SlurmCard(queue)));
        shell.placeProperty()
                .subscribe(place -> {
                    onHosts = place == Place.HOSTS;
                    memory.watched(onHosts);
                });
        shell.computerProperty()
                .set(at == null ? text("shell.thisComputer") : text("shell.computer", at.name()));
        shell.workspaceProperty().set(String.valueOf(places.workspace().getFileName()));
        shell.offer(Place.values());
        dress = appearance.dress(view);
        log.openProperty().set(settings.logOpen());
        memories.choice("runs.filter", runs.filterProperty(), RunsViewModel.Filter.class);
        new RunWatch(runs, train, compare, shell, memories, places::there).begin();
        runs.all().addListener((ListChangeListener<RunEntry>) _ -> tradeoff.offer(runs.all()));
        RunEnds ends =
                new RunEnds(
                        notices,
                        preferences.tellEndsProperty()::get,
                        run ->
                                shell.placeProperty().get() == Place.TRAIN
                                        && run.equals(train.runProperty().get()),
                        ways::open);
        runs.all().addListener((ListChangeListener<RunEntry>) _ -> ends.look(runs.all()));
        if (places.host() == null) {
            preferences.rememberWorkspace(places.workspace().toString());
        }
    }

    /// Shows the window and begins to follow the workspace.
    public void show() {
        stage.setTitle(text("app.name"));
        stage.setScene(view.scene(settings.width(), settings.height()));
        stage.setMinWidth(960);
        stage.setMinHeight(600);
        stage.setOnHidden(_ -> close());
        begin();
        stage.show();
    }

    /// Begins to follow the workspace.
    public void begin() {
        Thread.currentThread().setUncaughtExceptionHandler((_, fault) -> crashes.show(fault));
        view.begin();
        runs.begin();
        inputs.begin();
        hosts.begin();
        var _ =
                clock.scheduleWithFixedDelay(
                        () -> fx.execute(this::refresh), 0, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Lets go of files and threads; runs go on.
    public void close() {
        if (stage.getScene() != null) {
            preferences.leave(
                    stage.getScene().getWidth(),
                    stage.getScene().getHeight(),
                    log.openProperty().get());
        }
        train.close();
        compare.close();
        hub.close();
        hosts.close();
        pull.cancel();
        clock.shutdownNow();
        link.close();
        background.execute(store::close);
        background.shutdown();
        stage.setOnHidden(null);
        dress.unsubscribe();
    }

    /// Waits, on another thread than the window's, until nothing is written any more.
    public boolean awaitClosed(Duration patience) throws InterruptedException {
        return background.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void keep(RunStore to, Exchange exchange) {
        var _ =
                CompletableFuture.runAsync(() -> to.put(exchange), background)
                        .whenComplete((_, fault) -> {
                            if (fault != null) {
                                fx.execute(() ->
                                        notices.fail(
                                                text("compare.notStored"),
                                                Problems.sentence(fault)));
                            }
                        });
    }

    private void refresh() {
        runs.refresh();
        memory.working(!shell.jobNameProperty().get().isEmpty());
        memory.refresh();
        if (onHosts) {
            hosts.refresh();
        }
    }

    /// The first of the host's, which is a card where there is one.
    private ShellViewModel.@Nullable DeviceNow deviceNow() {
        if (memory.devices().isEmpty()) {
            return null;
        }
        DeviceSeen first = memory.devices().getFirst();
        long total = first.device().total();
        return new ShellViewModel.DeviceNow(
                text("status.device", first.device().name(), first.title()),
                total - first.device().free(),
                total);
    }

    /// Does something on the JavaFX thread after a while.
    private void later(Duration wait, Runnable task) {
        var _ = clock.schedule(() -> fx.execute(task), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private List<StartViewModel.CachedModel> cached() {
        return inputs.entries().stream()
                .filter(InputEntry::cached)
                .map(e -> new StartViewModel.CachedModel(e.input().path(), e.name(), e.note()))
                .toList();
    }

    private void started(String run) {
        train.open(run);
        shell.go(Place.TRAIN);
        runs.refresh();
    }

    // What the tour and tests look at.

    public ShellView view() {
        return view;
    }

    public ShellViewModel shell() {
        return shell;
    }

    public SettingsViewModel preferences() {
        return preferences;
    }

    public StartViewModel start() {
        return start;
    }

    public TrainViewModel train() {
        return train;
    }

    OverlayViewModel overlay() {
        return overlay;
    }

    public CompareViewModel compare() {
        return compare;
    }

    public CompareView compareView() {
        return compareView;
    }

    public TradeoffViewModel tradeoff() {
        return tradeoff;
    }

    public FigureExport figures() {
        return figures;
    }

    public RunsViewModel runs() {
        return runs;
    }

    public QueueViewModel queue() {
        return queue;
    }

    public ConfigureViewModel configure() {
        return configure;
    }

    public MemoryViewModel memory() {
        return memory;
    }

    public ModelsViewModel inputs() {
        return inputs;
    }

    /// Shows the page of a run with tables in place of charts, and with charts again.
    void switchTables() {
        trainView.switchTables();
    }

    Crashes crashes() {
        return crashes;
    }

    public HostsViewModel hosts() {
        return hosts;
    }

    public HubViewModel hub() {
        return hub;
    }

    public LogViewModel log() {
        return log;
    }
}
