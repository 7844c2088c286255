package dev.sku.app.configure;

import dev.sku.app.ui.Numbers;
import dev.sku.protocol.EvaluationSpec;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.NegationSpec;
import dev.sku.protocol.OutputSpec;
import dev.sku.protocol.Preservation;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.Trained;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Each part of a specification that is typed as text: where it stands, how it is written, how it is read.
///
/// Reading throws `IllegalArgumentException` where the text is of another kind; whether a value is sound is `SpecCheck`'s
/// question.
@SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
public enum DraftField {
    NAME("name", RunSpec::name, Draft::name),
    DEVICE("device", RunSpec::device, (s, t) -> Draft.device(s, t.strip())),
    SEED("seed", s -> Long.toString(s.seed()), (s, t) -> Draft.seed(s, Long.parseLong(t.strip()))),
    MODEL("model.folder", s -> s.model().folder(), (s, t) -> Draft.model(s, t.strip())),
    HARMFUL(
            "data.harmful",
            s -> files(s.data().harmful()),
            (s, t) ->
                    Draft.rows(
                            s,
                            files(t),
                            s.data().normal(),
                            s.data().unseenHarmful(),
                            s.data().unseenNormal())),
    NORMAL(
            "data.normal",
            s -> files(s.data().normal()),
            (s, t) ->
                    Draft.rows(
                            s,
                            s.data().harmful(),
                            files(t),
                            s.data().unseenHarmful(),
                            s.data().unseenNormal())),
    UNSEEN_HARMFUL(
            "data.unseenHarmful",
            s -> files(s.data().unseenHarmful()),
            (s, t) ->
                    Draft.rows(
                            s,
                            s.data().harmful(),
                            s.data().normal(),
                            filesOrNull(t),
                            s.data().unseenNormal())),
    UNSEEN_NORMAL(
            "data.unseenNormal",
            s -> files(s.data().unseenNormal()),
            (s, t) ->
                    Draft.rows(
                            s,
                            s.data().harmful(),
                            s.data().normal(),
                            s.data().unseenHarmful(),
                            filesOrNull(t))),
    TEMPLATE(
            "data.template",
            s -> s.data().template().replace("\n", "\\n"),
            (s, t) -> Draft.prompt(s, t.replace("\\n", "\n"), s.data().maxTokens())),
    MAX_TOKENS(
            "data.maxTokens",
            s -> whole(s.data().maxTokens()),
            (s, t) -> Draft.prompt(s, s.data().template(), whole(t))),
    GUIDED_DISTORTION(
            "acquisition.weights.guidedDistortion",
            s -> number(weights(s).guidedDistortion()),
            (s, t) ->
                    Draft.weights(
                            s,
                            new ModuleWeights(
                                    number(t),
                                    weights(s).randomDisassociation(),
                                    weights(s).preservationDivergence()))),
    RANDOM_DISASSOCIATION(
            "acquisition.weights.randomDisassociation",
            s -> number(weights(s).randomDisassociation()),
            (s, t) ->
                    Draft.weights(
                            s,
                            new ModuleWeights(
                                    weights(s).guidedDistortion(),
                                    number(t),
                                    weights(s).preservationDivergence()))),
    PRESERVATION_DIVERGENCE(
            "acquisition.weights.preservationDivergence",
            s -> number(weights(s).preservationDivergence()),
            (s, t) ->
                    Draft.weights(
                            s,
                            new ModuleWeights(
                                    weights(s).guidedDistortion(),
                                    weights(s).randomDisassociation(),
                                    number(t)))),
    CAP(
            "acquisition.preservation.capNats",
            s -> orEmpty(s.acquisition().preservation().capNats()),
            (s, t) ->
                    Draft.preservation(
                            s,
                            new Preservation(
                                    s.acquisition().preservation().direction(), numberOrNull(t)))),
    BATCH(
            "acquisition.batch",
            s -> whole(s.acquisition().batch()),
            (s, t) ->
                    Draft.counts(
                            s,
                            whole(t),
                            s.acquisition().randomAnswers(),
                            s.acquisition().steps(),
                            s.acquisition().accumulation())),
    RANDOM_ANSWERS(
            "acquisition.randomAnswers",
            s -> whole(s.acquisition().randomAnswers()),
            (s, t) ->
                    Draft.counts(
                            s,
                            s.acquisition().batch(),
                            whole(t),
                            s.acquisition().steps(),
                            s.acquisition().accumulation())),
    STEPS(
            "acquisition.steps",
            s -> whole(s.acquisition().steps()),
            (s, t) ->
                    Draft.counts(
                            s,
                            s.acquisition().batch(),
                            s.acquisition().randomAnswers(),
                            whole(t),
                            s.acquisition().accumulation())),
    ACCUMULATION(
            "acquisition.accumulation",
            s -> whole(s.acquisition().accumulation()),
            (s, t) ->
                    Draft.counts(
                            s,
                            s.acquisition().batch(),
                            s.acquisition().randomAnswers(),
                            s.acquisition().steps(),
                            whole(t))),
    LEARNING_RATE(
            "optimizer.learningRate",
            s -> number(s.optimizer().learningRate()),
            (s, t) ->
                    Draft.rates(
                            s,
                            number(t),
                            s.optimizer().weightDecay(),
                            s.optimizer().warmupSteps(),
                            s.optimizer().clipNorm())),
    WEIGHT_DECAY(
            "optimizer.weightDecay",
            s -> number(s.optimizer().weightDecay()),
            (s, t) ->
                    Draft.rates(
                            s,
                            s.optimizer().learningRate(),
                            number(t),
                            s.optimizer().warmupSteps(),
                            s.optimizer().clipNorm())),
    WARMUP(
            "optimizer.warmupSteps",
            s -> whole(s.optimizer().warmupSteps()),
            (s, t) ->
                    Draft.rates(
                            s,
                            s.optimizer().learningRate(),
                            s.optimizer().weightDecay(),
                            whole(t),
                            s.optimizer().clipNorm())),
    CLIP_NORM(
            "optimizer.clipNorm",
            s -> orEmpty(s.optimizer().clipNorm()),
            (s, t) ->
                    Draft.rates(
                            s,
                            s.optimizer().learningRate(),
                            s.optimizer().weightDecay(),
                            s.optimizer().warmupSteps(),
                            numberOrNull(t))),
    RANK(
            "trained.rank",
            s -> adapter(s).map(l -> whole(l.rank())).orElse(""),
            (s, t) ->
                    adapter(
                            s,
                            l ->
                                    new Trained.Lora(
                                            whole(t),
                                            l.alpha(),
                                            l.dropout(),
                                            l.targets(),
                                            l.layers(),
                                            l.modelDropout()))),
    ALPHA(
            "trained.alpha",
            s -> adapter(s).map(l -> number(l.alpha())).orElse(""),
            (s, t) ->
                    adapter(
                            s,
                            l ->
                                    new Trained.Lora(
                                            l.rank(),
                                            number(t),
                                            l.dropout(),
                                            l.targets(),
                                            l.layers(),
                                            l.modelDropout()))),
    ADAPTER_DROPOUT(
            "trained.dropout",
            s -> adapter(s).map(l -> number(l.dropout())).orElse(""),
            (s, t) ->
                    adapter(
                            s,
                            l ->
                                    new Trained.Lora(
                                            l.rank(),
                                            l.alpha(),
                                            number(t),
                                            l.targets(),
                                            l.layers(),
                                            l.modelDropout()))),
    LAYERS("trained.layers", s -> layers(s.trained().layers()), DraftField::withLayers),
    LAMBDA(
            "negation.lambda",
            s -> number(s.negation().lambda()),
            (s, t) -> Draft.negation(s, new NegationSpec(number(t), s.negation().sweep()))),
    SWEEP(
            "negation.sweep",
            s -> String.join(", ", s.negation().sweep().stream().map(DraftField::number).toList()),
            (s, t) ->
                    Draft.negation(
                            s,
                            new NegationSpec(
                                    s.negation().lambda(),
                                    words(t).stream().map(DraftField::number).toList()))),
    EVERY_STEPS(
            "evaluation.everySteps",
            s -> whole(s.evaluation().everySteps()),
            (s, t) ->
                    evaluation(
                            s,
                            whole(t),
                            s.evaluation().harmfulPrompts(),
                            s.evaluation().normalRows(),
                            s.evaluation().samples(),
                            s.evaluation().maxNewTokens())),
    HARMFUL_PROMPTS(
            "evaluation.harmfulPrompts",
            s -> whole(s.evaluation().harmfulPrompts()),
            (s, t) ->
                    evaluation(
                            s,
                            s.evaluation().everySteps(),
                            whole(t),
                            s.evaluation().normalRows(),
                            s.evaluation().samples(),
                            s.evaluation().maxNewTokens())),
    NORMAL_ROWS(
            "evaluation.normalRows",
            s -> whole(s.evaluation().normalRows()),
            (s, t) ->
                    evaluation(
                            s,
                            s.evaluation().everySteps(),
                            s.evaluation().harmfulPrompts(),
                            whole(t),
                            s.evaluation().samples(),
                            s.evaluation().maxNewTokens())),
    SAMPLES(
            "evaluation.samples",
            s -> whole(s.evaluation().samples()),
            (s, t) ->
                    evaluation(
                            s,
                            s.evaluation().everySteps(),
                            s.evaluation().harmfulPrompts(),
                            s.evaluation().normalRows(),
                            whole(t),
                            s.evaluation().maxNewTokens())),
    MAX_NEW_TOKENS(
            "evaluation.maxNewTokens",
            s -> whole(s.evaluation().maxNewTokens()),
            (s, t) ->
                    evaluation(
                            s,
                            s.evaluation().everySteps(),
                            s.evaluation().harmfulPrompts(),
                            s.evaluation().normalRows(),
                            s.evaluation().samples(),
                            whole(t))),
    CHECKPOINT_EVERY(
            "output.checkpointEvery",
            s -> whole(s.output().checkpointEvery()),
            (s, t) ->
                    Draft.output(
                            s,
                            new OutputSpec(
                                    s.output().mergedModel(),
                                    s.output().unlearnedFolder(),
                                    s.output().taskVectorFile(),
                                    whole(t))));

