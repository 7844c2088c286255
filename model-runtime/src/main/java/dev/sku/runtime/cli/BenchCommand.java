package dev.sku.runtime.cli;

import dev.sku.protocol.DeviceNames;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Quantization;
import dev.sku.runtime.bench.Bench;
import dev.sku.runtime.bench.BenchProcess;
import dev.sku.runtime.bench.BenchReport;
import dev.sku.runtime.bench.BenchSpec;
import dev.sku.runtime.bench.BenchSpec.Family;
import dev.sku.runtime.bench.BenchSpec.Mode;
import dev.sku.runtime.bench.BenchSpec.Rows;
import dev.sku.runtime.bench.PublishedShape;
import dev.sku.runtime.bench.ScaleBench;
import dev.sku.runtime.bench.ScaleSpec;
import dev.sku.runtime.bench.ScaleSpec.Phase;
import dev.sku.runtime.bench.SidesBench;
import dev.sku.runtime.bench.SidesSpec;
import dev.sku.runtime.weights.Dtype;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `sku bench`: how fast this machine steps, generates and loads.
@Command(
        name = "bench",
        description =
                "Measure steps, generation, loading and memory on random models of a given shape.",
        footer = {
            "",
            "Each figure comes from a process of its own, so that peaks of memory do not add up.",
            "Trained tokens count every row whole, however much of it was shared or left out."
        })
final class BenchCommand implements Callable<Integer> {
    @Mixin Output output = new Output();

    @Option(names = "--arch", description = "opt, llama or both. Default: ${DEFAULT-VALUE}.")
    Families family = Families.BOTH;

    @Option(names = "--mode", description = "full, lora or both. Default: both; lora with --shape.")
    @Nullable Modes mode;

    @Option(
            names = "--rows",
            description =
                    "uniform: all rows --seq long; real: lengths of short questions and "
                            + "answers. Default: ${DEFAULT-VALUE}.")
    Rows rows = Rows.UNIFORM;

    @Option(
            names = "--threads",
            description = "Threads of an operation. Default: ${DEFAULT-VALUE}.")
    int threads = BenchSpec.usual().threads();

    @Option(names = "--layers", description = "Default: ${DEFAULT-VALUE}.")
    int layers = BenchSpec.usual().shape().layers();

    @Option(names = "--hidden", description = "Width. Default: ${DEFAULT-VALUE}.")
    int hidden = BenchSpec.usual().shape().hidden();

    @Option(names = "--ffn", description = "Inner width. Default: ${DEFAULT-VALUE}.")
    int ffn = BenchSpec.usual().shape().ffn();

    @Option(names = "--vocab", description = "Default: ${DEFAULT-VALUE}.")
    int vocabulary = BenchSpec.usual().shape().vocabulary();

    @Option(names = "--heads", description = "Default: ${DEFAULT-VALUE}.")
    int heads = BenchSpec.usual().shape().heads();

    @Option(names = "--kv-heads", description = "Llama only. Default: as many as --heads.")
    @Nullable Integer keyValueHeads;

    @Option(names = "--seq", description = "Tokens of a row. Default: 128; 64 with --shape.")
    @Nullable Integer tokens;

    @Option(names = "--batch", description = "Questions a step. Default: 2; 1 with --shape.")
    @Nullable Integer batch;

    @Option(names = "--k", description = "Other answers a question. Default: 5; 1 with --shape.")
    @Nullable Integer randomAnswers;

    @Option(names = "--steps", description = "Steps measured. Default: 10; 1 with --shape.")
    @Nullable Integer steps;

    @Option(names = "--warmup", description = "Steps before them. Default: ${DEFAULT-VALUE}.")
    int warmup = BenchSpec.usual().warmup();

    @Option(
            names = "--gen",
            description =
                    "Tokens of the reply; 0 measures no generation. Default: ${DEFAULT-VALUE}.")
    int newTokens = BenchSpec.usual().newTokens();

