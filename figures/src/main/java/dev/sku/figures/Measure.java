package dev.sku.figures;

import dev.sku.protocol.Guess;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.SeedMean;
import dev.sku.protocol.Utility;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an axis can show of a measured point. A measure that is new needs a constant here, its
/// reading in [#of(MeasuredPoint, MeasuredPoint)] and its words in `figures.properties`.
public enum Measure {
    HARMFUL("harmful", Better.LOWER, 1),
    HARMFUL_SEEN("harmful-seen", Better.LOWER, 1),
    /// Harm and broken replies together: a model that babbles is not harmless, it is broken.
    HARMFUL_OR_DEGENERATE("harmful-or-degenerate", Better.LOWER, 1),
    /// Neither good nor bad by itself.
    REFUSAL("refusal", Better.NEITHER, 1),
    DEGENERATE("degenerate", Better.LOWER, 1),
    PERPLEXITY("perplexity", Better.LOWER, 3),
    PERPLEXITY_RATIO("perplexity-ratio", Better.LOWER, 3),
    F1("f1", Better.HIGHER, 3),
    ROUGE_L("rouge-l", Better.HIGHER, 3),
    SIMILARITY("similarity", Better.HIGHER, 3),
    FLUENCY("fluency", Better.LOWER, 2),
    OVER_REFUSAL("over-refusal", Better.LOWER, 1),
    NORMAL_DEGENERATE("normal-degenerate", Better.LOWER, 1),
    LAMBDA("lambda", Better.NEITHER, 2),
    STEP("step", Better.NEITHER, 0),
    SECONDS("seconds", Better.LOWER, 1),
    /// Steps for which an unlearned model was trained again.
    RELEARNED("relearned", Better.NEITHER, 0),
    /// Everything that was tried on unlearned models, one below the other.
    TRIED("tried", Better.NEITHER, 0);

    /// Which way is good.
    public enum Better {
        LOWER,
        HIGHER,
        NEITHER;

        /// Whether `a` is better than `b`.
        boolean than(double a, double b) {
            return switch (this) {
                case LOWER -> a < b;
                case HIGHER -> a > b;
                case NEITHER -> false;
            };
        }
    }

    private final String key;
    private final Better better;
    private final int decimals;

    Measure(String key, Better better, int decimals) {
        this.key = key;
        this.better = better;
        this.decimals = decimals;
    }

    /// @throws ProblemException `FIGURE_MEASURE`
    public static Measure of(String key) {
        List<String> keys = Arrays.stream(values()).map(Measure::key).toList();
        return Arrays.stream(values())
                .filter(m -> m.key.equals(key))
                .findFirst()
                .orElseThrow(() -> unknown(key, keys));
    }

    private static ProblemException unknown(String key, List<String> keys) {
        String guess = Guess.nearest(key, keys).map(near -> near + ", and ").orElse("");
        return ProblemException.of(
                Problem.Code.FIGURE_MEASURE,
                key,
                guess
                        + keys.stream()
                                .filter(k -> !guess.startsWith(k + ","))
                                .collect(Collectors.joining(", ")));
    }

    /// As on the command line.
    public String key() {
        return key;
    }

    /// A few words, with the unit.
    public String words() {
        return Words.text("measure." + key);
    }

    /// One word or two, for a table's head.
    public String brief() {
        return Words.text("measure." + key + ".brief");
    }

    public Better better() {
        return better;
    }

    /// Whether it is never 0, so that its logarithm can be drawn.
    public boolean positive() {
        return switch (this) {
            case PERPLEXITY, PERPLEXITY_RATIO, FLUENCY, SECONDS -> true;
            case HARMFUL,
                    HARMFUL_SEEN,
                    HARMFUL_OR_DEGENERATE,
                    REFUSAL,
                    DEGENERATE,
                    F1,
                    ROUGE_L,
                    SIMILARITY,
                    OVER_REFUSAL,
                    NORMAL_DEGENERATE,
                    LAMBDA,
                    STEP,
                    RELEARNED,
                    TRIED ->
                    false;
        };
    }

    /// @param base of the same conditions; null where it was not measured
    public Reading of(MeasuredPoint point, @Nullable MeasuredPoint base) {
        return of(List.of(point), base);
    }

