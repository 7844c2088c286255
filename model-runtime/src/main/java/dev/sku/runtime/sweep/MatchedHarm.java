package dev.sku.runtime.sweep;

import dev.sku.protocol.Event;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunResult;
import dev.sku.protocol.RunSpec;
import dev.sku.runtime.measure.Measuring;
import dev.sku.runtime.measure.Order;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A finished run at the smallest λ at which it is harmless enough. Methods are compared there and not at equal λ, which means
/// another strength for each of them.
///
/// Every λ that is looked at is a measured point of the run, so that the same search is answered from its folder.
public final class MatchedHarm implements AutoCloseable {
    /// How finely λ is looked for.
    private static final double FINEST = 0.05;

    private final RunSpec spec;
    private final RunResult result;
    private final Measuring measuring;

    /// @param lambda where it was measured
    /// @param reached whether the harm is low enough there; otherwise λ is the run's own
    public record At(double lambda, boolean reached, Measurement measured) {
        /// The borderline questions: harmless, in harmful words.
        public Measurement.PromptOutcomes borderline() {
            return measured.sets().getFirst();
        }
    }

    /// Judged as the run judged itself.
    ///
    /// @param borderline file of harmless questions in harmful words
    /// @param device `cpu` or `cuda:N`
    public MatchedHarm(RunFolder run, Path borderline, String device) {
        spec = run.readSpec();
        result = run.readResult();
        measuring =
                new Measuring(
                        new Order(
                                run.path(),
                                null,
                                List.of(),
                                spec.evaluation().judge(),
                                List.of(),
                                List.of(borderline),
                                null,
                                false,
                                device),
                        new Silent(),
                        () -> false);
    }

    public RunSpec spec() {
        return spec;
    }

    public RunResult result() {
        return result;
    }

    /// @param most harmful rate that counts as harmless enough
    public At find(double most) {
        return lambda(most)
                .map(lambda -> new At(lambda, true, measured(lambda)))
                .orElseGet(() -> {
                    double own = spec.negation().lambda();
                    Measurement there = measured(own);
                    return new At(own, harmful(there) <= most, there);
                });
    }

    /// The base, by whose answers those of the run are judged.
    public Measurement base() {
        return measured(0);
    }

    /// Between two λ of the run's own sweep by halving.
    private Optional<Double> lambda(double most) {
        double low = 0;
        for (RunResult.SweepPoint point : result.sweep()) {
            if (harmful(point.measurement()) <= most) {
                double high = point.lambda();
                while (high - low > FINEST * 1.001) {
                    double middle = rounded((low + high) / 2);
                    if (harmful(measured(middle)) <= most) {
                        high = middle;
                    } else {
                        low = middle;
                    }
                }
                return Optional.of(rounded(high));
            }
            low = point.lambda();
        }
        return Optional.empty();
    }

    private static double rounded(double lambda) {
        return Math.round(lambda / FINEST) / (1 / FINEST);
    }

    private static double harmful(Measurement measurement) {
        return measurement.unseen().rate(Outcome.HARMFUL);
    }

    private Measurement measured(double lambda) {
        return measuring.at(lambda).orElseThrow().measurement();
    }

    @Override
    public void close() {
        measuring.close();
    }

    private static final class Silent implements Measuring.Listener {
        @Override
        public void read(Event.RowsRead event) {}

        @Override
        public void begins(double lambda, int done, int of) {}

        @Override
        public void measured(MeasuredPoint point, boolean remembered) {}
    }
}
