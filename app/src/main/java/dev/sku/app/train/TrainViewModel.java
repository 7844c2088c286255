package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.configure.Draft;
import dev.sku.app.journal.RunState;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.journal.RunTally;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.shell.LogEntry;
import dev.sku.app.shell.LogViewModel;
import dev.sku.app.shell.Notices;
import dev.sku.app.ui.Numbers;
import dev.sku.protocol.ForkPoint;
import dev.sku.protocol.Message;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.Problem;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// One run as it is followed: where it stands, what it measured, and the orders it can take now.
public final class TrainViewModel {
    private static final int LONGEST_NAME = 74;
    private static final int REPORTED_LINES = 200;

    private final RuntimeLink link;
    private final Executor curvesThread;
    private final Executor numbersThread;
    private final LogViewModel log;

    private final StringProperty title = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper run = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<RunSummary> summary =
            new ReadOnlyObjectWrapper<>(RunSummary.unread(""));
    private final ReadOnlyObjectWrapper<RunView> view =
            new ReadOnlyObjectWrapper<>(RunView.empty());
    private final ReadOnlyObjectWrapper<Course> course = new ReadOnlyObjectWrapper<>(Course.NONE);
    private final ReadOnlyObjectWrapper<Playback.@Nullable State> playback =
            new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<Measured> measured = new SimpleObjectProperty<>(Measured.UNSEEN);
    private final ObjectProperty<SamplePair.Choice> choice =
            new SimpleObjectProperty<>(SamplePair.Choice.ALL);
    private final BooleanProperty hideHarmful = new SimpleBooleanProperty(true);
    private final BooleanProperty gone = new SimpleBooleanProperty();
    private final RunOrders orders;

    private RunHistory history = new RunHistory();
    private RunTally tally = new RunTally("", null);
    private List<LogEntry> unlogged = new ArrayList<>();
    private boolean live;
    private boolean courseStale;
    private boolean numbersStale;
    private String before = "";
    private Runnable again = () -> {};
    private @Nullable Playback player;
    private @Nullable Problem broken;
    private RuntimeLink.@Nullable Subscription subscription;

    /// Which prompts an outcome stack is about.
    public enum Measured {
        UNSEEN,
        SEEN,
        NORMAL
    }

    /// @param curvesThread the JavaFX thread, as often as curves are drawn
    /// @param numbersThread the JavaFX thread, as often as numbers can be read
    public TrainViewModel(
            RuntimeLink link,
            LogViewModel log,
            Notices notices,
            Executor curvesThread,
            Executor numbersThread) {
        this.link = link;
        this.log = log;
        this.curvesThread = curvesThread;
        this.numbersThread = numbersThread;
        this.orders =
                new RunOrders(
                        link, summary.getReadOnlyProperty(), notices, curvesThread, this::open);
        gone.subscribe((_, now) -> gone(now));
    }

    /// Follows a run from its first message.
    public void open(String name) {
        begin(name, true);
        playback.set(null);
        publish();
        subscription = link.subscribe(name, 0, new Follower(name));
    }

    /// Plays a recorded run as if it were going on. Nothing is asked of the link, and the run takes no orders.
    public void replay(RecordedRun recorded, Playback.Clock clock) {
        if (playback.get() == null) {
            before = run.get();
        }
        String name = recorded.messages().getFirst().run();
        begin(name, false);
        again = () -> replay(recorded, clock);
        Playback next = new Playback(recorded.messages(), new Follower(name), clock);
        player = next;
        subscription = next;
        next.stateProperty()
                .subscribe(state -> {
                    if (next.equals(player)) {
                        playback.set(state);
                        changed();
                    }
                });
        publish();
        next.play();
    }

    /// Stops a playback for a while, or goes on with it; begins again with one that is over.
    public void togglePlayback() {
        Playback now = player;
        switch (playback.get()) {
            case null -> {}
            case PLAYING -> Objects.requireNonNull(now).pause();
            case PAUSED -> Objects.requireNonNull(now).play();
            case OVER -> again.run();
        }
    }

    /// Goes back to what was followed before a playback.
    public void leavePlayback() {
        if (before.isEmpty()) {
            begin("", true);
            playback.set(null);
            publish();
        } else {
            open(before);
        }
    }

    private void begin(String name, boolean takesOrders) {
        player = null;
        close();
        log.clear();
        unlogged.clear();
        history = new RunHistory();
        tally = new RunTally(name, null);
        live = true;
        broken = null;
        orders.reset(takesOrders);
        run.set(name);
    }

    /// Follows nothing any more.
    public void close() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    /// Hands what the link says about one run to the JavaFX thread, unless another run has been opened meanwhile.
    private final class Follower implements RuntimeLink.Listener {
        private final String name;

        private final JournalWords words = new JournalWords();

        Follower(String name) {
            this.name = name;
        }

        @Override
        public void messages(List<Message> messages) {
            List<LogEntry> lines =
                    new ArrayList<>(); // worded here: the JavaFX thread has better things to do
            messages.forEach(m -> words.line(m).ifPresent(lines::add));
            later(() -> accept(messages, lines));
        }