    private final String path;
    private final Function<RunSpec, String> read;
    private final BiFunction<RunSpec, String, RunSpec> write;

    DraftField(
            String path,
            Function<RunSpec, String> read,
            BiFunction<RunSpec, String, RunSpec> write) {
        this.path = path;
        this.read = read;
        this.write = write;
    }

    /// As `SpecCheck` names it.
    public String path() {
        return path;
    }

    public String read(RunSpec spec) {
        return read.apply(spec);
    }

    public RunSpec write(RunSpec spec, String text) {
        return write.apply(spec, text);
    }

    private static ModuleWeights weights(RunSpec s) {
        return s.acquisition().weights();
    }

    private static Optional<Trained.Lora> adapter(RunSpec s) {
        return s.trained() instanceof Trained.Lora lora ? Optional.of(lora) : Optional.empty();
    }

    private static RunSpec adapter(RunSpec s, Function<Trained.Lora, Trained.Lora> change) {
        return s.trained() instanceof Trained.Lora lora ? Draft.trained(s, change.apply(lora)) : s;
    }

    private static RunSpec withLayers(RunSpec s, String text) {
        List<Integer> layers = layers(text);
        return Draft.trained(
                s,
                switch (s.trained()) {
                    case Trained.Full f -> new Trained.Full(layers, f.modules(), f.modelDropout());
                    case Trained.Lora l ->
                            new Trained.Lora(
                                    l.rank(),
                                    l.alpha(),
                                    l.dropout(),
                                    l.targets(),
                                    layers,
                                    l.modelDropout());
                });
    }

