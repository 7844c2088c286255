package dev.sku.runtime.cli;

import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Profile;
import dev.sku.protocol.Prompt;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SideFacts;
import dev.sku.protocol.SideReply;
import dev.sku.protocol.SideSpec;
import dev.sku.runtime.compare.Comparison;
import dev.sku.runtime.compare.Sides;
import dev.sku.runtime.data.DataFiles;
import dev.sku.runtime.evaluate.Judge;
import dev.sku.runtime.evaluate.Judges;
import dev.sku.runtime.evaluate.PromptSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sku compare`: a list of prompts through all sides, unattended.
@Command(
        name = "compare",
        description = "Let several models reply to the same prompts, with the same seed.")
final class CompareCommand implements Callable<Integer> {
    @Mixin Output output = new Output();

    @Mixin TemplateOption around = new TemplateOption();

    @Mixin SamplingOptions options = new SamplingOptions();

    @Option(
            names = "--side",
            paramLabel = "NAME=PATH[@λ]",
            required = true,
            description =
                    "A model folder, run, adapter, task vector or checkpoint; several times. A lone one gets its base beside it.")
    List<String> sides = List.of();

    @Option(
            names = "--base",
            paramLabel = "FOLDER",
            description = "Base model of adapters and task vectors.")
    @Nullable Path base;

    @Option(
            names = "--harmful_data",
            paramLabel = "FILE",
            split = ",",
            description = "Rows with harmful prompts.")
    List<Path> harmful = List.of();

    @Option(
            names = "--normal_data",
            paramLabel = "FILE",
            split = ",",
            description = "Rows with normal prompts.")
    List<Path> normal = List.of();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many prompts of each kind; 0 takes all (${DEFAULT-VALUE}).")
    int limit;

    @Option(
            names = "--normal",
            description = "The questions on the command line are normal ones, not harmful.")
    boolean questionsAreNormal;

    @Option(
            names = "--system",
            paramLabel = "TEXT",
            description = "Text in front of every prompt, as an in-context refusal.")
    @Nullable String system;

    @Option(
            names = "--sweep",
            paramLabel = "λ,λ,…",
            split = ",",
            description =
                    "Also let the last side reply at each of these λ, and tell where it flips.")
    List<Double> sweep = List.of();

    @Mixin JudgeOptions judging = new JudgeOptions();

    @Mixin QuantizeOption held = new QuantizeOption();

    @Parameters(paramLabel = "QUESTION", arity = "0..*", description = "Asked in the template.")
    List<String> questions = List.of();

    @Override
    public Integer call() {
        around.check();
        Sampling sampling = options.sampling();
        List<Prompt> prompts = prompts();
        if (prompts.isEmpty()) {
            throw ProblemException.of(
                    Problem.Code.USAGE_INVALID,
                    "Give at least one question, or --harmful_data or --normal_data.");
        }
        Console console = output.console();
        try (Sides open = new Sides();
                Judge opened =
                        Judges.open(judging.judge(new JudgeSpec.Phrases()), judging.device)) {
            List<SideFacts> facts =
                    open.open(
                            Sides.withBase(sides.stream().map(this::side).toList(), "base"),
                            judging.device,
                            held.one());
            Comparison comparison = new Comparison(open, around.text, opened);
            CompareTable table = new CompareTable(facts, sampling, prompts);
            comparison.generate(
                    prompts, sampling, () -> false, collector(table, console, facts.size()));
            if (!sweep.isEmpty()) {
                comparison.sweep(
                        prompts,
                        sampling,
                        facts.size() - 1,
                        sweep,
                        () -> false,
                        sweepCollector(table, console));
            }
            table.print(console);
            output.result(table.report());
        }
        return 0;
    }

    private Comparison.Listener collector(CompareTable table, Console console, int each) {
        return new Comparison.Listener() {
            private int done;

            @Override
            public void asked(int prompt, String text, int tokens) {
                table.asked(prompt, text);
            }

            @Override
            public void piece(int prompt, int side, String text, int tokens) {}

            @Override
            public void answered(int prompt, SideReply reply) {
                table.answered(prompt, reply);
                console.progress("replies", ++done, each * table.size());
            }
        };
    }

    private Comparison.Listener sweepCollector(CompareTable table, Console console) {
        return new Comparison.Listener() {
            private int done;

            @Override
            public void asked(int prompt, String text, int tokens) {}

            @Override
            public void piece(int prompt, int side, String text, int tokens) {}

            @Override
            public void answered(int prompt, SideReply reply) {
                table.swept(prompt, reply);
                console.progress("sweep", ++done, sweep.size() * table.size());
            }
        };
    }

    private SideSpec side(String text) {
        int equals = text.indexOf('=');
        String path = text.substring(equals + 1);
        Double lambda = null;
        int at = path.lastIndexOf('@');
        if (at > 0 && path.substring(at + 1).matches("[0-9.eE+-]+")) {
            lambda = number(path.substring(at + 1));
            path = path.substring(0, at);
        }
        String name =
                equals > 0
                        ? text.substring(0, equals)
                        : String.valueOf(Path.of(path).getFileName());
        return new SideSpec(name, path, base == null ? null : base.toString(), lambda);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new ProblemException(
                    Problem.of(
                            Problem.Code.USAGE_INVALID, "--side: λ is not a number: " + text + "."),
                    e);
        }
    }

    private List<Prompt> prompts() {
        List<Prompt> prompts = new ArrayList<>();
        questions.forEach(q -> prompts.add(prompt(q, !questionsAreNormal)));
        prompts.addAll(rows(harmful, DataFiles.Side.HARMFUL));
        prompts.addAll(rows(normal, DataFiles.Side.NORMAL));
        return prompts;
    }

    private Prompt prompt(String question, boolean isHarmful) {
        return new Prompt(question, isHarmful, system, List.of(), false, List.of(), List.of());
    }

    private List<Prompt> rows(List<Path> files, DataFiles.Side side) {
        List<dev.sku.runtime.data.Example> rows = new ArrayList<>();
        for (Path file : files) {
            rows.addAll(DataFiles.read(file, side, null, Profile.PAPER).rows());
        }
        return PromptSet.of(rows, limit, options.seed, side.name()).prompts().stream()
                .map(p -> prompt(p.question(), side == DataFiles.Side.HARMFUL))
                .toList();
    }
}
