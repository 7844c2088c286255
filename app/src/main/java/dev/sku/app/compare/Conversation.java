package dev.sku.app.compare;

import dev.sku.app.link.SessionLink;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// The talk with the process that compares: it is started when it is first needed, and answers go to who asked.
final class Conversation implements AutoCloseable {
    private final SessionLink.Starter starter;
    private final Executor fxThread;
    private final Map<Long, Consumer<SessionReply>> waiting = new HashMap<>();
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.NONE);
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper waits = new ReadOnlyBooleanWrapper();
    private @Nullable SessionLink link;
    private long lastId;
    private int generation;

    /// How the process is.
    enum State {
        NONE,
        OPEN,
        LOST
    }

    Conversation(SessionLink.Starter starter, Executor fxThread) {
        this.starter = starter;
        this.fxThread = fxThread;
    }

    /// @param request made with its number
    /// @param answers gets everything that is said with this number
    /// @return the number; 0 where there is no process
    long ask(LongFunction<SessionRequest> request, Consumer<SessionReply> answers) {
        SessionLink open = link();
        if (open == null) {
            return 0;
        }
        long id = ++lastId;
        problem.set("");
        waiting.put(id, answers);
        open.send(request.apply(id));
        return id;
    }

    /// Something without an answer.
    void tell(SessionRequest request) {
        if (link != null) {
            link.send(request);
        }
    }

    private @Nullable SessionLink link() {
        if (link == null) {
            int mine = ++generation;
            try {
                link =
                        starter.start(
                                new SessionLink.Listener() {
                                    @Override
                                    public void said(SessionReply reply) {
                                        fxThread.execute(() -> take(mine, reply));
                                    }

                                    @Override
                                    public void lost(Problem why) {
                                        fxThread.execute(() -> lose(mine, why));
                                    }
                                });
                problem.set("");
                state.set(State.OPEN);
            } catch (ProblemException e) {
                problem.set(Problems.sentence(e));
                state.set(State.LOST);
            }
        }
        return link;
    }

    private void take(int from, SessionReply reply) {
        if (from != generation) {
            return;
        }
        if (!(reply instanceof SessionReply.Alive)) {
            waits.set(reply instanceof SessionReply.Waits);
        }
        long id = reply.id();
        boolean last = reply instanceof SessionReply.Done || reply instanceof SessionReply.Failed;
        Consumer<SessionReply> who = last ? waiting.remove(id) : waiting.get(id);
        if (reply instanceof SessionReply.Failed f && problem.get().isEmpty()) {
            // what fails afterwards follows from the first failure
            problem.set(f.problem().sentence(Locale.ENGLISH));
        }
        if (who != null) {
            who.accept(reply);
        }
    }

    private void lose(int from, Problem why) {
        if (from != generation) {
            return;
        }
        link = null;
        waits.set(false);
        problem.set(why.sentence(Locale.ENGLISH));
        Map<Long, Consumer<SessionReply>> left = new HashMap<>(waiting);
        waiting.clear();
        state.set(State.LOST);
        left.forEach((id, who) -> who.accept(new SessionReply.Failed(id, why)));
    }

    void clearProblem() {
        problem.set("");
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// What went wrong last; empty for nothing.
    ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Whether the process has no computer to work on yet.
    ReadOnlyBooleanProperty waitsProperty() {
        return waits.getReadOnlyProperty();
    }

    @Override
    public void close() {
        generation++;
        waits.set(false);
        waiting.clear();
        if (link != null) {
            link.close();
            link = null;
        }
        state.set(State.NONE);
    }
}
