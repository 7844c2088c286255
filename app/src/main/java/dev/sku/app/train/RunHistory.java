package dev.sku.app.train;

import dev.sku.protocol.Event;
import dev.sku.protocol.Message;
import dev.sku.protocol.Method;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.RunSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything a run has said that is shown: its steps, measurements, replies, memory and weights.
///
/// A run that continues from a checkpoint does the steps after it again; what it said of them before is then forgotten.
final class RunHistory {
    private final List<WeightedStep> steps = new ArrayList<>();
    private final List<Evaluated> evaluations = new ArrayList<>();
    private final List<Event.SampleReply> replies = new ArrayList<>();
    private final List<Event.MemoryMeasured> memory = new ArrayList<>();
    private @Nullable RunSpec spec;
    private Map<String, String> environment = Map.of();
    private final TreeMap<Integer, ModuleWeights> changes = new TreeMap<>();
    private Event.@Nullable Stage stage;
    private int checkpoint;
    private int rewinds;

    void accept(Message message) {
        switch (message.event()) {
            case Event.RunStarted e -> {
                spec = e.spec();
                environment = e.environment();
                checkpoint = e.fromStep();
                rewind(e.fromStep());
            }
            case Event.StepCompleted e ->
                    steps.add(new WeightedStep(e, weightsAfter(e.step() - 1)));
            case Event.EvaluationCompleted e ->
                    evaluations.add(new Evaluated(e.step(), e.lambda(), e.measurement()));
            case Event.SampleReply e -> replies.add(e);
            case Event.MemoryMeasured e -> memory.add(e);
            case Event.WeightsChanged e -> {
                // As the run itself keeps them: later changes belong to a course not taken.
                changes.tailMap(e.step(), true).clear();
                changes.put(e.step(), e.weights());
            }
            case Event.StageStarted e -> stage = e.stage();
            case Event.CheckpointSaved e -> checkpoint = e.step();
            case Event.RowsRead _,
                    Event.Paused _,
                    Event.Resumed _,
                    Event.LogLine _,
                    Event.RunFinished _,
                    Event.RunStopped _,
                    Event.RunFailed _ -> {}
        }
    }

    private void rewind(int fromStep) {
        boolean changed = steps.removeIf(p -> p.step().step() > fromStep);
        changed |= memory.removeIf(m -> m.step() > fromStep);
        // The base is measured once; a later measurement of it replaces the earlier one.
        changed |= evaluations.removeIf(e -> e.step() > fromStep || (fromStep == 0));
        changed |= replies.removeIf(r -> r.step() > fromStep || (fromStep == 0));
        rewinds += changed ? 1 : 0;
    }

    List<WeightedStep> steps() {
        return Collections.unmodifiableList(steps);
    }

    List<Evaluated> evaluations() {
        return Collections.unmodifiableList(evaluations);
    }

    List<Event.MemoryMeasured> memory() {
        return Collections.unmodifiableList(memory);
    }

    Event.@Nullable Stage stage() {
        return stage;
    }

    /// Whether a measurement is being made: that of the base or of the result, or one that is due after the last step.
    boolean measuring() {
        if (stage == Event.Stage.BASE_EVALUATION || stage == Event.Stage.FINAL_EVALUATION) {
            return true;
        }
        RunSpec of = spec;
        if (stage != Event.Stage.ACQUISITION || of == null || steps.isEmpty()) {
            return false;
        }
        int every = of.evaluation().everySteps();
        int done = steps.getLast().step().step();
        return every > 0
                && done % every == 0
                && done < of.acquisition().steps()
                && evaluations.stream().noneMatch(e -> e.lambda() != 0 && e.step() == done);
    }

    Steering steering() {
        int done = steps.isEmpty() ? checkpoint : steps.getLast().step().step();
        Integer changedAt = changes.floorKey(done);
        return new Steering(
                weightsAfter(done), changedAt == null ? Double.NaN : changedAt, checkpoint);
    }

    private ModuleWeights weightsAfter(int done) {
        Map.Entry<Integer, ModuleWeights> change = changes.floorEntry(done);
        return change != null
                ? change.getValue()
                : spec == null ? Steering.NONE.weights() : spec.acquisition().weights();
    }

    /// Counts how often something shown was taken back.
    int rewinds() {
        return rewinds;
    }

    /// The usual one before the run has told its own.
    Method method() {
        return spec == null ? Method.SKU : spec.method();
    }

    /// Versions and machine, as the run told them when it began.
    Map<String, String> environment() {
        return environment;
    }

    /// The base's measurement.
    @Nullable Evaluated base() {
        return evaluations.stream().filter(e -> e.lambda() == 0).findFirst().orElse(null);
    }

    /// Measurements over steps at the run's own λ, the base first.
    List<Evaluated> overSteps() {
        double lambda = spec == null ? 1 : spec.negation().lambda();
        Map<Integer, Evaluated> byStep = new LinkedHashMap<>();
        for (Evaluated e : evaluations) {
            if (e.lambda() == 0 || e.lambda() == lambda) {
                byStep.put(e.lambda() == 0 ? 0 : e.step(), e);
            }
        }
        return List.copyOf(byStep.values());
    }

    /// Measurements over λ after the last step that has more than one, the base first; empty before there are any.
    List<Evaluated> overLambda() {
        int lastStep = evaluations.stream().mapToInt(Evaluated::step).max().orElse(0);
        Map<Double, Evaluated> byLambda = new TreeMap<>();
        for (Evaluated e : evaluations) {
            if (e.lambda() == 0 || e.step() == lastStep) {
                byLambda.put(e.lambda(), e);
            }
        }
        return byLambda.size() < 3 ? List.of() : List.copyOf(byLambda.values());
    }

    /// Step of the newest replies of the unlearned model, -1 before there are any.
    int replyStep() {
        return replies.stream()
                .filter(r -> r.lambda() != 0)
                .mapToInt(Event.SampleReply::step)
                .max()
                .orElse(-1);
    }

    /// The newest replies of the unlearned model, each beside the base's reply to the same prompt.
    List<SamplePair> pairs() {
        int newest = replyStep();
        double lambda = spec == null ? 1 : spec.negation().lambda();
        Map<String, SamplePair> pairs = new LinkedHashMap<>();
        for (Event.SampleReply r : replies) {
            SamplePair.Reply reply = new SamplePair.Reply(r.reply(), r.outcome());
            SamplePair pair =
                    pairs.getOrDefault(r.promptText(), new SamplePair(r.promptText(), null, null));
            if (r.lambda() == 0) {
                pairs.put(r.promptText(), new SamplePair(r.promptText(), reply, pair.unlearned()));
            } else if (r.step() == newest && (r.lambda() == lambda || pair.unlearned() == null)) {
                pairs.put(r.promptText(), new SamplePair(r.promptText(), pair.base(), reply));
            }
        }
        return pairs.values().stream().filter(p -> newest < 0 || p.unlearned() != null).toList();
    }
}
