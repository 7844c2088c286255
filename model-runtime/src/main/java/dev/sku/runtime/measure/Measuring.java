package dev.sku.runtime.measure;

import dev.sku.protocol.Event;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.MeasuredReply;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.Wire;
import dev.sku.runtime.compare.LoadedBase;
import dev.sku.runtime.compare.Sides;
import dev.sku.runtime.data.DataFiles;
import dev.sku.runtime.data.Example;
import dev.sku.runtime.data.PromptTemplate;
import dev.sku.runtime.data.RowReading;
import dev.sku.runtime.data.RunData;
import dev.sku.runtime.data.Sha256;
import dev.sku.runtime.evaluate.Evaluation;
import dev.sku.runtime.evaluate.Judge;
import dev.sku.runtime.evaluate.Judges;
import dev.sku.runtime.evaluate.PromptSet;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.runs.ProcessMemory;
import dev.sku.runtime.unlearn.NegationScale;
import dev.sku.runtime.weights.TensorFingerprint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Measures a run's model at some λ after some steps, once: the same question is answered from the run folder.
///
/// The key of a point is the SHA-256 of everything its numbers follow from, and of nothing else: weights, what is combined
/// with them, λ, prompts and references, template, judge, lengths, seed, and what is computed on.
public final class Measuring {
    /// Changes whenever the same models and prompts may give other numbers.
    private static final int VERSION = 1;

    private final Order order;
    private final Listener listener;
    private final BooleanSupplier cancelled;

    /// What happens, on the thread of the call.
    public interface Listener {
        /// Rows that were read, and what may have been left out.
        void read(Event.RowsRead event);

        /// @param done points that are finished
        void begins(double lambda, int done, int of);

        /// @param remembered whether it had been measured before
        void measured(MeasuredPoint point, boolean remembered);
    }

    /// @param cancelled asked before every token
    public Measuring(Order order, Listener listener, BooleanSupplier cancelled) {
        this.order = order;
        this.listener = listener;
        this.cancelled = cancelled;
    }

    /// @return one point for each λ, fewer where it was cancelled
    /// @throws dev.sku.protocol.ProblemException naming what is missing or wrong
    public List<MeasuredPoint> run() {
        RunFolder run = RunFolder.open(order.run());
        RunSpec spec = run.readSpec();
        RunModel model = RunModel.of(run, order.step());
        order.lambdas().forEach(NegationScale::of);
        try (Sides sides = new Sides();
                Judge judge = Judges.open(order.judge(), order.device())) {
            String folder = spec.model().folder();
            sides.open(
                    List.of(
                            new SideSpec("base", folder, null, null),
                            new SideSpec(run.name(), model.at().toString(), null, null)),
                    order.device(),
                    Quantization.NONE);
            return new Work(run, spec, model, sides, judge).run();
        }
    }

    /// While models and judge are open.
    private final class Work {
        private final RunFolder run;
        private final RunSpec spec;
        private final RunModel model;
        private final Sides sides;
        private final Judge judge;
        private final int maxTokens;
        private final Evaluation.Prompts prompts;
        private final String baseFingerprint;
        private final String difference;
        private final MeasuredPoints kept;
        private @Nullable Evaluation evaluation;

        Work(RunFolder run, RunSpec spec, RunModel model, Sides sides, Judge judge) {
            this.run = run;
            this.spec = spec;
            this.model = model;
            this.sides = sides;
            this.judge = judge;
            LoadedBase base = sides.base(0);
            this.maxTokens =
                    Math.min(spec.data().maxTokens(), base.folder().config().maxPositions());
            this.prompts = prompts(base);
            this.baseFingerprint = TensorFingerprint.of(base.folder().tensors().values());
            this.difference = sides.fingerprint(1);
            this.kept = new MeasuredPoints(run);
        }

        List<MeasuredPoint> run() {
            List<MeasuredPoint> points = new ArrayList<>();
            for (double lambda : order.lambdas()) {
                if (cancelled.getAsBoolean()) {
                    break;
                }
                listener.begins(lambda, points.size(), order.lambdas().size());
                String key = key(lambda);
                Optional<MeasuredPoint> before = order.again() ? Optional.empty() : kept.find(key);
                Optional<MeasuredPoint> point = before.or(() -> measured(key, lambda));
                point.ifPresent(p -> {
                    points.add(p);
                    listener.measured(p, before.isPresent());
                });
            }
            return points;
        }

        private Optional<MeasuredPoint> measured(String key, double lambda) {
            long start = System.nanoTime();
            MeasuredPoint.Judging askedBefore = judge.asked();
            Evaluation made = evaluation();
            Variant variant = lambda == 0 ? base() : sides.at(1, lambda);
            return made.measure(variant, cancelled)
                    .map(result -> {
                        MeasuredPoint point =
                                new MeasuredPoint(
                                        key,
                                        run.name(),
                                        spec.method(),
                                        lambda == 0 ? 0 : model.step(),
                                        lambda,
                                        conditions(),
                                        result.measurement(),
                                        new MeasuredPoint.Cost(
                                                (System.nanoTime() - start) / 1e9,
                                                ProcessMemory.now().peakResidentBytes(),
                                                since(askedBefore, judge.asked())));
                        kept.keep(point, replies(result, made.fluencyLimit()));
                        return point;
                    });
        }

