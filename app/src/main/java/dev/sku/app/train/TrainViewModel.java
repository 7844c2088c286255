package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunState;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.journal.RunTally;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.shell.LogEntry;
import dev.sku.app.shell.LogViewModel;
import dev.sku.app.shell.Notices;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.Command;
import dev.sku.protocol.Event;
import dev.sku.protocol.Message;
import dev.sku.protocol.Problem;
import dev.sku.protocol.RunSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// One run as it is followed: where it stands, what it measured, and the orders it can take now.
public final class TrainViewModel {
    private final RuntimeLink link;
    private final Executor fxThread;
    private final LogViewModel log;
    private final Notices notices;

    private final ReadOnlyStringWrapper run = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<RunSummary> summary =
            new ReadOnlyObjectWrapper<>(RunSummary.unread(""));
    private final ReadOnlyObjectWrapper<RunView> view =
            new ReadOnlyObjectWrapper<>(RunView.empty());
    private final ObjectProperty<Measured> measured = new SimpleObjectProperty<>(Measured.UNSEEN);
    private final ObjectProperty<SamplePair.Choice> choice =
            new SimpleObjectProperty<>(SamplePair.Choice.ALL);
    private final BooleanProperty hideHarmful = new SimpleBooleanProperty(true);
    private final BooleanProperty asked = new SimpleBooleanProperty();

    private RunHistory history = new RunHistory();
    private RunTally tally = new RunTally("", null);
    private boolean live;
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
        this.notices = notices;
        this.fxThread = fxThread;
    }

    /// Follows a run from its first message.
    public void open(String name) {
        close();
        log.clear();
        history = new RunHistory();
        tally = new RunTally(name, null);
        live = true;
        broken = null;
        asked.set(false);
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

        Follower(String name) {
            this.name = name;
        }

        @Override
        public void messages(List<Message> messages) {
            List<LogEntry> lines =
                    new ArrayList<>(); // worded here: the JavaFX thread has better things to do
            messages.forEach(m -> JournalWords.line(m).ifPresent(lines::add));
            later(() -> accept(messages, lines));
        }

        @Override
        public void live(boolean now) {
            later(() -> {
                live = now;
                publish();
            });
        }

        @Override
        public void broken(Problem problem) {
            later(() -> {
                broken = problem;
                publish();
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
            if (answers(message.event())) {
                asked.set(false);
            }
        }
        log.add(lines);
        publish();
    }

    /// Whether an event shows that the last order was taken.
    private static boolean answers(Event event) {
        return switch (event) {
            case Event.Paused _,
                    Event.Resumed _,
                    Event.RunStopped _,
                    Event.RunFinished _,
                    Event.RunFailed _,
                    Event.EvaluationCompleted _,
                    Event.CheckpointSaved _ ->
                    true;
            case Event.RunStarted _,
                    Event.RowsRead _,
                    Event.StageStarted _,
                    Event.StepCompleted _,
                    Event.SampleReply _,
                    Event.WeightsChanged _,
                    Event.MemoryMeasured _,
                    Event.LogLine _ ->
                    false;
        };
    }

    private void publish() {
        RunSummary now = tally.summary(live);
        TrainTiles tiles = new TrainTiles(history);
        summary.set(now);
        view.set(
                new RunView(
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
                        place(now),
                        time(now, tiles.secondsPerStep()),
                        failure(now)));
    }

    private String place(RunSummary now) {
        if (now.steps() == 0) {
            return text("train.waiting");
        }
        Event.Stage stage = history.stage();
        boolean atStep = stage == Event.Stage.ACQUISITION || now.state().ended();
        return stage == null || atStep
                ? text("train.step", Numbers.whole(now.step()), Numbers.whole(now.steps()))
                : text("stage", stage);
    }

    private String time(RunSummary now, @Nullable Double secondsPerStep) {
        if (now.started() == null) {
            return "";
        }
        String elapsed = Numbers.duration(Duration.ofMillis(Math.round(now.seconds() * 1e3)));
        if (now.state().ended()) {
            return text("train.after", elapsed);
        }
        if (secondsPerStep == null || now.step() >= now.steps()) {
            return text("train.elapsed", elapsed);
        }
        Duration left =
                Duration.ofMillis(Math.round((now.steps() - now.step()) * secondsPerStep * 1e3));
        return text("train.elapsedLeft", elapsed, Numbers.duration(left));
    }

    private @Nullable Failure failure(RunSummary now) {
        if (broken != null) {
            return Failure.unreadable(broken);
        }
        int safe = history.checkpoint() == null ? 0 : history.checkpoint().step();
        Problem problem = now.problem();
        if (now.state() == RunState.FAILED && problem != null) {
            return Failure.of(problem, now.step(), safe);
        }
        return now.state() == RunState.INTERRUPTED ? Failure.interrupted(now.step(), safe) : null;
    }

    public void pause() {
        order(new Command.Pause());
    }

    public void resume() {
        order(new Command.Resume());
    }

    public void togglePause() {
        if (canPause().get()) {
            pause();
        } else if (canResume().get()) {
            resume();
        }
    }

    public void stop(boolean keep) {
        order(new Command.Stop(keep));
    }

    public void evaluateNow() {
        order(new Command.EvaluateNow());
    }

    public void checkpointNow() {
        order(new Command.CheckpointNow());
    }

    /// Starts a run again that failed, stopped or was interrupted.
    public void startAgain() {
        String name = run.get();
        asked.set(true);
        report(link.resume(name).thenRun(() -> fxThread.execute(() -> open(name))));
    }

    private void order(Command command) {
        asked.set(true);
        report(link.control(run.get(), command));
    }

    private void report(CompletableFuture<Void> work) {
        var _ =
                work.whenComplete((_, fault) -> {
                    if (fault != null) {
                        fxThread.execute(() -> {
                            asked.set(false);
                            notices.fail(text("train.orderFailed"), Problems.sentence(fault));
                        });
                    }
                });
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

    public BooleanBinding canPause() {
        return when(RunState.RUNNING);
    }

    public BooleanBinding canResume() {
        return when(RunState.PAUSED);
    }

    public BooleanBinding canStop() {
        return when(RunState.RUNNING, RunState.PAUSED);
    }

    public BooleanBinding canStartAgain() {
        return when(RunState.FAILED, RunState.INTERRUPTED, RunState.STOPPED);
    }

    private BooleanBinding when(RunState... states) {
        return Bindings.createBooleanBinding(
                () -> !asked.get() && List.of(states).contains(summary.get().state()),
                summary,
                asked);
    }
}
