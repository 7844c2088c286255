package dev.sku.runtime.measure;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Event;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.MeasuredReply;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Relearning;
import dev.sku.protocol.Robustness;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.Treatment;
import dev.sku.protocol.Wire;
import dev.sku.runtime.compare.LoadedBase;
import dev.sku.runtime.compare.Sides;
import dev.sku.runtime.data.DataFiles;
import dev.sku.runtime.data.Example;
import dev.sku.runtime.data.PromptTemplate;
import dev.sku.runtime.data.RowReading;
import dev.sku.runtime.data.RunData;
import dev.sku.runtime.data.Sha256;
import dev.sku.runtime.data.TokenRow;
import dev.sku.runtime.engine.CardMemory;
import dev.sku.runtime.evaluate.Evaluation;
import dev.sku.runtime.evaluate.Judge;
import dev.sku.runtime.evaluate.Judges;
import dev.sku.runtime.evaluate.PromptSet;
import dev.sku.runtime.evaluate.SentenceEncoder;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.runs.ProcessMemory;
import dev.sku.runtime.unlearn.NegationScale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Measures a run's model at some λ after some steps, once: the same question is answered from the run folder.
///
/// The key of a point is the SHA-256 of everything its numbers follow from, and of nothing else: weights, what is combined
/// with them, λ, prompts and references, template, judge, lengths, seed, and what is computed on.
public final class Measuring implements AutoCloseable {
    /// Changes whenever the same models and prompts may give other numbers.
    private static final int VERSION = 2;

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

