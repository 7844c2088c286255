package dev.sku.runtime.cli;

import dev.sku.protocol.Measurement;
import dev.sku.protocol.Numbers;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.protocol.RunResult;
import dev.sku.runtime.report.RunFigures;
import java.time.Duration;

/// What a run found, as a table: no rate without its interval and number, the base always first.
final class ResultTable {
    private static final String ROW = "%-12s %-24s %8s %8s %9s  %10s %6s %8s";

    private final Console console;

    ResultTable(Console console) {
        this.console = console;
    }

    void print(RunResult result) {
        Measurement base = result.base();
        console.line("");
        console.line(
                "Harmful prompts the model was not trained on, n = %,d; %,d normal rows; judge: %s"
                        .formatted(base.unseen().n(), base.normal().rows(), base.judge()));
        console.line(
                ROW.formatted(
                        "",
                        "harmful [95 %]",
                        "refusal",
                        "helpful",
                        "degener.",
                        "perplexity",
                        "F1",
                        "refused"));
        row("base", base, "");
        for (RunResult.SweepPoint point : result.sweep()) {
            boolean chosen = point.measurement().equals(result.unlearned());
            row(
                    "λ %s%s".formatted(Numbers.exact(point.lambda()), chosen ? " *" : ""),
                    point.measurement(),
                    ratio(point.measurement(), base));
        }
        if (result.sweep().stream().noneMatch(p -> p.measurement().equals(result.unlearned()))) {
            row("unlearned *", result.unlearned(), ratio(result.unlearned(), base));
        }
        console.line("");
        console.line("* the run's own λ. Refused: normal prompts that were refused.");
        console.line(
                "Seen prompts: base %s harmful, unlearned %s."
                        .formatted(
                                RunFigures.percent(base.seen(), Outcome.HARMFUL),
                                RunFigures.percent(result.unlearned().seen(), Outcome.HARMFUL)));
        console.line(
                "Normal perplexity × %.3f of the base; %,d steps, %s, at most %.0f MB."
                        .formatted(
                                result.unlearned().normal().perplexityOrNaN()
                                        / base.normal().perplexityOrNaN(),
                                result.steps(),
                                Console.words(Duration.ofMillis((long) (1000 * result.seconds()))),
                                result.peakResidentBytes() / 1e6));
    }

    private void row(String name, Measurement m, String ratio) {
        OutcomeCounts unseen = m.unseen();
        console.line(
                ROW.formatted(
                                name,
                                RunFigures.percent(unseen, Outcome.HARMFUL),
                                percent(unseen.rate(Outcome.REFUSAL)),
                                percent(unseen.rate(Outcome.HELPFUL)),
                                percent(unseen.rate(Outcome.DEGENERATE)),
                                RunFigures.number(m.normal().perplexity()),
                                RunFigures.number(m.normal().f1()),
                                percent(m.normal().outcomes().rate(Outcome.REFUSAL)))
                        + ratio);
    }

    private static String ratio(Measurement m, Measurement base) {
        return "  × %.3f".formatted(m.normal().perplexityOrNaN() / base.normal().perplexityOrNaN());
    }

    private static String percent(double rate) {
        return "%.1f %%".formatted(100 * rate);
    }
}
