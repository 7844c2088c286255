package dev.sku.app.hosts;

import dev.sku.app.link.RuntimeLink;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.Problem;
import dev.sku.protocol.QueueState;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// A host that is connected besides the one that the window works on: its devices as they are used now, and its queue.
final class LiveHost implements AutoCloseable {
    private final RuntimeLink link;
    private final Executor fxThread;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State(List.of(), QueueState.EMPTY));
    private boolean asking;

    /// @param devices empty while they are not known
    record State(List<DeviceSeen> devices, QueueState queue) {}

    LiveHost(RuntimeLink link, Executor fxThread) {
        this.link = link;
        this.fxThread = fxThread;
        link.watch(
                new RuntimeLink.Watcher() {
                    @Override
                    public void linked(boolean linked, @Nullable Problem problem) {
                        fxThread.execute(() -> {
                            if (linked) {
                                look();
                            } else {
                                state.set(new State(List.of(), QueueState.EMPTY));
                            }
                        });
                    }

                    @Override
                    public void queue(QueueState queue) {
                        fxThread.execute(() -> state.set(new State(state.get().devices(), queue)));
                    }
                });
    }

    /// Asks how its devices are used.
    void look() {
        if (asking) {
            return;
        }
        asking = true;
        var _ =
                link.find(new Inquiry.Devices())
                        .whenComplete((found, fault) ->
                                fxThread.execute(() -> {
                                    asking = false;
                                    if (fault == null
                                            && !state.get().devices().equals(found.devices())) {
                                        state.set(new State(found.devices(), state.get().queue()));
                                    }
                                }));
    }

    RuntimeLink link() {
        return link;
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    @Override
    public void close() {
        link.close();
    }
}