        /// What training the unlearned model again will hold.
        default void needs(MemoryEstimate.OnDevice estimate) {}
    }

    private final RunFolder run;
    private final RunSpec spec;
    private final RunModel model;
    private final Sides sides = new Sides();
    private final Judge judge;
    private final @Nullable SentenceEncoder encoder;
    private final int maxTokens;
    private final RunData data;
    private final Evaluation.Prompts prompts;
    private final MeasuredPoint.Conditions conditions;
    private final String difference;
    private final MeasuredPoints kept;
    private final CardMemory cards;
    private @Nullable Evaluation ofBase;
    private @Nullable Evaluation ofOutcome;
    private @Nullable ProblemException diverged;

    /// Opens the run's model and the judge.
    ///
    /// @param cancelled asked before every token
    /// @throws dev.sku.protocol.ProblemException naming what is missing or wrong
    public Measuring(Order order, Listener listener, BooleanSupplier cancelled) {
        this.order = order;
        this.listener = listener;
        this.cancelled = cancelled;
        run = RunFolder.open(order.run());
        spec = run.readSpec();
        model = RunModel.of(run, order.step());
        order.lambdas().forEach(NegationScale::of);
        requireUnlearned();
        kept = new MeasuredPoints(run);
        cards = new CardMemory(order.device());
        judge = Judges.open(order.judge(), order.device());
        try {
            encoder =
                    SentenceEncoder.open(
                            order.encoder() == null
                                    ? spec.evaluation().encoder()
                                    : order.encoder().toString(),
                            order.device());
            sides.open(places(), order.device(), Quantization.NONE);
            LoadedBase base = sides.base(0);
            maxTokens = Math.min(spec.data().maxTokens(), base.folder().config().maxPositions());
            data = data(base);
            prompts = prompts(base);
            conditions = Evaluation.conditions(spec, base.folder(), judge, encoder, prompts);
            difference =
                    spec.method().isTrained()
                            ? sides.fingerprint(1)
                            : Wire.line(PromptTemplate.ofOutcome(spec, base.tokenizer()).parts());
            requireRoom(base);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// A method that trains nothing is its base, asked otherwise.
    private List<SideSpec> places() {
        SideSpec base = new SideSpec("base", spec.model().folder(), null, null);
        return spec.method().isTrained()
                ? List.of(base, new SideSpec(run.name(), model.at().toString(), null, null))
                : List.of(base);
    }

    /// The base is not unlearned: nothing can come back to it.
    private void requireUnlearned() {
        Robustness robustness = order.robustness().checked();
        if (robustness.treatments().isEmpty()) {
            return;
        }
        if (order.lambdas().stream().allMatch(l -> l == 0)) {
            throw ProblemException.of(
                    Problem.Code.ROBUSTNESS_INVALID,
                    "what is trained again or quantized is the unlearned model, so that a λ above 0 is needed");
        }
        if (!spec.method().isTrained()) {
            throw ProblemException.of(
                    Problem.Code.ROBUSTNESS_INVALID,
                    "the run's method trains nothing, so that its model is the base itself");
        }
    }

    private void requireRoom(LoadedBase base) {
        Relearning how = order.robustness().relearning();
        if (how != null && !order.robustness().relearnSteps().isEmpty()) {
            List<TokenRow> rows = new ArrayList<>(TreatedModels.rows(data, how, false));
            rows.addAll(TreatedModels.rows(data, how, true));
            MemoryEstimate.OnDevice needed =
                    RelearningMemory.of(spec, base.folder(), how, rows, order.device());
            RelearningMemory.requireRoom(needed, run.name());
            listener.needs(needed);
        }
    }

    /// @return one point for each λ of the order and each treatment, fewer where it was cancelled, and none for what
    ///     diverged when it was trained again: [#requireWhole]
    public List<MeasuredPoint> all() {
        List<Double> lambdas = order.lambdas().stream().map(this::meant).distinct().toList();
        List<Treatment> treatments = order.robustness().treatments();
        int unlearned = (int) lambdas.stream().filter(l -> l != 0).count();
        int of = lambdas.size() + unlearned * treatments.size();
        List<MeasuredPoint> points = new ArrayList<>();
        for (double lambda : lambdas) {
            if (cancelled.getAsBoolean()) {
                break;
            }
            listener.begins(lambda, points.size(), of);
            at(lambda).ifPresent(points::add);
            if (lambda != 0) {
                treated(lambda, treatments, points, of);
            }
        }
        return points;
    }

    private void treated(
            double lambda, List<Treatment> treatments, List<MeasuredPoint> points, int of) {
        try (TreatedModels models =
                new TreatedModels(sides.base(0).model(), variant(lambda), data)) {
            for (Treatment treatment : treatments) {
                if (cancelled.getAsBoolean()) {
                    return;
                }
                listener.begins(lambda, points.size(), of);
                try {
                    found(
                                    key(lambda, treatment),
                                    key ->
                                            measured(
                                                    key,
                                                    lambda,
                                                    treatment,
                                                    () -> models.after(treatment, cancelled)))
                            .ifPresent(points::add);
                } catch (ProblemException e) {
                    if (e.problem().code() != Problem.Code.RELEARNING_DIVERGED) {
                        throw e;
                    }
                    diverged = diverged == null ? e : diverged; // the others can still be measured
                }
            }
        }
    }

    /// @throws ProblemException `RELEARNING_DIVERGED` where [#all] left a point out: the first
    public void requireWhole() {
        if (diverged != null) {
            throw diverged;
        }
    }

    /// @return empty where it was cancelled
    public Optional<MeasuredPoint> at(double asked) {
        double lambda = meant(asked);
        return found(
                key(lambda, null),
                key ->
                        measured(
                                key,
                                lambda,
                                null,
                                () ->
                                        Optional.of(
                                                new Evaluation.Subject(
                                                        sides.base(0).model(), variant(lambda)))));
    }

    private Optional<MeasuredPoint> found(
            String key, Function<String, Optional<MeasuredPoint>> measure) {
        Optional<MeasuredPoint> before = order.again() ? Optional.empty() : kept.find(key);
        Optional<MeasuredPoint> point = before.or(() -> measure.apply(key));
        point.ifPresent(p -> listener.measured(p, before.isPresent()));
        return point;
    }

    /// An instruction has no strength: it is there, as the run says, or it is not.
    private double meant(double lambda) {
        return lambda == 0 || spec.method().isTrained() ? lambda : spec.negation().lambda();
    }

    private Variant variant(double lambda) {
        return lambda == 0 || !spec.method().isTrained() ? base() : sides.at(1, lambda);
    }

    /// @param subject empty where making it was cancelled
    private Optional<MeasuredPoint> measured(
            String key,
            double lambda,
            @Nullable Treatment treatment,
            Supplier<Optional<Evaluation.Subject>> subject) {
        long start = System.nanoTime();
        MeasuredPoint.Judging askedBefore = judge.asked();
        Evaluation made = evaluation(lambda);
        return subject.get()
                .flatMap(asked -> made.measure(asked, membership(treatment), cancelled))
                .map(result -> {
                    MeasuredPoint point =
                            new MeasuredPoint(
                                    key,
                                    run.name(),
                                    spec.method(),
                                    step(lambda),
                                    lambda,
                                    conditions,
                                    result.measurement(),
                                    cost(start, askedBefore),
                                    treatment);
                    boolean figuresAlone = treatment instanceof Treatment.Relearned;
                    kept.keep(
                            point, figuresAlone ? List.of() : replies(result, made.fluencyLimit()));
                    return point;
                });
    }

    private boolean membership(@Nullable Treatment treatment) {
        return treatment == null && order.robustness().membership();
    }

    private MeasuredPoint.Cost cost(long start, MeasuredPoint.@Nullable Judging before) {
        MeasuredPoint.Judging now = judge.asked();
        return new MeasuredPoint.Cost(
                (System.nanoTime() - start) / 1e9,
                ProcessMemory.now().peakResidentBytes(),
                now == null || before == null ? now : now.since(before),
                cards.sinceLast());
    }

    private int step(double lambda) {
        return lambda == 0 ? 0 : model.step();
    }

    private Variant base() {
        return new Variant.Plain(sides.base(0).model().base());
    }

    private Evaluation evaluation(double lambda) {
        boolean plain = lambda == 0 || spec.method().isTrained();
        Evaluation made = plain ? ofBase : ofOutcome;
        if (made == null) {
            LoadedBase base = sides.base(0);
            made =
                    new Evaluation(
                            base.model(),
                            base.tokenizer(),
                            plain
                                    ? PromptTemplate.ofBase(spec, base.tokenizer())
                                    : PromptTemplate.ofOutcome(spec, base.tokenizer()),
                            judge,
                            encoder,
                            prompts,
                            spec.evaluation().maxNewTokens(),
                            maxTokens);
            if (plain) {
                ofBase = made;
            } else {
                ofOutcome = made;
            }
        }
        return made;
    }

    private RunData data(LoadedBase base) {
        return RunData.read(
                spec.data(),
                spec.acquisition().profile(),
                spec.seed(),
                base.tokenizer(),
                maxTokens,
                this::read);
    }

    private void read(Event event) {
        if (event instanceof Event.RowsRead read) {
            listener.read(read);
        }
    }

    private Evaluation.Prompts prompts(LoadedBase base) {
        Evaluation.Prompts own = Evaluation.Prompts.of(spec, data, order.limit());
        RowReading reading =
                new RowReading(
                        spec.acquisition().profile(),
                        base.tokenizer(),
                        PromptTemplate.ofBase(spec, base.tokenizer()),
                        maxTokens,
                        this::read);
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
                PromptSet.of(rows, limit == null ? 0 : limit, Evaluation.DRAW, name));
    }

    private String key(double lambda, @Nullable Treatment treatment) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("version", VERSION);
        all.put("conditions", conditions);
        if (spec.data().template().equals(DataSpec.CHAT_TEMPLATE)) {
            LoadedBase base = sides.base(0);
            all.put("chat", PromptTemplate.ofBase(spec, base.tokenizer()).parts());
        }
        all.put("others", prompts.others());
        all.put("judge", judge.fingerprint());
        all.put("encoder", encoder == null ? "" : encoder.fingerprint());
        all.put("maxTokens", maxTokens);
        all.put("lambda", lambda);
        all.put("difference", lambda == 0 ? "" : difference);
        all.put("step", step(lambda));
        all.put("tokenizer", sides.base(0).tokenizer().fingerprint());
        all.put("computed", order.device() + " " + sides.base(0).model().placement().compute());
        if (membership(treatment)) {
            all.put("membership", true);
        }
        if (treatment != null) {
            all.put("treatment", treatment);
        }
        if (treatment instanceof Treatment.Relearned(_, boolean control, Relearning how)) {
            all.put("relearned on", TreatedModels.rows(data, how, control).toString());
        }
        return Sha256.of(Wire.line(all));
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

    @Override
    public void close() {
        sides.close();
        judge.close();
        if (encoder != null) {
            encoder.close();
        }
    }
}
