package dev.sku.runtime.unlearn;

import dev.sku.protocol.Command;
import dev.sku.protocol.Event;
import dev.sku.protocol.LossTerms;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.Precision;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.Wire;
import dev.sku.runtime.data.BatchPlan;
import dev.sku.runtime.data.MicroBatch;
import dev.sku.runtime.data.PlannedStep;
import dev.sku.runtime.engine.CardMemory;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.optim.AdamW;
import dev.sku.runtime.optim.LossScale;
import dev.sku.runtime.runs.Checkpoints;
import dev.sku.runtime.runs.ControlFile;
import dev.sku.runtime.runs.MemoryWatch;
import dev.sku.runtime.runs.RunJournal;
import dev.sku.runtime.runs.WeightsTimeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// Stage 1: the base is fine-tuned to *learn* harmful answers (SKU, §3). The loop, from the first step to the last.
///
/// Other methods take the same steps on other losses ([LossTerm#of]); what a step minimises is all they differ in.
///
/// Everything random is in the plan or follows from the seed and the step's number, so a run that is killed and continued
/// from its newest checkpoint computes the same bits on the CPU.
public final class HarmfulKnowledgeAcquisition implements AutoCloseable {
    private static final long PAUSE_POLL_MILLIS = 200;

    private final RunSpec spec;
    private final BatchPlan plan;
    private final TrainingRows rows;
    private final Trainee trainee;
    private final AdamW optimizer;
    private final AcquisitionStep acquisition;
    private final WeightsTimeline timeline;
    private final RunJournal journal;
    private final ControlFile control;
    private final Checkpoints checkpoints;
    private final JournaledEvaluation evaluation;
    private final BooleanSupplier interrupted;
    private final MemoryWatch memory;
    private final long padId;
    private LossScale lossScale;
    private int newestCheckpoint;
    private int steps;

    /// How the loop ended.
    public enum Ending {
        COMPLETED,
        STOPPED_AND_KEPT,
        STOPPED,
        /// The process has to end; the checkpoint is saved and the run can go on.
        INTERRUPTED
    }

    /// What surrounds the loop in its run folder.
    public record Surroundings(
            RunJournal journal,
            ControlFile control,
            Checkpoints checkpoints,
            WeightsTimeline timeline,
            JournaledEvaluation evaluation,
            BooleanSupplier interrupted,
            boolean activationCheckpointing) {}

    public HarmfulKnowledgeAcquisition(
            RunSpec spec,
            BatchPlan plan,
            TrainingRows rows,
            Trainee trainee,
            Surroundings surroundings) {
        this.spec = spec;
        this.plan = plan;
        this.rows = rows;
        this.trainee = trainee;
        this.journal = surroundings.journal();
        this.control = surroundings.control();
        this.checkpoints = surroundings.checkpoints();
        this.timeline = surroundings.timeline();
        this.evaluation = surroundings.evaluation();
        this.interrupted = surroundings.interrupted();
        this.acquisition =
                new AcquisitionStep(
                        trainee,
                        Objective.of(spec, trainee.model().config().hiddenSize()),
                        surroundings.activationCheckpointing());
        this.optimizer =
                new AdamW(
                        trainee.model().script(),
                        spec.optimizer(),
                        trainee.parameters(),
                        spec.memory().optimizerOnHost()
                                ? AdamW.Moments.ON_HOST
                                : AdamW.Moments.BESIDE_PARAMETERS);
        this.lossScale =
                spec.precision() == Precision.FP16 ? LossScale.initial() : LossScale.none();
        this.memory = new MemoryWatch(new CardMemory(spec.device()));
        this.padId = LossTerm.padId(trainee.model().config());
    }

    /// Takes up the newest checkpoint that verifies, if there is one.
    ///
    /// @return steps done
    public int restore() {
        newestCheckpoint =
                checkpoints
                        .newest()
                        .map(checkpoint -> {
                            lossScale =
                                    new TrainingState(trainee, optimizer, lossScale)
                                            .restore(checkpoint.folder(), checkpoint.step());
                            return checkpoint.step();
                        })
                        .orElse(0);
        return newestCheckpoint;
    }

