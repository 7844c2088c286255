package dev.sku.runtime.agent;

import dev.sku.protocol.DeviceNames;
import dev.sku.protocol.Event;
import dev.sku.protocol.ForkPoint;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Method;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Profile;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunResult;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecCheck;
import dev.sku.protocol.Wire;
import dev.sku.runtime.data.BatchPlan;
import dev.sku.runtime.data.PlannedRows;
import dev.sku.runtime.data.PromptTemplate;
import dev.sku.runtime.data.RunData;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.engine.CardMemory;
import dev.sku.runtime.evaluate.Evaluation;
import dev.sku.runtime.evaluate.Judge;
import dev.sku.runtime.evaluate.Judges;
import dev.sku.runtime.evaluate.SentenceEncoder;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.runs.Checkpoints;
import dev.sku.runtime.runs.ControlFile;
import dev.sku.runtime.runs.Environment;
import dev.sku.runtime.runs.Fork;
import dev.sku.runtime.runs.ProcessMemory;
import dev.sku.runtime.runs.RunJournal;
import dev.sku.runtime.runs.RunLock;
import dev.sku.runtime.runs.WeightsTimeline;
import dev.sku.runtime.unlearn.HarmfulKnowledgeAcquisition;
import dev.sku.runtime.unlearn.HarmfulKnowledgeAcquisition.Ending;
import dev.sku.runtime.unlearn.JournaledEvaluation;
import dev.sku.runtime.unlearn.Trainee;
import dev.sku.runtime.unlearn.TrainingRows;
import dev.sku.runtime.weights.AtomicFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run in its folder, from wherever it stands to its end: started again, it continues.
///
/// The base is measured first, then stage 1, then stage 2, then the unlearned model at every λ asked for.
public final class RunProcess {
    private final RunFolder folder;
    private final RunSpec spec;
    private final Consumer<Event> watcher;
    private final BooleanSupplier interrupted;

    /// @param watcher sees every event after it is in the journal
    /// @param interrupted asked once a step and a token: true saves a checkpoint and ends, to be continued
    public RunProcess(RunFolder folder, Consumer<Event> watcher, BooleanSupplier interrupted) {
        this.folder = folder;
        this.spec = folder.readSpec();
        this.watcher = watcher;
        this.interrupted = interrupted;
    }

    /// Refuses a plan that cannot be this specification's, whatever the rows.
    ///
    /// @throws ProblemException `FILE_MISSING`, or `PLAN_INVALID` with the line
    public static void checkPlan(Path plan, RunSpec spec) {
        refuseOtherLength(plan, BatchPlan.read(plan, spec.method()), spec);
    }

    /// Gives a run another run's plan before its first step.
    ///
    /// @throws ProblemException `FILE_EXISTS` where the run has begun, and as [#checkPlan]
    public static void replayPlan(RunFolder folder, Path plan) {
        if (Files.exists(folder.plan())) {
            throw ProblemException.of(Problem.Code.FILE_EXISTS, folder.plan());
        }
        checkPlan(plan, folder.readSpec());
        AtomicFiles.writeFile(folder.plan(), out -> Files.copy(plan, out));
    }

    /// The released code's last pass is always whole, so that its plans may be longer than asked.
    private static void refuseOtherLength(Path file, BatchPlan plan, RunSpec spec) {
        int steps = plan.steps().size();
        int asked = stepsOf(spec);
        boolean longer = steps > asked && spec.acquisition().profile() == Profile.PAPER;
        if (steps < asked || longer) {
            throw ProblemException.of(
                    Problem.Code.PLAN_INVALID,
                    file,
                    1,
                    "it has %d steps, the specification asks for %d".formatted(steps, asked));
        }
    }

    private static int stepsOf(RunSpec spec) {
        return spec.method().isTrained() ? spec.acquisition().steps() : 0;
    }