        @Override
        public void live(boolean now) {
            later(() -> {
                live = now;
                changed();
            });
        }

        @Override
        public void broken(Problem problem) {
            later(() -> {
                broken = problem;
                orders.takesOrders(false); // nobody can tell how it stands
                changed();
            });
        }

        private void later(Runnable change) {
            curvesThread.execute(() -> {
                if (name.equals(run.get())) {
                    change.run();
                }
            });
        }
    }

    private void accept(List<Message> messages, List<LogEntry> lines) {
        for (Message message : messages) {
            history.accept(message);
            tally.accept(message);
            orders.saw(message.event());
        }
        unlogged.addAll(lines);
        changed();
    }

    /// What has come together is shown together: once, after everything that waits now.
    private void changed() {
        if (!courseStale) {
            courseStale = true;
            curvesThread.execute(this::publishCourse);
        }
        if (!numbersStale) {
            numbersStale = true;
            numbersThread.execute(this::publishNumbers);
        }
    }

    private void publish() {
        publishCourse();
        publishNumbers();
    }

    private void publishCourse() {
        courseStale = false;
        course.set(
                new Course(
                        course.get().version() + 1,
                        history.steps(),
                        history.rewinds(),
                        history.memory()));
    }

    private void publishNumbers() {
        numbersStale = false;
        log.add(unlogged);
        unlogged = new ArrayList<>();
        RunSummary told = tally.summary(live);
        RunSummary now = broken == null ? told : told.as(RunState.FAILED);
        TrainTiles tiles = new TrainTiles(history, now.state() == RunState.RUNNING);
        RunWords words = new RunWords(now, history, live);
        summary.set(now);
        view.set(
                new RunView(
                        history.method(),
                        history.overSteps(),
                        history.overLambda(),
                        history.pairs(),
                        history.replyStep(),
                        now.spec() == null ? "" : now.spec().data().template(),
                        List.of(
                                tiles.harmful(),
                                tiles.refusal(),
                                tiles.perplexity(),
                                tiles.speed(),
                                tiles.memory()),
                        history.steering(),
                        words.place(),
                        words.time(tiles.secondsPerStep()),
                        words.left(tiles.secondsPerStep()).map(Numbers::roughly).orElse(""),
                        failure(words)));
    }

    /// The same run from its newest checkpoint on, with other weights, as a draft; empty where there is no checkpoint.
    public Optional<RunSpec> forked(ModuleWeights weights) {
        RunSummary now = summary.get();
        RunSpec spec = now.spec();
        Steering steering = view.get().steering();
        if (spec == null || gone.get() || playback.get() != null || !steering.canBeForked(now)) {
            return Optional.empty();
        }
        String name = spec.name().length() > LONGEST_NAME ? spec.name() : spec.name() + "-fork";
        RunSpec fork = Draft.with(Draft.with(spec, "name", name), "acquisition.weights", weights);
        return Optional.of(
                Draft.with(fork, "from", new ForkPoint(now.name(), steering.checkpoint())));
    }

    private @Nullable Failure failure(RunWords words) {
        Failure failure = words.failure(broken);
        return failure == null || !gone.get() ? failure : failure.withoutCheckpoint();
    }

    /// Where there is a folder, a run takes orders; a recorded one takes none.
    private void gone(boolean now) {
        orders.takesOrders(!now && broken == null && playback.get() == null);
        changed();
    }

    /// About how long until the last step of the run, in words; empty where nobody can tell.
    public String left() {
        return view.get().left();
    }

    public RunOrders orders() {
        return orders;
    }

    /// Everything a person who is asked for help needs: specification, problem, the log.
    public String report() {
        RunSummary now = summary.get();
        Failure failure = view.get().failure();
        return String.join(
                "\n\n",
                now.name() + " " + text("state", now.state()) + " " + view.get().place(),
                failure == null ? "" : failure.sentence() + "\n" + failure.detail(),
                history.environment().entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .collect(Collectors.joining("\n")),
                now.spec() == null ? "" : Wire.pretty(now.spec()),
                log.text(REPORTED_LINES));
    }

    LogViewModel log() {
        return log;
    }

    /// The specification of the run that is shown.
    public @Nullable RunSpec spec() {
        return summary.get().spec();
    }

    /// What people call the run: the specification's name, or the one that the person gave it.
    public StringProperty titleProperty() {
        return title;
    }

    public ReadOnlyStringProperty runProperty() {
        return run.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<RunSummary> summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<RunView> viewProperty() {
        return view.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Course> courseProperty() {
        return course.getReadOnlyProperty();
    }

    /// How the playback of a recorded run stands; null while a run is followed.
    public ReadOnlyObjectProperty<Playback.@Nullable State> playbackProperty() {
        return playback.getReadOnlyProperty();
    }

    public ObjectProperty<Measured> measuredProperty() {
        return measured;
    }

    public ObjectProperty<SamplePair.Choice> choiceProperty() {
        return choice;
    }

    /// Whether the folder of the run that is shown is not in the workspace any more.
    public BooleanProperty goneProperty() {
        return gone;
    }

    public BooleanProperty hideHarmfulProperty() {
        return hideHarmful;
    }
}
