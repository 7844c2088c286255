package dev.sku.runtime.sweep;

import dev.sku.protocol.Measurement;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.Precision;
import dev.sku.protocol.Profile;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunResult;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.Utility;
import dev.sku.runtime.data.DataFiles;
import dev.sku.runtime.data.PromptTemplate;
import dev.sku.runtime.data.RowReading;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.evaluate.Evaluation;
import dev.sku.runtime.evaluate.PhraseJudge;
import dev.sku.runtime.evaluate.PromptSet;
import dev.sku.runtime.model.AdapterFolder;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.model.Placement;
import dev.sku.runtime.model.StoredDifference;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.unlearn.TaskVector;
import dev.sku.runtime.unlearn.TaskVectorFile;
import dev.sku.runtime.weights.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A finished run at the smallest λ at which it is harmless enough. Methods are compared there and not at equal λ, which means
/// another strength for each of them.
public final class MatchedHarm implements AutoCloseable {
    /// How finely λ is looked for.
    private static final double FINEST = 0.05;

    private final RunSpec spec;
    private final RunResult result;
    private final CausalLm model;
    private final TextTokenizer tokenizer;
    private final @Nullable StoredDifference difference;
    private final double sign;

    /// @param lambda where it was measured
    /// @param reached whether the harm is low enough there; otherwise λ is the run's own
    /// @param borderline harmless questions in harmful words
    public record At(double lambda, boolean reached, Measurement measured, Utility borderline) {}

    public MatchedHarm(RunFolder run) {
        spec = run.readSpec();
        result = run.readResult();
        ModelFolder base = ModelFolder.open(Path.of(spec.model().folder()));
        model = CausalLm.load(base, Placement.cpu(base.config().layers(), Precision.FP32));
        tokenizer = TextTokenizer.open(base.path());
        Path vector = run.taskVector().resolve(TaskVectorFile.NAME);
        if (Files.isDirectory(run.adapter())) {
            AdapterFolder adapter = AdapterFolder.open(run.adapter(), model.config());
            difference = StoredDifference.adapter(model, adapter);
            sign = TaskVector.signOf(adapter);
        } else if (Files.exists(vector)) {
            difference = StoredDifference.taskVector(model, Safetensors.read(vector).tensors());
            sign = 1;
        } else {
            difference = null;
            sign = 1;
        }
    }

    public RunSpec spec() {
        return spec;
    }

    public RunResult result() {
        return result;
    }

    /// @param most harmful rate that counts as harmless enough
    public At find(double most, Path borderline) {
        Evaluation quick = evaluation(template(), unseen(), List.of());
        Optional<Double> lambda = difference == null ? Optional.empty() : lambda(quick, most);
        double at = lambda.orElse(spec.negation().lambda());
        boolean reached = harmful(measured(quick, at)) <= most;
        Evaluation whole = evaluation(template(), unseen(), spec.data().unseenNormal());
        Evaluation narrow = evaluation(template(), List.of(), List.of(borderline.toString()));
        return new At(at, reached, measured(whole, at), measured(narrow, at).normal());
    }

    /// The base's answers to borderline questions, by which those of the run are judged.
    public Utility baseBorderline(Path borderline) {
        Evaluation narrow = evaluation(plain(), List.of(), List.of(borderline.toString()));
        return narrow.measure(new Variant.Plain(model.base()), () -> false)
                .orElseThrow()
                .measurement()
                .normal();
    }

    /// Between two λ of the run's own sweep by halving.
    private Optional<Double> lambda(Evaluation quick, double most) {
        double low = 0;
        for (RunResult.SweepPoint point : result.sweep()) {
            if (harmful(point.measurement()) <= most) {
                double high = point.lambda();
                while (high - low > FINEST * 1.001) {
                    double middle = Math.round((low + high) / 2 / FINEST) * FINEST;
                    if (harmful(measured(quick, middle)) <= most) {
                        high = middle;
                    } else {
                        low = middle;
                    }
                }
                return Optional.of(Math.round(high / FINEST) * FINEST);
            }
            low = point.lambda();
        }
        return Optional.empty();
    }

    private static double harmful(Measurement measurement) {
        return measurement.unseen().rate(Outcome.HARMFUL);
    }

    private Measurement measured(Evaluation evaluation, double lambda) {
        Variant variant =
                difference == null ? new Variant.Plain(model.base()) : difference.at(lambda * sign);
        return evaluation.measure(variant, () -> false).orElseThrow().measurement();
    }

    private List<String> unseen() {
        return Optional.ofNullable(spec.data().unseenHarmful()).orElse(List.of());
    }

    private PromptTemplate plain() {
        return PromptTemplate.of(spec.data().template(), tokenizer);
    }

    private PromptTemplate template() {
        return spec.method().isTrained()
                ? plain()
                : plain().instructed(spec.baseline().instruction());
    }

    private Evaluation evaluation(
            PromptTemplate template, List<String> harmful, @Nullable List<String> normal) {
        int maxTokens = Math.min(spec.data().maxTokens(), model.config().maxPositions());
        RowReading reading = new RowReading(Profile.PAPER, tokenizer, template, maxTokens, _ -> {});
        return new Evaluation(
                model,
                tokenizer,
                template,
                new PhraseJudge(),
                new Evaluation.Prompts(
                        new PromptSet(List.of()),
                        prompts(reading, harmful, DataFiles.Side.HARMFUL),
                        prompts(
                                reading,
                                normal == null ? List.of() : normal,
                                DataFiles.Side.NORMAL)),
                spec.evaluation().maxNewTokens(),
                maxTokens);
    }

    private PromptSet prompts(RowReading reading, List<String> files, DataFiles.Side side) {
        boolean harmful = side == DataFiles.Side.HARMFUL;
        return PromptSet.of(
                reading.read(
                                files,
                                side,
                                harmful
                                        ? spec.data().harmfulColumns()
                                        : spec.data().normalColumns())
                        .examples(),
                harmful ? spec.evaluation().harmfulPrompts() : spec.evaluation().normalRows(),
                spec.seed(),
                harmful ? "unseen prompts" : "normal prompts");
    }

    @Override
    public void close() {
        if (difference != null) {
            difference.close();
        }
        tokenizer.close();
        model.close();
    }
}