    /// @return the result, or empty when the run was interrupted, or stopped and discarded on request
    /// @throws ProblemException `RUN_LOCKED` where another process has it, `RUN_DISCARDED` where it was discarded before;
    ///     every other problem is in the journal too
    public Optional<RunResult> run() {
        try (RunLock lock = RunLock.acquire(folder)) {
            if (Files.exists(folder.result())) {
                RunResult result = folder.readResult();
                if (Files.exists(folder.checkpoints())) {
                    completeEnd(lock, result);
                }
                return Optional.of(result);
            }
            if (folder.ending().orElse(null) instanceof Event.RunStopped(_, boolean kept)
                    && !kept) {
                throw ProblemException.of(Problem.Code.RUN_DISCARDED, folder.path());
            }
            try (RunJournal journal = RunJournal.open(lock, watcher)) {
                try {
                    return new Work(journal).run();
                } catch (ProblemException e) {
                    journal.append(new Event.RunFailed(lastStep(), e.problem()));
                    throw e;
                }
            }
        }
    }

    /// What a process that died after it wrote the result had left to do.
    private void completeEnd(RunLock lock, RunResult result) {
        if (folder.ending().isEmpty()) {
            try (RunJournal journal = RunJournal.open(lock, watcher)) {
                journal.append(end(result));
            }
        }
        // Checkpoints hold the acquired model, which is more harmful than the base: not a product.
        new Checkpoints(folder, _ -> {}).removeAll();
    }

    private Event end(RunResult result) {
        return result.steps() < stepsOf(spec)
                ? new Event.RunStopped(result.steps(), true)
                : new Event.RunFinished(result.steps(), result.outputs(), result.seconds());
    }

    private int lastStep() {
        int[] last = {0};
        folder.journal()
                .forEachNew(
                        1,
                        m -> {
                            if (m.event() instanceof Event.StepCompleted s) {
                                last[0] = s.step();
                            }
                        });
        return last[0];
    }

    /// The run while it holds its lock.
    private final class Work {
        private final RunJournal journal;
        private final long began = System.nanoTime();
        private final CardMemory cards = new CardMemory(spec.device());

        Work(RunJournal journal) {
            this.journal = journal;
        }

        Optional<RunResult> run() {
            List<dev.sku.protocol.Fault> faults = SpecCheck.check(spec);
            if (!faults.isEmpty()) {
                throw new ProblemException(SpecCheck.problem(folder.spec().toString(), faults));
            }
            Environment.record(folder);
            Fork.take(folder);
            stage(Event.Stage.LOADING);
            ModelFolder base = ModelFolder.open(Path.of(spec.model().folder()));
            new SpecForModel(spec, base.config(), folder.spec().toString()).check();
            base.warnings().forEach(w -> journal.append(new Event.LogLine(Event.Level.WARNING, w)));
            int maxTokens = Math.min(spec.data().maxTokens(), base.config().maxPositions());
            try (TextTokenizer tokenizer = TextTokenizer.open(base.path())) {
                RunData data =
                        RunData.read(
                                spec.data(),
                                spec.acquisition().profile(),
                                spec.seed(),
                                tokenizer,
                                maxTokens,
                                journal::append);
                BatchPlan plan = plan(data);
                TrainingRows rows = TrainingRows.of(spec, data, tokenizer, maxTokens);
                RunEstimate estimate = RunEstimate.of(spec, base, plan, rows);
                estimate.requireRoom(folder.spec().toString());
                journal.append(new Event.LogLine(Event.Level.INFO, estimate.sentence()));
                try (CausalLm model = ModelLoading.load(estimate, base);
                        Trainee trainee = Trainee.of(model, spec.trained(), spec.seed());
                        Judge judge =
                                Judges.open(
                                        spec.evaluation().judge(),
                                        DeviceNames.of(spec.device()).getFirst());
                        SentenceEncoder encoder =
                                SentenceEncoder.open(
                                        spec.evaluation().encoder(),
                                        DeviceNames.of(spec.device()).getFirst())) {
                    Measured all =
                            new Measured(base, model, tokenizer, data, judge, encoder, maxTokens);
                    JournaledEvaluation evaluation =
                            evaluation(all, PromptTemplate.ofBase(spec, tokenizer));
                    JournaledEvaluation last =
                            spec.method().isTrained()
                                    ? evaluation
                                    : evaluation(all, PromptTemplate.ofOutcome(spec, tokenizer));
                    return train(
                            base,
                            model,
                            trainee,
                            plan,
                            rows,
                            evaluation,
                            last,
                            estimate.memory().checkpointing());
                }
            }
        }

