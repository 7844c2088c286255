package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.link.RuntimeLink;
import dev.sku.app.shell.Notices;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.Problem;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.QueueState.Killed;
import dev.sku.protocol.QueueState.Waiting;
import dev.sku.protocol.Request;
import dev.sku.protocol.SlurmPreset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// What the agent has to do, and whether there is a link to it.
public final class QueueViewModel {
    private final RuntimeLink link;
    private final Notices notices;
    private final Executor fxThread;
    private final ReadOnlyObjectWrapper<QueueState> state =
            new ReadOnlyObjectWrapper<>(QueueState.EMPTY);
    private final ReadOnlyBooleanWrapper linked = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");

    public QueueViewModel(RuntimeLink link, Notices notices, Executor fxThread) {
        this.link = link;
        this.notices = notices;
        this.fxThread = fxThread;
        link.watch(
                new RuntimeLink.Watcher() {
                    @Override
                    public void linked(boolean now, @Nullable Problem problem) {
                        fxThread.execute(() -> {
                            linked.set(now);
                            trouble.set(
                                    problem == null
                                            ? ""
                                            : problem.sentence(java.util.Locale.ENGLISH));
                        });
                    }

                    @Override
                    public void queue(QueueState now) {
                        fxThread.execute(() -> state.set(now));
                    }
                });
    }

    /// Lets a run that waits change places with the one before it (−1) or after it (1).
    public void move(String run, int by) {
        List<String> order =
                new ArrayList<>(state.get().waiting().stream().map(Waiting::run).toList());
        int from = order.indexOf(run);
        int to = from + by;
        if (from >= 0 && to >= 0 && to < order.size()) {
            order.set(from, order.get(to));
            order.set(to, run);
            tell(link.arrange(order));
        }
    }

    /// Takes out every run that waits.
    public void withdrawAll() {
        tell(link.order(new Request.WithdrawAll()));
    }

    /// Lets a run that waits, wait for another device.
    public void assign(String run, String device) {
        tell(link.order(new Request.Assign(run, device)));
    }

    /// Hands runs to Slurm from now on, or starts them on the computer again.
    ///
    /// @param preset null for none
    public void useSlurm(@Nullable String preset) {
        tell(link.order(new Request.UseSlurm(preset)));
    }

    public void putSlurm(SlurmPreset preset) {
        tell(link.order(new Request.PutSlurm(preset)));
    }

    public void dropSlurm(String preset) {
        tell(link.order(new Request.DropSlurm(preset)));
    }

    public void withdraw(String run) {
        tell(link.withdraw(run));
    }

    public void resume(String run) {
        tell(link.resume(run));
    }

    public void resumeKilled(boolean on) {
        tell(link.resumeKilled(on));
    }

    private void tell(CompletableFuture<Void> order) {
        var _ =
                order.whenComplete((_, fault) -> {
                    if (fault != null) {
                        fxThread.execute(() ->
                                notices.fail(text("queue.notChanged"), Problems.sentence(fault)));
                    }
                });
    }

    /// Runs that were killed and neither work nor wait again.
    public List<Killed> left() {
        QueueState now = state.get();
        return now.killed().stream()
                .filter(k -> !now.working().contains(k.run()))
                .filter(k -> now.waiting().stream().noneMatch(w -> w.run().equals(k.run())))
                .toList();
    }

    public ReadOnlyObjectProperty<QueueState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty linkedProperty() {
        return linked.getReadOnlyProperty();
    }

    /// Why there is no link; empty where that is not known yet, or there is one.
    public ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }
}
