package dev.sku.app.train;

import dev.sku.protocol.JournalReader;
import dev.sku.protocol.Method;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.RunFolder;
import java.nio.file.Path;
import java.util.List;

/// The course of a run for comparison with others: harmful rate in percent, perplexity relative to the base, its steps.
///
/// @param rewinds changes when the run has taken something back, so that curves begin anew
public record RunCurves(
        String run,
        Method method,
        List<Point> harmful,
        List<Point> perplexity,
        List<WeightedStep> steps,
        int rewinds) {
    public record Point(double x, double y) {}

    /// Of a run whose journal cannot be read.
    public static RunCurves none(String run) {
        return new RunCurves(run, Method.SKU, List.of(), List.of(), List.of(), 0);
    }

    /// Reads a journal as far as it is whole, and then what has been added to it. Not for use by several threads at once.
    public static final class Reader {
        private final String run;
        private final JournalReader journal;
        private final RunHistory history = new RunHistory();

        public Reader(String run, Path folder) {
            this.run = run;
            this.journal = new RunFolder(folder).journal();
        }

        public RunCurves read() {
            journal.forEachNew(1, history::accept);
            Evaluated base = history.base();
            double before =
                    base == null ? Double.NaN : base.measurement().normal().perplexityOrNaN();
            return new RunCurves(
                    run,
                    history.method(),
                    history.overSteps().stream().map(RunCurves::harmful).toList(),
                    history.overSteps().stream()
                            .map(e ->
                                    new Point(
                                            e.step(),
                                            e.measurement().normal().perplexityOrNaN() / before))
                            .toList(),
                    List.copyOf(history.steps()),
                    history.rewinds());
        }
    }

    private static Point harmful(Evaluated e) {
        return new Point(e.step(), e.measurement().unseen().rate(Outcome.HARMFUL) * 100);
    }

    /// The guided distortion of each step, without its weight.
    public List<Point> guidedDistortion() {
        return steps.stream()
                .map(s -> new Point(s.step().step(), s.step().loss().guidedDistortion()))
                .toList();
    }
}