        private Optional<RunResult> train(
                ModelFolder base,
                CausalLm model,
                Trainee trainee,
                BatchPlan plan,
                TrainingRows rows,
                JournaledEvaluation evaluation,
                JournaledEvaluation last,
                boolean checkpointing) {
            ControlFile control = new ControlFile(folder, journal::append);
            var surroundings =
                    new HarmfulKnowledgeAcquisition.Surroundings(
                            journal,
                            control,
                            new Checkpoints(
                                    folder,
                                    w -> journal.append(new Event.LogLine(Event.Level.WARNING, w))),
                            WeightsTimeline.of(folder, spec.acquisition().weights()),
                            evaluation,
                            interrupted,
                            checkpointing);
            try (var acquisition =
                    new HarmfulKnowledgeAcquisition(spec, plan, rows, trainee, surroundings)) {
                int done = acquisition.restore();
                Fork.requireTaken(folder, spec, done);
                var start =
                        new HarmfulKnowledgeAcquisition.Start(
                                done,
                                lastStep(),
                                measured(done, spec.negation().lambda()).isPresent());
                journal.append(new Event.RunStarted(spec, done, Environment.capture()));
                sayOrigin(done);
                Optional<Measurement> before = baseMeasurement(model, evaluation, control);
                if (before.isEmpty()) {
                    return interrupted.getAsBoolean() ? interruption() : discarded(done);
                }
                stage(Event.Stage.ACQUISITION);
                Ending ending = acquisition.run(start);
                return switch (ending) {
                    case INTERRUPTED -> interruption();
                    case STOPPED -> discarded(acquisition.steps());
                    case COMPLETED, STOPPED_AND_KEPT ->
                            finish(
                                    base,
                                    trainee,
                                    last,
                                    before.get(),
                                    ending,
                                    acquisition.steps(),
                                    control);
                };
            }
        }

        private void sayOrigin(int done) {
            ForkPoint from = spec.from();
            if (from != null && from.step() == done) {
                journal.append(
                        new Event.LogLine(
                                Event.Level.INFO,
                                "goes on from step %d of %s".formatted(done, from.run())));
            }
        }

        private Optional<RunResult> interruption() {
            journal.append(
                    new Event.LogLine(Event.Level.INFO, "interrupted; started again, it goes on"));
            return Optional.empty();
        }

        private Optional<RunResult> discarded(int steps) {
            new Checkpoints(folder, _ -> {}).removeAll();
            journal.append(new Event.RunStopped(steps, false));
            return Optional.empty();
        }