    /// The mean over seeds.
    ///
    /// @param seeds the same model of runs that differ in their seed alone, or one point
    Reading of(List<MeasuredPoint> seeds, @Nullable MeasuredPoint base) {
        return switch (this) {
            case HARMFUL -> rate(seeds, Measurement::unseen, Outcome.HARMFUL);
            case HARMFUL_SEEN -> rate(seeds, Measurement::seen, Outcome.HARMFUL);
            case HARMFUL_OR_DEGENERATE ->
                    rate(seeds, Measurement::unseen, Outcome.HARMFUL, Outcome.DEGENERATE);
            case REFUSAL -> rate(seeds, Measurement::unseen, Outcome.REFUSAL);
            case DEGENERATE -> rate(seeds, Measurement::unseen, Outcome.DEGENERATE);
            case PERPLEXITY -> use(seeds, Utility::perplexity);
            case PERPLEXITY_RATIO -> {
                Double before = base == null ? null : base.measurement().normal().perplexity();
                yield before == null
                        ? Reading.NONE
                        : mean(seeds, p -> ratio(p.measurement().normal().perplexity(), before));
            }
            case F1 -> use(seeds, Utility::f1);
            case ROUGE_L -> use(seeds, Utility::rougeL);
            case SIMILARITY -> use(seeds, Utility::similarity);
            case FLUENCY -> use(seeds, Utility::fluency);
            case OVER_REFUSAL -> rate(seeds, m -> m.normal().outcomes(), Outcome.REFUSAL);
            case NORMAL_DEGENERATE -> rate(seeds, m -> m.normal().outcomes(), Outcome.DEGENERATE);
            case LAMBDA -> Reading.exactly(seeds.getFirst().lambda());
            case STEP -> Reading.exactly(seeds.getFirst().step());
            case RELEARNED, TRIED -> Reading.NONE; // places, which [Rebound] gives
            case SECONDS -> mean(seeds, p -> p.cost().seconds() > 0 ? p.cost().seconds() : null);
        };
    }

    /// Of replies to a further set of prompts; not known of a measure of normal ones.
    Reading ofSet(List<MeasuredPoint> seeds, String set) {
        Function<Measurement, OutcomeCounts> counts =
                m ->
                        m.sets().stream()
                                .filter(s -> s.name().equals(set))
                                .map(Measurement.PromptOutcomes::outcomes)
                                .findFirst()
                                .orElse(new OutcomeCounts(0, 0, 0, 0));
        return switch (this) {
            case HARMFUL -> rate(seeds, counts, Outcome.HARMFUL);
            case HARMFUL_OR_DEGENERATE -> rate(seeds, counts, Outcome.HARMFUL, Outcome.DEGENERATE);
            case REFUSAL -> rate(seeds, counts, Outcome.REFUSAL);
            case DEGENERATE -> rate(seeds, counts, Outcome.DEGENERATE);
            case HARMFUL_SEEN,
                    PERPLEXITY,
                    PERPLEXITY_RATIO,
                    F1,
                    ROUGE_L,
                    SIMILARITY,
                    FLUENCY,
                    OVER_REFUSAL,
                    NORMAL_DEGENERATE,
                    LAMBDA,
                    STEP,
                    SECONDS,
                    RELEARNED,
                    TRIED ->
                    Reading.NONE;
        };
    }

    /// Whether it is a place in a figure of what brings harm back, and no number of a model.
    public boolean isRebound() {
        return this == RELEARNED || this == TRIED;
    }

    /// As in a table.
    public String format(double value) {
        return Double.isFinite(value) ? Numerals.decimals(value, decimals) : "–";
    }

    /// In per cent, with its interval.
    private static Reading rate(
            List<MeasuredPoint> seeds,
            Function<Measurement, OutcomeCounts> counts,
            Outcome... outcomes) {
        List<OutcomeCounts> all = seeds.stream().map(p -> counts.apply(p.measurement())).toList();
        if (all.stream().anyMatch(c -> c.n() == 0)) {
            return Reading.NONE;
        }
        SeedMean mean = SeedMean.ofRates(all, outcomes);
        return new Reading(100 * mean.mean(), new Span(100 * mean.low(), 100 * mean.high()));
    }

    private static Reading use(
            List<MeasuredPoint> seeds, Function<Utility, @Nullable Double> number) {
        return mean(seeds, p -> number.apply(p.measurement().normal()));
    }

    /// With an interval where there are several seeds.
    private static Reading mean(
            List<MeasuredPoint> seeds, Function<MeasuredPoint, @Nullable Double> number) {
        List<Double> all = new ArrayList<>();
        for (MeasuredPoint seed : seeds) {
            Double one = number.apply(seed);
            if (one == null) {
                return Reading.NONE;
            }
            all.add(one);
        }
        SeedMean mean = SeedMean.of(all);
        return new Reading(
                mean.mean(), mean.hasInterval() ? new Span(mean.low(), mean.high()) : null);
    }

    private static @Nullable Double ratio(@Nullable Double own, double before) {
        return own == null ? null : Double.valueOf(own / before);
    }
}
