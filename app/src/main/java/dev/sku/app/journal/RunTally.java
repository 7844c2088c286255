package dev.sku.app.journal;

import dev.sku.protocol.Event;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Message;
import dev.sku.protocol.Problem;
import dev.sku.protocol.RunSpec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Counts a run's messages up to where the run stands.
public final class RunTally {
    private final String name;
    private @Nullable RunSpec spec;
    private RunState said = RunState.WAITING;
    private int step;
    private @Nullable Measurement base;
    private @Nullable Measurement latest;
    private int latestStep;
    private @Nullable Instant first;
    private @Nullable Instant last;

    /// Nobody worked on the run: it was interrupted or had failed, and was started again.
    private Duration idle = Duration.ZERO;

    private @Nullable Problem problem;

    public RunTally(String name, @Nullable RunSpec spec) {
        this.name = name;
        this.spec = spec;
    }

    public void accept(Message message) {
        first = first == null ? message.time() : first;
        if (last != null && message.event() instanceof Event.RunStarted) {
            idle = idle.plus(Duration.between(last, message.time()));
        }
        last = message.time();
        switch (message.event()) {
            case Event.RunStarted e -> {
                spec = e.spec();
                step = e.fromStep();
                said = RunState.RUNNING;
                problem = null;
            }
            case Event.StepCompleted e -> step = e.step();
            case Event.EvaluationCompleted e -> evaluated(e);
            case Event.Paused _ -> said = RunState.PAUSED;
            case Event.Resumed _ -> said = RunState.RUNNING;
            case Event.RunFinished e -> {
                said = RunState.DONE;
                step = e.steps();
            }
            case Event.RunStopped e -> {
                said = e.kept() ? RunState.KEPT : RunState.STOPPED;
                step = e.step();
            }
            case Event.RunFailed e -> {
                said = RunState.FAILED;
                step = e.step();
                problem = e.problem();
            }
            case Event.RowsRead _,
                    Event.StageStarted _,
                    Event.SampleReply _,
                    Event.CheckpointSaved _,
                    Event.WeightsChanged _,
                    Event.MemoryMeasured _,
                    Event.LogLine _ -> {}
        }
    }

    private void evaluated(Event.EvaluationCompleted e) {
        if (e.lambda() == 0) {
            base = e.measurement();
        } else if (spec == null || e.lambda() == spec.negation().lambda()) {
            latest = e.measurement();
            latestStep = e.step();
        }
    }

    /// @param live some process works on the run
    public RunSummary summary(boolean live) {
        double seconds =
                first == null || last == null
                        ? 0
                        : Duration.between(first, last).minus(idle).toMillis() / 1e3;
        return new RunSummary(
                name, spec, state(live), step, base, latest, latestStep, first, seconds, problem);
    }

    private RunState state(boolean live) {
        boolean open = said == RunState.RUNNING || said == RunState.PAUSED;
        return open && !live ? RunState.INTERRUPTED : said;
    }
}