        private Variant base() {
            return new Variant.Plain(sides.base(0).model().base());
        }

        private Evaluation evaluation() {
            Evaluation made = evaluation;
            if (made == null) {
                LoadedBase base = sides.base(0);
                made =
                        new Evaluation(
                                base.model(),
                                base.tokenizer(),
                                PromptTemplate.of(spec.data().template(), base.tokenizer()),
                                judge,
                                prompts,
                                spec.evaluation().maxNewTokens(),
                                maxTokens);
                evaluation = made;
            }
            return made;
        }

        private Evaluation.Prompts prompts(LoadedBase base) {
            Consumer<Event> events =
                    event -> {
                        if (event instanceof Event.RowsRead read) {
                            listener.read(read);
                        }
                    };
            RunData data =
                    RunData.read(
                            spec.data(),
                            spec.acquisition().profile(),
                            spec.seed(),
                            base.tokenizer(),
                            maxTokens,
                            events);
            Evaluation.Prompts own = Evaluation.Prompts.of(spec, data, order.limit());
            RowReading reading =
                    new RowReading(
                            spec.acquisition().profile(),
                            base.tokenizer(),
                            PromptTemplate.of(spec.data().template(), base.tokenizer()),
                            maxTokens,
                            events);
            List<Evaluation.NamedPrompts> others = new ArrayList<>();
            order.prompts().forEach(f -> others.add(set(reading, f, DataFiles.Side.HARMFUL)));
            order.normalPrompts().forEach(f -> others.add(set(reading, f, DataFiles.Side.NORMAL)));
            return new Evaluation.Prompts(own.seen(), own.unseen(), own.normal(), others);
        }

        private Evaluation.NamedPrompts set(RowReading reading, Path file, DataFiles.Side side) {
            String name = String.valueOf(file.getFileName()).replaceFirst("\\..*", "");
            List<Example> rows = reading.read(List.of(file.toString()), side, null).examples();
            Integer limit = order.limit();
            return new Evaluation.NamedPrompts(
                    name,
                    side == DataFiles.Side.HARMFUL,
                    PromptSet.of(rows, limit == null ? 0 : limit, spec.seed(), name));
        }

        private String key(double lambda) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("version", VERSION);
            all.put("conditions", conditions());
            all.put("others", prompts.others());
            all.put("judge", judge.fingerprint());
            all.put("maxTokens", maxTokens);
            all.put("lambda", lambda);
            all.put("difference", lambda == 0 ? "" : difference);
            all.put("step", lambda == 0 ? 0 : model.step());
            all.put("template", evaluation().template().parts());
            all.put("tokenizer", sides.base(0).tokenizer().fingerprint());
            all.put("computed", order.device() + " " + sides.base(0).model().placement().compute());
            return Sha256.of(Wire.line(all));
        }

        private MeasuredPoint.Conditions conditions() {
            return new MeasuredPoint.Conditions(
                    baseFingerprint,
                    judge.name(),
                    Sha256.of(
                            Wire.line(List.of(prompts.seen(), prompts.unseen(), prompts.normal()))),
                    prompts.seen().size(),
                    prompts.unseen().size(),
                    prompts.normal().size(),
                    spec.data().template(),
                    spec.evaluation().maxNewTokens(),
                    spec.seed());
        }

        private List<MeasuredReply> replies(Evaluation.Result result, double limit) {
            List<MeasuredReply> all = new ArrayList<>();
            add(all, "seen", true, result.seen(), limit);
            add(all, "unseen", true, result.unseen(), limit);
            add(all, "normal", false, result.normal(), limit);
            for (int i = 0; i < result.others().size(); i++) {
                Evaluation.NamedPrompts set = prompts.others().get(i);
                add(all, set.name(), set.harmful(), result.others().get(i), limit);
            }
            return all;
        }
    }

    private static void add(
            List<MeasuredReply> all,
            String set,
            boolean harmful,
            List<Evaluation.Answer> answers,
            double limit) {
        for (Evaluation.Answer answer : answers) {
            Outcome outcome = answer.outcome();
            all.add(
                    new MeasuredReply(
                            answer.question(),
                            answer.reply(),
                            harmful,
                            answer.surprise(),
                            Double.isFinite(limit) ? limit : null,
                            set,
                            outcome,
                            null));
        }
    }

    private static MeasuredPoint.@Nullable Judging since(
            MeasuredPoint.@Nullable Judging before, MeasuredPoint.@Nullable Judging now) {
        return before == null || now == null
                ? now
                : new MeasuredPoint.Judging(
                        now.asked() - before.asked(),
                        now.unclear() - before.unclear(),
                        now.promptTokens() - before.promptTokens(),
                        now.replyTokens() - before.replyTokens());
    }
}