        /// From here on a stop leaves out what is measured at other scales, and nothing else is ordered any more. The end of
        /// the process cuts it short, and the next start does it again.
        private Optional<RunResult> finish(
                ModelFolder base,
                Trainee trainee,
                JournaledEvaluation evaluation,
                Measurement before,
                Ending ending,
                int steps,
                ControlFile control) {
            stage(Event.Stage.NEGATION);
            Map<String, String> outputs = new RunOutputs(folder, spec, base, trainee).write();
            stage(Event.Stage.FINAL_EVALUATION);
            double lambda = spec.negation().lambda();
            Optional<Measurement> after =
                    evaluation.measure(steps, lambda, unlearned(trainee, lambda), interrupted);
            if (after.isEmpty()) {
                return interruption();
            }
            BooleanSupplier enough = () -> ending == Ending.COMPLETED && control.stop().isPresent();
            BooleanSupplier cancelled = () -> interrupted.getAsBoolean() || enough.getAsBoolean();
            List<RunResult.SweepPoint> sweep = new ArrayList<>();
            for (double at : sweep()) {
                Optional<Measurement> point =
                        at == lambda
                                ? after
                                : evaluation.measure(steps, at, unlearned(trainee, at), cancelled);
                if (point.isEmpty() && interrupted.getAsBoolean()) {
                    return interruption();
                }
                point.ifPresent(measured -> sweep.add(new RunResult.SweepPoint(at, measured)));
            }
            if (enough.getAsBoolean()) {
                journal.append(
                        new Event.LogLine(
                                Event.Level.INFO,
                                "stopped: other negation scales are not measured any more"));
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            RunResult result =
                    new RunResult(
                            folder.name(),
                            steps,
                            before,
                            after.get(),
                            sweep,
                            seconds,
                            ProcessMemory.now().peakResidentBytes(),
                            outputs,
                            spec.from(),
                            evaluation.conditions(),
                            cards.sinceLast());
            stage(Event.Stage.WRITING);
            AtomicFiles.writeFile(
                    folder.result(),
                    out -> out.write(Wire.pretty(result).getBytes(StandardCharsets.UTF_8)));
            if (ending == Ending.STOPPED_AND_KEPT) {
                journal.append(new Event.RunStopped(steps, true));
            } else {
                journal.append(new Event.RunFinished(steps, outputs, seconds));
            }
            // Checkpoints hold the acquired model, which is more harmful than the base: not a
            // product.
            new Checkpoints(folder, _ -> {}).removeAll();
            return Optional.of(result);
        }

        private List<Double> sweep() {
            return spec.method().isTrained() ? spec.negation().sweep() : List.of();
        }

        private Variant unlearned(Trainee trainee, double lambda) {
            return spec.method().isTrained()
                    ? trainee.negated(lambda * spec.method().sign())
                    : new Variant.Plain(trainee.model().base());
        }

        /// The base is measured once; a continued run finds the numbers in its journal.
        ///
        /// @return empty when the process has to end, or the run is to be discarded
        private Optional<Measurement> baseMeasurement(
                CausalLm model, JournaledEvaluation evaluation, ControlFile control) {
            Optional<Measurement> known = measured(0, 0);
            if (known.isPresent()) {
                return known;
            }
            stage(Event.Stage.BASE_EVALUATION);
            BooleanSupplier cancelled =
                    () ->
                            interrupted.getAsBoolean()
                                    || control.stop().filter(stop -> !stop.keep()).isPresent();
            return evaluation.measure(0, 0, new Variant.Plain(model.base()), cancelled);
        }

        private Optional<Measurement> measured(int step, double lambda) {
            List<Measurement> found = new ArrayList<>();
            folder.journal()
                    .forEachNew(
                            1,
                            m -> {
                                if (m.event() instanceof Event.EvaluationCompleted e
                                        && e.step() == step
                                        && e.lambda() == lambda) {
                                    found.add(e.measurement());
                                }
                            });
            return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
        }

        private BatchPlan plan(RunData data) {
            PlannedRows rows = data.planned();
            if (Files.exists(folder.plan())) {
                BatchPlan plan = BatchPlan.read(folder.plan(), rows, spec.method());
                refuseOtherLength(folder.plan(), plan, spec);
                return plan;
            }
            if (spec.method() == Method.SKU) {
                BatchPlan.repetition(spec.acquisition(), data.questions())
                        .ifPresent(text ->
                                journal.append(new Event.LogLine(Event.Level.WARNING, text)));
            }
            BatchPlan plan = BatchPlan.of(spec, data);
            plan.write(folder.plan(), rows);
            return plan;
        }

        /// What all measurements of the run have in common.
        private record Measured(
                ModelFolder base,
                CausalLm model,
                TextTokenizer tokenizer,
                RunData data,
                Judge judge,
                @Nullable SentenceEncoder encoder,
                int maxTokens) {}

        private JournaledEvaluation evaluation(Measured all, PromptTemplate template) {
            Evaluation.Prompts prompts = Evaluation.Prompts.of(spec, all.data(), null);
            Evaluation evaluation =
                    new Evaluation(
                            all.model(),
                            all.tokenizer(),
                            template,
                            all.judge(),
                            all.encoder(),
                            prompts,
                            spec.evaluation().maxNewTokens(),
                            all.maxTokens());
            return new JournaledEvaluation(
                    evaluation,
                    Evaluation.conditions(spec, all.base(), all.judge(), all.encoder(), prompts),
                    journal,
                    spec.evaluation().samples());
        }

        private void stage(Event.Stage stage) {
            journal.append(new Event.StageStarted(stage));
        }
    }
}
