package dev.sku.app.tradeoff;

import static dev.sku.resources.Texts.text;

import dev.sku.app.link.RuntimeLink;
import dev.sku.app.shell.Notices;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// Measures runs' outcomes at further λ or anew, one after the other. What was measured before is not measured again.
public final class LambdaSweep {
    private final RuntimeLink link;
    private final Notices notices;
    private final Executor fxThread;
    private final Runnable measured;
    private final StringProperty lambdas = new SimpleStringProperty("0.25 0.5 0.75 1 1.25 1.5 2");
    private final ReadOnlyStringWrapper progress = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");

    /// @param measured called after each point
    LambdaSweep(RuntimeLink link, Notices notices, Executor fxThread, Runnable measured) {
        this.link = link;
        this.notices = notices;
        this.fxThread = fxThread;
        this.measured = measured;
        lambdas.subscribe(_ -> fault.set(values() == null ? text("tradeoff.sweep.fault") : ""));
    }

    private @Nullable List<Double> values() {
        List<Double> values = new ArrayList<>();
        for (String word : lambdas.get().strip().split("[\\s,;]+", -1)) {
            try {
                values.add(Double.valueOf(word));
            } catch (NumberFormatException _) {
                return null;
            }
        }
        return values.stream().allMatch(v -> v > 0 && v <= 100) ? values : null;
    }

    /// At the λ that are typed.
    public void start(String run, JudgeSpec judge) {
        List<Double> values = values();
        if (values != null) {
            measure(List.of(of(run, values, judge, List.of())));
        }
    }

    /// @param prompts files of harmful prompts besides the run's own
    static Request.Measure of(
            String run, List<Double> lambdas, JudgeSpec judge, List<String> prompts) {
        return new Request.Measure(run, null, lambdas, judge, prompts, List.of(), false);
    }

    /// One after the other; nothing while others are at work. What goes wrong ends them all.
    void measure(List<Request.Measure> wanted) {
        if (!isBusy() && !wanted.isEmpty()) {
            progress.set(text("tradeoff.sweep.begins"));
            next(wanted);
        }
    }

    private void next(List<Request.Measure> wanted) {
        var _ =
                link.measure(wanted.getFirst(), new Listener())
                        .whenComplete((_, trouble) ->
                                fxThread.execute(() -> {
                                    if (trouble == null && wanted.size() > 1) {
                                        next(wanted.subList(1, wanted.size()));
                                    } else {
                                        ended(trouble);
                                    }
                                }));
    }

    private final class Listener implements RuntimeLink.Measured {
        @Override
        public void begins(double lambda, int done, int of) {
            fxThread.execute(() ->
                    progress.set(text("tradeoff.sweep.at", Numbers.exact(lambda), done + 1, of)));
        }

        @Override
        public void measured(MeasuredPoint point) {
            fxThread.execute(measured);
        }
    }

    private void ended(@Nullable Throwable trouble) {
        progress.set("");
        measured.run();
        if (trouble != null) {
            notices.fail(text("tradeoff.sweep.failed"), Problems.sentence(trouble));
        }
    }

    public void stop() {
        var _ = link.stopMeasuring();
    }

    boolean isBusy() {
        return !progress.get().isEmpty();
    }

    /// The λ that are measured, as they are typed.
    public StringProperty lambdasProperty() {
        return lambdas;
    }

    /// What is measured now; empty while nothing is.
    public ReadOnlyStringProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /// What is wrong with the λ that were typed; empty where nothing is.
    public ReadOnlyStringProperty faultProperty() {
        return fault.getReadOnlyProperty();
    }
}