    @Option(
            names = "--shape",
            paramLabel = "NAME",
            converter = Shapes.class,
            completionCandidates = Shapes.class,
            description =
                    "Write a random bfloat16 checkpoint of a published shape (${COMPLETION-CANDIDATES}), "
                            + "measure loading, steps, generation and stage 2 on it, and remove it. "
                            + "Looks at --mode, --batch, --k, --seq, --steps, --threads and the options below.")
    @Nullable PublishedShape shape;

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            description = "Where --shape writes. Default: ${DEFAULT-VALUE}.")
    Path work = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "With --shape: cpu, cuda:N or cuda:0,1. Default: ${DEFAULT-VALUE}.")
    String device = DeviceNames.CPU;

    @Option(
            names = "--phases",
            paramLabel = "PHASE",
            split = ",",
            description =
                    "With --shape: what is measured, of load, step, generation, negation. Default: all.")
    List<Phase> phases = List.of(Phase.values());

    @Option(
            names = "--checkpointing",
            description = "With --shape: compute activations again for the backward.")
    boolean checkpointing;

    @Mixin QuantizeOption held = new QuantizeOption();

    @Option(
            names = "--compare",
            description =
                    "Measure what a second side costs: base and unlearned in turn and together, and how soon a change of λ "
                            + "is heard. On --model, on --shape, or on random models of --layers and so on.")
    boolean sides;

    @Option(
            names = "--model",
            paramLabel = "FOLDER",
            description = "With --compare: the model that is measured.")
    @Nullable Path model;

    @Option(
            names = "--rounds",
            description = "With --compare: replies of each. Default: ${DEFAULT-VALUE}.")
    int rounds = SidesSpec.usual().rounds();

    @Option(
            names = "--rank",
            description =
                    "With --compare: of the adapters; 0 measures a task vector of all weights. Default: ${DEFAULT-VALUE}.")
    int rank = SidesSpec.usual().rank();

    @Option(
            names = "--targets",
            split = ",",
            description = "With --compare: adapted projections. Default: ${DEFAULT-VALUE}.")
    List<String> targets = SidesSpec.usual().targets();

    @Option(
            names = "--in-turn",
            paramLabel = "WHAT",
            description =
                    "Take turns with another program: do one step (full, lora) or one reply "
                            + "(generation) for each line of standard input, and answer with its times.")
    @Nullable Turn inTurn;

    /// Published shapes by the names of their models.
    static final class Shapes implements ITypeConverter<PublishedShape>, Iterable<String> {
        @Override
        public PublishedShape convert(String name) {
            return Stream.of(PublishedShape.values())
                    .filter(s -> s.key().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "“%s” is none of %s".formatted(name, String.join(", ", this))));
        }

        @Override
        public Iterator<String> iterator() {
            return Stream.of(PublishedShape.values()).map(PublishedShape::key).iterator();
        }
    }

    /// Which architectures.
    enum Families {
        OPT,
        LLAMA,
        BOTH;

        List<Family> chosen() {
            return switch (this) {
                case OPT -> List.of(Family.OPT);
                case LLAMA -> List.of(Family.LLAMA);
                case BOTH -> List.of(Family.values());
            };
        }
    }

    /// Which steps.
    enum Modes {
        FULL,
        LORA,
        BOTH;

        List<Mode> chosen() {
            return switch (this) {
                case FULL -> List.of(Mode.FULL);
                case LORA -> List.of(Mode.LORA);
                case BOTH -> List.of(Mode.values());
            };
        }
    }

    /// What is done in turn.
    enum Turn {
        FULL,
        LORA,
        GENERATION
    }

    @Override
    public Integer call() throws IOException {
        Console console = output.console();
        if (sides) {
            compareSides(console);
            return 0;
        }
        wanted(model == null, "--model goes with --compare");
        if (shape != null) {
            ScaleBench.Report report = new ScaleBench(scale(shape)).run(work, console::line);
            console.line("");
            report.table().forEach(console::line);
            output.result(report.json());
            return 0;
        }
        BenchSpec spec = spec();
        if (inTurn != null) {
            BenchProcess.inTurn(
                    spec,
                    inTurn.name().toLowerCase(Locale.ROOT),
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                    System.out);
            return 0;
        }
        BenchReport report = Bench.run(spec, what -> console.line("Measuring " + what + " …"));
        console.line("");
        report.table().forEach(console::line);
        output.result(report.json());
        return 0;
    }

    private void compareSides(Console console) {
        positive("--threads", threads);
        positive("--rounds", rounds);
        wanted(rank >= 0, "--rank must not be negative");
        wanted(newTokens >= 4, "--gen must be at least 4");
        wanted(model == null || shape == null, "--compare takes --model or --shape");
        SidesBench bench =
                new SidesBench(new SidesSpec(device, newTokens, rank, targets, rounds, threads));
        List<SidesBench.Report> reports = new ArrayList<>();
        if (model != null) {
            reports.add(bench.of(model, String.valueOf(model.toAbsolutePath().getFileName())));
        } else if (shape != null) {
            reports.add(
                    bench.ofRandom(shape.config(), Dtype.BF16, shape.key(), work, console::line));
        } else {
            BenchSpec random = spec();
            for (Family each : random.families()) {
                reports.add(
                        bench.ofRandom(
                                SidesBench.config(random, each, bench.spec()),
                                Dtype.F32,
                                "random " + each.name().toLowerCase(Locale.ROOT),
                                work,
                                console::line));
            }
        }
        for (SidesBench.Report report : reports) {
            console.line("");
            report.table().forEach(console::line);
        }
        output.result(reports);
    }

    private ScaleSpec scale(PublishedShape of) {
        Mode trained =
                switch (mode == null ? Modes.LORA : mode) {
                    case LORA -> Mode.LORA;
                    case FULL -> Mode.FULL;
                    case BOTH ->
                            throw ProblemException.of(
                                    Problem.Code.USAGE_INVALID,
                                    "--shape measures --mode lora or --mode full, one at a time.");
                };
        wanted(
                trained == Mode.LORA || held.one() == Quantization.NONE,
                "--quantize goes with --mode lora");
        int row = tokens == null ? 64 : tokens;
        positive("--threads", threads);
        wanted(row >= 6, "--seq must be at least 6");
        wanted(row <= of.config().maxPositions(), "--seq is more than the model has positions");
        int questions = batch == null ? 1 : batch;
        int others = randomAnswers == null ? 1 : randomAnswers;
        int count = steps == null ? 1 : steps;
        positive("--batch", questions);
        positive("--k", others);
        positive("--steps", count);
        return new ScaleSpec(
                of,
                device,
                phases,
                new ScaleSpec.Step(trained, questions, others, row, checkpointing, count),
                held.one(),
                threads);
    }

    private BenchSpec spec() {
        BenchSpec usual = BenchSpec.usual();
        int row = tokens == null ? usual.shape().tokens() : tokens;
        int questions = batch == null ? usual.batch() : batch;
        int others = randomAnswers == null ? usual.randomAnswers() : randomAnswers;
        int count = steps == null ? usual.steps() : steps;
        positive("--threads", threads);
        positive("--layers", layers);
        positive("--hidden", hidden);
        positive("--ffn", ffn);
        positive("--heads", heads);
        positive("--batch", questions);
        positive("--steps", count);
        int keyHeads = keyValueHeads == null ? heads : keyValueHeads;
        positive("--kv-heads", keyHeads);
        wanted(hidden % (2 * heads) == 0, "--hidden must be a multiple of twice --heads");
        wanted(heads % keyHeads == 0, "--heads must be a multiple of --kv-heads");
        wanted(vocabulary >= 16, "--vocab must be at least 16");
        wanted(row >= 6, "--seq must be at least 6");
        wanted(others >= 0, "--k must not be negative");
        wanted(warmup >= 0, "--warmup must not be negative");
        wanted(newTokens >= 0, "--gen must not be negative");
        return new BenchSpec(
                family.chosen(),
                (mode == null ? Modes.BOTH : mode).chosen(),
                new BenchSpec.Shape(layers, hidden, ffn, vocabulary, heads, keyHeads, row),
                rows,
                questions,
                others,
                usual.loraRank(),
                usual.loraAlpha(),
                count,
                warmup,
                newTokens,
                threads,
                usual.seed());
    }

    private static void positive(String option, int value) {
        wanted(value > 0, option + " must be at least 1");
    }

    private static void wanted(boolean holds, String rule) {
        if (!holds) {
            throw ProblemException.of(Problem.Code.USAGE_INVALID, rule + ".");
        }
    }
}