    /// Where a run goes on.
    ///
    /// @param done steps done, as restored
    /// @param reached how far the run had come when it ended; a stop that keeps what was learned does not go behind it
    /// @param measured whether the negated model after `done` steps was measured already
    public record Start(int done, int reached, boolean measured) {}

    public Ending run(Start start) {
        steps = start.done();
        if (steps > 0 && !start.measured() && measuredAfter(steps)) {
            evaluate(steps);
        }
        for (int step = start.done(); step < plan.steps().size(); step++) {
            Ending ordered = obey(step, start);
            if (ordered != null) {
                return ordered;
            }
            if (interrupted.getAsBoolean()) {
                save(step);
                return Ending.INTERRUPTED;
            }
            journal.append(oneStep(plan.steps().get(step)));
            int completed = step + 1;
            steps = completed;
            memory.due(completed).ifPresent(journal::append);
            if (measuredAfter(completed)) {
                evaluate(completed);
            }
            boolean last = completed == plan.steps().size();
            if (due(completed, spec.output().checkpointEvery()) || last) {
                save(completed);
            }
        }
        return Ending.COMPLETED;
    }

    /// Steps done, as the weights are now.
    public int steps() {
        return steps;
    }

    private boolean measuredAfter(int step) {
        return due(step, spec.evaluation().everySteps()) && step < plan.steps().size();
    }

    private Event.StepCompleted oneStep(PlannedStep planned) {
        long began = System.nanoTime();
        int number = planned.step() + 1;
        ModuleWeights weights = timeline.at(planned.step());
        Computed computed = gradients(planned, weights);
        while (!computed.isFinite() && lossScale.backsOff()) {
            journal.append(
                    new Event.LogLine(
                            Event.Level.INFO,
                            "step %d overflowed float16; computed again with its loss scaled by %.0f"
                                    .formatted(number, lossScale.scale())));
            computed = gradients(planned, weights);
        }
        LossTerms loss = computed.loss();
        double norm = computed.norm();
        requireFinite(Problem.Code.LOSS_NOT_FINITE, loss.total(), number);
        requireFinite(Problem.Code.GRADIENT_NOT_FINITE, norm, number);
        lossScale.held();
        Double clip = spec.optimizer().clipNorm();
        if (clip != null) {
            optimizer.clip(norm, clip);
        }
        optimizer.step(planned.learningRate());
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Event.StepCompleted(
                number, loss, norm, planned.learningRate(), computed.tokens(), seconds);
    }

    private record Computed(LossTerms loss, double norm, int tokens) {
        boolean isFinite() {
            return Double.isFinite(loss.total()) && Double.isFinite(norm);
        }
    }

    /// Losses and gradients of all micro-batches of a step.
    private Computed gradients(PlannedStep planned, ModuleWeights weights) {
        List<LossTerm> terms = LossTerm.of(spec, weights, padId);
        long seed = (spec.seed() * 1_000_003 + planned.step()) << 20;
        trainee.beginStep();
        List<LossTerms> losses = new ArrayList<>();
        int tokens = 0;
        double share = 1.0 / planned.batches().size();
        for (MicroBatch batch : planned.batches()) {
            StepRows packed =
                    StepRows.of(
                            rows.batch(batch),
                            terms,
                            padId,
                            trainee.model().architecture()::padPosition);
            int micro = losses.size();
            losses.add(
                    acquisition.accumulate(
                            packed,
                            weights,
                            new AcquisitionStep.Contribution(
                                    share,
                                    micro > 0,
                                    lossScale.scale(),
                                    seed + ((long) micro << 10))));
            tokens += packed.tokens();
        }
        if (!lossScale.isNone()) {
            optimizer.scaleGradients(1 / lossScale.scale());
        }
        return new Computed(mean(losses), optimizer.gradientNorm(), tokens);
    }

    private void requireFinite(Problem.Code code, double value, int step) {
        if (!Double.isFinite(value)) {
            String newest = newestCheckpoint == 0 ? "none" : "step " + newestCheckpoint;
            throw ProblemException.of(code, value, step, newest);
        }
    }

