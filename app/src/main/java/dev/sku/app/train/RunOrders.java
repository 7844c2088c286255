package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunState;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.shell.Notices;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.Command;
import dev.sku.protocol.Event;
import dev.sku.protocol.ModuleWeights;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/// The orders that the followed run takes now. One at a time: the next can be given when the run has shown that it took
/// the last.
public final class RunOrders {
    private final RuntimeLink link;
    private final ReadOnlyObjectProperty<RunSummary> run;
    private final Notices notices;
    private final Executor fxThread;
    private final Consumer<String> startedAgain;
    private final ReadOnlyStringWrapper asked = new ReadOnlyStringWrapper("");
    private final BooleanProperty taken = new SimpleBooleanProperty(true);
    private final BooleanProperty ending = new SimpleBooleanProperty();

    /// A run is stopped once.
    private final BooleanProperty stopped = new SimpleBooleanProperty();

    RunOrders(
            RuntimeLink link,
            ReadOnlyObjectProperty<RunSummary> run,
            Notices notices,
            Executor fxThread,
            Consumer<String> startedAgain) {
        this.link = link;
        this.run = run;
        this.notices = notices;
        this.fxThread = fxThread;
        this.startedAgain = startedAgain;
        run.subscribe((before, now) -> {
            if (now.state().ended() && !before.state().ended()) {
                asked.set(""); // nobody is there any more to take it
            }
        });
    }

    /// Another run is followed now.
    ///
    /// @param takesOrders a recorded one takes none
    void reset(boolean takesOrders) {
        asked.set("");
        ending.set(false);
        stopped.set(false);
        taken.set(takesOrders);
    }

    void takesOrders(boolean now) {
        taken.set(now);
    }

    void saw(Event event) {
        if (answers(event)) {
            asked.set("");
        }
        if (event instanceof Event.StageStarted(Event.Stage stage)) {
            ending.set(stage.isEnding());
        } else if (event instanceof Event.RunStarted) {
            ending.set(false);
            stopped.set(false);
        }
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
        stopped.set(true);
        order(new Command.Stop(keep));
    }

    public void evaluateNow() {
        order(new Command.EvaluateNow());
    }

    public void checkpointNow() {
        order(new Command.CheckpointNow());
    }

    /// From the next step on; nothing waits for it.
    public void setWeights(ModuleWeights weights) {
        report(link.control(run.get().name(), new Command.SetWeights(weights)));
    }

    /// Starts a run again that failed or was interrupted: one that was stopped has let go of its checkpoints.
    public void startAgain() {
        String name = run.get().name();
        asked.set(text("asked.start"));
        report(link.resume(name).thenRun(() -> fxThread.execute(() -> startedAgain.accept(name))));
    }

    private void order(Command command) {
        asked.set(words(command));
        report(link.control(run.get().name(), command));
    }

    private String words(Command command) {
        return switch (command) {
            case Command.Pause _ -> text("asked.pause");
            case Command.Resume _ -> text("asked.resume");
            case Command.Stop _ -> text(ending.get() ? "asked.stopMeasuring" : "asked.stop");
            case Command.EvaluateNow _ -> text("asked.evaluate");
            case Command.CheckpointNow _ -> text("asked.checkpoint");
            case Command.SetWeights _ -> text("asked.weights");
        };
    }

    private void report(CompletableFuture<Void> work) {
        var _ =
                work.whenComplete((_, fault) -> {
                    if (fault != null) {
                        fxThread.execute(() -> {
                            asked.set("");
                            stopped.set(false);
                            notices.fail(text("train.orderFailed"), Problems.sentence(fault));
                        });
                    }
                });
    }

    public BooleanBinding canPause() {
        return when(RunState.RUNNING);
    }

    public BooleanBinding canResume() {
        return when(RunState.PAUSED);
    }

    /// After the last step, too: then it ends what is measured at other negation scales.
    public BooleanBinding canStop() {
        return during(RunState.RUNNING, RunState.PAUSED).and(asked.isEmpty()).and(stopped.not());
    }

    public BooleanBinding canDiscard() {
        return canStop().and(ending.not());
    }

    /// Whether the last step is done, and results are measured and written.
    ReadOnlyBooleanProperty endingProperty() {
        return ending;
    }

    public BooleanBinding canStartAgain() {
        return when(RunState.FAILED, RunState.INTERRUPTED);
    }

    private BooleanBinding when(RunState... states) {
        return during(states).and(asked.isEmpty()).and(ending.not());
    }

    /// Whether the run is in one of these states, and would take orders if none were on its way.
    BooleanBinding during(RunState... states) {
        return Bindings.createBooleanBinding(
                () -> taken.get() && List.of(states).contains(run.get().state()), run, taken);
    }

    /// The order that is on its way, in words; empty for none.
    ReadOnlyStringProperty askedProperty() {
        return asked.getReadOnlyProperty();
    }
}
