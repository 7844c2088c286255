package dev.sku.runtime.report;

import dev.sku.protocol.CardUse;
import dev.sku.protocol.Finding;
import dev.sku.protocol.MeasuredPoint.Conditions;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.Numbers;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunResult;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.Trained;
import dev.sku.protocol.Wire;
import dev.sku.runtime.tradeoff.RunPoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a reader wants to know of a run first, and how its numbers were asked for.
final class RunFacts {
    private RunFacts() {}

    /// A name that tells runs of a sweep apart.
    static String title(RunFolder run) {
        RunSpec spec = run.readSpec();
        return run.name().matches("run-\\d+")
                ? "%s, seed %d (%s)".formatted(spec.name(), spec.seed(), run.name())
                : run.name();
    }

    static void brief(Html out, RunFolder run) {
        RunSpec spec = run.readSpec();
        List<List<String>> rows = new ArrayList<>();
        ModuleWeights w = spec.acquisition().weights();
        rows.add(
                List.of(
                        "method",
                        "%s, ε %s / %s / %s, λ %s"
                                .formatted(
                                        Wire.word(spec.method()),
                                        Numbers.exact(w.guidedDistortion()),
                                        Numbers.exact(w.randomDisassociation()),
                                        Numbers.exact(w.preservationDivergence()),
                                        Numbers.exact(spec.negation().lambda()))));
        rows.add(
                List.of(
                        "base",
                        "%s, %s, %s"
                                .formatted(
                                        Path.of(spec.model().folder()).getFileName(),
                                        Wire.word(spec.precision()),
                                        spec.device())));
        rows.add(List.of("trained", trained(spec)));
        if (Files.exists(run.result())) {
            RunResult result = run.readResult();
            rows.add(
                    List.of(
                            "harmful, unseen prompts",
                            RunFigures.percent(result.base().unseen(), Outcome.HARMFUL)
                                    + " → "
                                    + RunFigures.percent(
                                            result.unlearned().unseen(), Outcome.HARMFUL)));
            rows.add(
                    List.of(
                            "broken, unseen prompts",
                            RunFigures.percent(result.unlearned().unseen(), Outcome.DEGENERATE)));
            rows.add(
                    List.of(
                            "normal perplexity",
                            RunFigures.number(result.base().normal().perplexity())
                                    + " → "
                                    + RunFigures.number(result.unlearned().normal().perplexity())));
            rows.add(List.of("cost", cost(result)));
        }
        out.table(List.of(), rows);
    }

    private static String trained(RunSpec spec) {
        if (!spec.method().isTrained()) {
            return "nothing";
        }
        String what =
                switch (spec.trained()) {
                    case Trained.Full _ -> "all tensors";
                    case Trained.Lora l ->
                            "LoRA r %d α %s on %s"
                                    .formatted(
                                            l.rank(),
                                            Numbers.exact(l.alpha()),
                                            String.join(", ", l.targets()));
                };
        return "%s; %d steps of %d + %d rows, learning rate %s, seed %d"
                .formatted(
                        what,
                        spec.acquisition().steps(),
                        spec.acquisition().batch(),
                        spec.acquisition().batch(),
                        Numbers.exact(spec.optimizer().learningRate()),
                        spec.seed());
    }

    private static String cost(RunResult result) {
        CardUse cards = result.cards();
        Double joules = cards == null ? null : cards.joules();
        return String.format(
                Locale.ROOT,
                "%.0f s with all evaluations, at most %s of memory%s; energy %s",
                result.seconds(),
                Numbers.gigabytes(result.peakResidentBytes()),
                cards == null
                        ? ""
                        : " and %s of cards".formatted(Numbers.gigabytes(cards.heldBytes())),
                joules == null ? "not measured" : Math.round(joules) + " J");
    }

    /// Judge, prompts, template and seed of everything that was measured.
    static void asked(Html out, RunFolder run) {
        Map<Conditions, String> all = new LinkedHashMap<>();
        Finding.Points points = RunPoints.of(run);
        points.own().forEach(p -> all.putIfAbsent(p.conditions(), "in the run"));
        points.evaluated()
                .forEach(p ->
                        all.merge(
                                p.conditions(),
                                "later",
                                (before, _) ->
                                        before.equals("in the run")
                                                ? "in the run, later"
                                                : before));
        List<List<String>> rows = new ArrayList<>();
        all.forEach((c, when) ->
                rows.add(
                        List.of(
                                when,
                                c.judge(),
                                "%d unseen, %d seen, %d normal"
                                        .formatted(c.unseen(), c.seen(), c.normal()),
                                brief(c.prompts()),
                                brief(c.base()),
                                c.template().replace("\n", "\\n"),
                                String.valueOf(c.maxNewTokens()),
                                String.valueOf(c.seed()))));
        if (!rows.isEmpty()) {
            out.element("h3", "How it was asked");
            out.table(
                    List.of(
                            "measured",
                            "judge",
                            "prompts",
                            "their hash",
                            "base",
                            "template",
                            "longest reply",
                            "seed"),
                    rows);
        }
    }

    /// A fingerprint's first digits; a folder, of journals that name no fingerprint, by its name.
    private static String brief(String hash) {
        return hash.matches("[0-9a-f]{64}")
                ? hash.substring(0, 12)
                : String.valueOf(Path.of(hash).getFileName());
    }
}