    private static LossTerms mean(List<LossTerms> of) {
        int n = of.size();
        return new LossTerms(
                of.stream().mapToDouble(LossTerms::guidedDistortion).sum() / n,
                of.stream().mapToDouble(LossTerms::randomDisassociation).sum() / n,
                of.stream().mapToDouble(LossTerms::preservationDivergence).sum() / n,
                of.stream().mapToDouble(LossTerms::total).sum() / n);
    }

    /// Orders come from outside: a step with them must have something to compute.
    private boolean usable(ModuleWeights weights) {
        return DoubleStream.of(
                                weights.guidedDistortion(),
                                weights.randomDisassociation(),
                                weights.preservationDivergence())
                        .allMatch(w -> w >= 0 && Double.isFinite(w))
                && spec.method().has(weights)
                && !LossTerm.of(spec, weights, padId).isEmpty();
    }

    private static boolean due(int step, int every) {
        return every > 0 && step % every == 0;
    }

    /// Obeys what was ordered since the last step; a pause waits here.
    ///
    /// @return how to end, or null to go on
    private @Nullable Ending obey(int done, Start start) {
        boolean paused = false;
        boolean first = done == start.done();
        do {
            List<Command> orders = control.poll();
            if (first && !orders.isEmpty()) {
                journal.append(
                        new Event.LogLine(
                                Event.Level.INFO,
                                "given before this start: "
                                        + orders.stream()
                                                .map(Wire::line)
                                                .collect(Collectors.joining(", "))));
            }
            first = false;
            for (Command command : orders) {
                switch (command) {
                    case Command.Pause() -> {
                        if (!paused) {
                            journal.append(new Event.Paused(done));
                        }
                        paused = true;
                    }
                    case Command.Resume() -> {
                        if (paused) {
                            journal.append(new Event.Resumed(done));
                        }
                        paused = false;
                    }
                    case Command.Stop(boolean keep) when keep && done < start.reached() ->
                            paused = false;
                    case Command.Stop(boolean keep) -> {
                        if (keep) {
                            save(done);
                        }
                        return keep ? Ending.STOPPED_AND_KEPT : Ending.STOPPED;
                    }
                    case Command.SetWeights(ModuleWeights weights) when !usable(weights) ->
                            journal.append(
                                    new Event.LogLine(
                                            Event.Level.WARNING,
                                            "weights "
                                                    + weights
                                                    + " were not taken: each must be at least 0, one above it, and none for a part that the method lacks"));
                    case Command.SetWeights(ModuleWeights weights) -> {
                        timeline.change(done, weights);
                        journal.append(new Event.WeightsChanged(done, weights));
                    }
                    case Command.EvaluateNow() -> evaluate(done);
                    case Command.CheckpointNow() -> save(done);
                }
            }
            if (paused) {
                sleep();
            }
        } while (paused && !interrupted.getAsBoolean());
        return null;
    }

    private static void sleep() {
        try {
            Thread.sleep(PAUSE_POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while paused", e);
        }
    }

    private void evaluate(int done) {
        double lambda = spec.negation().lambda();
        BooleanSupplier cancelled = () -> interrupted.getAsBoolean() || control.stop().isPresent();
        Variant negated = trainee.negated(lambda * spec.method().sign());
        if (evaluation.measure(done, lambda, negated, cancelled).isEmpty()) {
            journal.append(
                    new Event.LogLine(
                            Event.Level.INFO,
                            "the measurement after step %d was cut short and does not count"
                                    .formatted(done)));
        }
    }

    private void save(int done) {
        if (done == newestCheckpoint) {
            return;
        }
        Checkpoints.Checkpoint saved =
                checkpoints.save(done, new TrainingState(trainee, optimizer, lossScale)::save);
        newestCheckpoint = done;
        journal.append(
                new Event.CheckpointSaved(
                        done, saved.folder().getFileName().toString(), saved.bytes()));
        journal.append(memory.now(done));
    }

    @Override
    public void close() {
        optimizer.close();
    }
}
