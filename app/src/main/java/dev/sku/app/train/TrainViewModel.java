package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.configure.Draft;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.journal.RunTally;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.shell.LogEntry;
import dev.sku.app.shell.LogViewModel;
import dev.sku.app.shell.Notices;
import dev.sku.protocol.ForkPoint;
import dev.sku.protocol.Message;
import dev.sku.protocol.Method;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.Problem;
import dev.sku.protocol.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
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

    private final RuntimeLink link;
    private final Executor fxThread;
    private final LogViewModel log;

    private final StringProperty title = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper run = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<RunSummary> summary =
            new ReadOnlyObjectWrapper<>(RunSummary.unread(""));
    private final ReadOnlyObjectWrapper<RunView> view =
            new ReadOnlyObjectWrapper<>(RunView.empty());
    private final ObjectProperty<Measured> measured = new SimpleObjectProperty<>(Measured.UNSEEN);
    private final ObjectProperty<SamplePair.Choice> choice =
            new SimpleObjectProperty<>(SamplePair.Choice.ALL);
    private final BooleanProperty hideHarmful = new SimpleBooleanProperty(true);
    private final RunOrders orders;

    private RunHistory history = new RunHistory();
    private RunTally tally = new RunTally("", null);
    private boolean live;
    private boolean stale;
    private @Nullable Problem broken;
    private RuntimeLink.@Nullable Subscription subscription;

    /// Which prompts an outcome stack is about.
    public enum Measured {
        UNSEEN,
        SEEN,
        NORMAL
    }

    public TrainViewModel(RuntimeLink link, LogViewModel log, Notices notices, Executor fxThread) {
        this.link = link;
        this.log = log;
        this.fxThread = fxThread;
        this.orders =
                new RunOrders(link, summary.getReadOnlyProperty(), notices, fxThread, this::open);
    }

    /// Follows a run from its first message.
    public void open(String name) {
        close();
        log.clear();
        history = new RunHistory();
        tally = new RunTally(name, null);
        live = true;
        broken = null;
        orders.reset();
        run.set(name);
        publish();
        subscription = link.subscribe(name, 0, new Follower(name));
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
                changed();
            });
        }

        private void later(Runnable change) {
            fxThread.execute(() -> {
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
        log.add(lines);
        changed();
    }

    /// What has come together is shown together: once, after everything that waits now.
    private void changed() {
        if (!stale) {
            stale = true;
            fxThread.execute(this::publish);
        }
    }

    private void publish() {
        stale = false;
        RunSummary now = tally.summary(live);
        TrainTiles tiles = new TrainTiles(history);
        RunWords words = new RunWords(now, history);
        summary.set(now);
        view.set(
                new RunView(
                        now.spec() == null ? Method.SKU : now.spec().method(),
                        history.steps(),
                        history.rewinds(),
                        history.overSteps(),
                        history.overLambda(),
                        history.pairs(),
                        history.replyStep(),
                        now.spec() == null ? "" : now.spec().data().template(),
                        history.memory(),
                        List.of(
                                tiles.harmful(),
                                tiles.refusal(),
                                tiles.perplexity(),
                                tiles.speed(),
                                tiles.memory()),
                        history.steering(),
                        words.place(),
                        words.time(tiles.secondsPerStep()),
                        words.failure(broken)));
    }

    /// The same run from its newest checkpoint on, with other weights, as a draft; empty where there is no checkpoint.
    public Optional<RunSpec> forked(ModuleWeights weights) {
        RunSummary now = summary.get();
        RunSpec spec = now.spec();
        Steering steering = view.get().steering();
        if (spec == null || !steering.canBeForked(now)) {
            return Optional.empty();
        }
        String name = spec.name().length() > LONGEST_NAME ? spec.name() : spec.name() + "-fork";
        RunSpec fork = Draft.with(Draft.with(spec, "name", name), "acquisition.weights", weights);
        return Optional.of(
                Draft.with(fork, "from", new ForkPoint(now.name(), steering.checkpoint())));
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
                now.spec() == null ? "" : dev.sku.protocol.Wire.pretty(now.spec()),
                log.text());
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

    public ObjectProperty<Measured> measuredProperty() {
        return measured;
    }

    public ObjectProperty<SamplePair.Choice> choiceProperty() {
        return choice;
    }

    public BooleanProperty hideHarmfulProperty() {
        return hideHarmful;
    }
}