    private static RunSpec evaluation(
            RunSpec s, int every, int prompts, int rows, int samples, int tokens) {
        return Draft.evaluation(s, new EvaluationSpec(every, prompts, rows, samples, tokens));
    }

    private static String whole(int n) {
        return Integer.toString(n);
    }

    private static int whole(String text) {
        return Integer.parseInt(text.strip().replace(",", ""));
    }

    private static String number(double v) {
        return Numbers.exact(v);
    }

    private static double number(String text) {
        return Double.parseDouble(text.strip().replace('−', '-'));
    }

    private static String orEmpty(@Nullable Double v) {
        return v == null ? "" : number(v);
    }

    private static @Nullable Double numberOrNull(String text) {
        return text.isBlank() ? null : Double.valueOf(number(text));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[,;]", -1))
                .map(String::strip)
                .filter(w -> !w.isEmpty())
                .toList();
    }

    private static String files(@Nullable List<String> files) {
        return files == null ? "" : String.join("; ", files);
    }

    private static List<String> files(String text) {
        return Arrays.stream(text.split(";", -1))
                .map(String::strip)
                .filter(w -> !w.isEmpty())
                .toList();
    }

    private static @Nullable List<String> filesOrNull(String text) {
        return text.isBlank() ? null : files(text);
    }

    /// `0-3, 7` for [0, 1, 2, 3, 7]; empty for all.
    private static String layers(@Nullable List<Integer> layers) {
        return layers == null
                ? ""
                : String.join(", ", layers.stream().map(String::valueOf).toList());
    }

    private static @Nullable List<Integer> layers(String text) {
        if (text.isBlank()) {
            return null;
        }
        List<Integer> layers = new ArrayList<>();
        for (String word : words(text)) {
            String[] ends = word.split("[-–]", 2);
            int from = whole(ends[0]);
            int to = ends.length == 2 ? whole(ends[1]) : from;
            for (int layer = from; layer <= Math.min(to, from + 1_000); layer++) {
                layers.add(layer);
            }
        }
        return layers;
    }
}
