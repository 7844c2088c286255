package dev.sku.runtime.cli;

import dev.sku.protocol.BadRow;
import dev.sku.protocol.Event;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Profile;
import dev.sku.protocol.Robustness;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.runtime.data.DataFiles;
import dev.sku.runtime.data.PromptTemplate;
import dev.sku.runtime.data.RowReading;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.data.TokenizedRows;
import dev.sku.runtime.evaluate.Evaluation;
import dev.sku.runtime.evaluate.Judge;
import dev.sku.runtime.evaluate.Judges;
import dev.sku.runtime.evaluate.PromptSet;
import dev.sku.runtime.evaluate.SentenceEncoder;
import dev.sku.runtime.measure.Measuring;
import dev.sku.runtime.measure.Order;
import dev.sku.runtime.model.Variant;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sku evaluate`: a run's model at some λ, once; or a model folder with the base beside it.
@Command(
        name = "evaluate",
        description = {
            "Measure a run's model at some λ: outcomes on harmful prompts, and use on normal ones.",
            "What was measured before is not measured again. With --model, measure a model folder on rows that are given."
        })
final class EvaluateCommand implements Callable<Integer> {
    @Mixin Output output = new Output();

    @Parameters(paramLabel = "RUNFOLDER", arity = "0..1", description = "Folder of a run.")
    @Nullable Path run;

    @Option(
            names = "--step",
            paramLabel = "N",
            description = "A checkpoint of the run; without it its outcome.")
    @Nullable Integer step;

    @Option(
            names = "--lambda",
            paramLabel = "λ,λ,…",
            split = ",",
            description = "Negation scales; 0 is the base. Without it 0 and the run's own.")
    List<Double> lambdas = List.of();

    @Option(names = "--again", description = "Measure again what was measured before.")
    boolean again;

    @Mixin JudgeOptions judging = new JudgeOptions();

    @Option(
            names = "--encoder",
            paramLabel = "FOLDER",
            description =
                    "A sentence encoder that similarity is measured with. Without it the run's, or the base's own states.")
    @Nullable Path encoder;

    @Mixin ModelChoice choice = new ModelChoice();

    @Mixin TemplateOption around = new TemplateOption();

    @Mixin RobustnessOptions robustness = new RobustnessOptions();

    @Option(
            names = {"--harmful_data", "--prompts"},
            paramLabel = "FILE",
            split = ",",
            description = "Rows with harmful prompts; of a run, besides its own.")
    List<Path> harmful = List.of();

    @Option(
            names = "--normal_data",
            paramLabel = "FILE",
            split = ",",
            description = "Normal rows with reference answers; of a run, besides its own.")
    List<Path> normal = List.of();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "At most so many prompts of each kind, 0 for all; without it as the run says, and all of given files.")
    @Nullable Integer limit;

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            description = "Longest reply (${DEFAULT-VALUE}).")
    int maxNewTokens = 64;

    @Option(
            names = "--max_tokens",
            paramLabel = "N",
            description = "Rows are cut to this many tokens (${DEFAULT-VALUE}).")
    int maxTokens = 512;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Draws the prompts when there is a limit (${DEFAULT-VALUE}).")
    long seed = 42;

    /// The model asked for, and with an adapter its base.
    ///
    /// @param encoder what gave similarity; null for the base's own states
    /// @param leftOut rows that were not asked, each with the reason
    record Report(
            Measurement base,
            Measurement model,
            @Nullable String encoder,
            List<Evaluation.Answer> harmfulReplies,
            List<BadRow> leftOut) {}

    @Override
    public Integer call() {
        around.check();
        output.check();
        if (run == null) {
            if (!robustness.of(List.of()).equals(Robustness.NONE)) {
                throw ProblemException.of(
                        Problem.Code.USAGE_INVALID,
                        "Only a run's model is trained again or told by its rows: give its folder.");
            }
            measureModel();
        } else if (choice.model != null || choice.adapter != null) {
            throw ProblemException.of(
                    Problem.Code.USAGE_INVALID,
                    "Give a run or --model, not both: a run's base and what it learned are its own.");
        } else {
            measureRun(run);
        }
        return 0;
    }

    private void measureRun(Path folder) {
        RunSpec spec = RunFolder.open(folder).readSpec();
        List<Double> asked = lambdas.isEmpty() ? List.of(0.0, spec.negation().lambda()) : lambdas;
        Order order =
                new Order(
                        folder,
                        step,
                        asked,
                        judging.judge(spec.evaluation().judge()),
                        harmful,
                        normal,
                        limit,
                        again,
                        judging.device,
                        encoder,
                        robustness.of(choice.held.quantize));
        PointTable table = new PointTable(output.console());
        try (Measuring measuring = new Measuring(order, table, () -> false)) {
            List<MeasuredPoint> points = measuring.all();
            table.print(points);
            output.result(points);
            measuring.requireWhole();
        }
    }

    private void measureModel() {
        int most = limit == null ? 0 : limit;
        if (harmful.isEmpty() && normal.isEmpty()) {
            throw ProblemException.of(
                    Problem.Code.USAGE_INVALID,
                    "There is nothing to measure on: give --harmful_data, --normal_data or both.");
        }
        try (ModelChoice.Loaded loaded = choice.load();
                TextTokenizer tokenizer = TextTokenizer.open(loaded.folder().path());
                Judge opened = Judges.open(judging.judge(new JudgeSpec.Phrases()), judging.device);
                SentenceEncoder near =
                        SentenceEncoder.open(
                                encoder == null ? null : encoder.toString(), judging.device)) {
            PromptTemplate template = around.template(tokenizer, null);
            RowReading reading =
                    new RowReading(
                            Profile.PAPER,
                            tokenizer,
                            template,
                            Math.min(maxTokens, loaded.model().config().maxPositions()),
                            event -> output.console().line(EventText.of(event)));
            TokenizedRows asked = reading.read(texts(harmful), DataFiles.Side.HARMFUL, null);
            TokenizedRows useful = reading.read(texts(normal), DataFiles.Side.NORMAL, null);
            Evaluation.Prompts prompts =
                    new Evaluation.Prompts(
                            new PromptSet(List.of()),
                            PromptSet.of(asked.examples(), most, seed, "harmful"),
                            PromptSet.of(useful.examples(), most, seed, "normal"));
            Evaluation evaluation =
                    new Evaluation(
                            loaded.model(),
                            tokenizer,
                            template,
                            opened,
                            near,
                            prompts,
                            maxNewTokens,
                            maxTokens);
            Variant base = new Variant.Plain(loaded.model().base());
            Measurement first = evaluation.measure(base, () -> false).orElseThrow().measurement();
            show(0, first);
            Evaluation.Result result =
                    evaluation.measure(loaded.variant(), () -> false).orElseThrow();
            if (!loaded.variant().equals(base)) {
                show(choice.weight, result.measurement());
            }
            List<BadRow> leftOut =
                    Stream.of(asked, useful).flatMap(rows -> rows.badRows().stream()).toList();
            output.result(
                    new Report(
                            first,
                            result.measurement(),
                            near == null ? null : near.name(),
                            result.unseen(),
                            leftOut));
        }
    }

    private void show(double weight, Measurement measurement) {
        output.console()
                .line(EventText.of(new Event.EvaluationCompleted(0, weight, measurement, 0, null)));
    }

    private static List<String> texts(List<Path> files) {
        return files.stream().map(Path::toString).toList();
    }
}
