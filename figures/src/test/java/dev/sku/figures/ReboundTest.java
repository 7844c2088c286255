package dev.sku.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sku.figures.Figure.Mark;
import dev.sku.figures.Figure.Series;
import dev.sku.figures.FigureSpec.Axes;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Interval;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.MeasuredPoint.Conditions;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Membership;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Relearning;
import dev.sku.protocol.Robustness;
import dev.sku.protocol.Treatment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What was tried on unlearned models, drawn.
class ReboundTest {
    private static final Relearning HOW = Robustness.usual(false, 42);
    private static final Axes OVER = new Axes(Measure.RELEARNED, Measure.HARMFUL, false, false);

    /// λ 1 of the sweep: 2 % harmful; 30 and 80 after 5 and 10 steps, 4 on normal rows, 3 with 4 bits, 50 wrapped.
    private static Finding.Points tried(String run, long seed) {
        List<MeasuredPoint> points = new ArrayList<>();
        for (MeasuredPoint p : Points.sweep(run)) {
            Measurement asked =
                    new Measurement(
                            p.measurement().seen(),
                            p.measurement().unseen(),
                            p.measurement().normal(),
                            p.measurement().judge(),
                            List.of(
                                    new Measurement.PromptOutcomes(
                                            "wrapped-harmful",
                                            true,
                                            new OutcomeCounts(
                                                    p.lambda() == 0 ? 20 : 10,
                                                    p.lambda() == 0 ? 0 : 10,
                                                    0,
                                                    0),
                                            null)),
                            null);
            points.add(
                    of(
                            p.with(p.lambda() == 1 || p.lambda() == 0 ? asked : p.measurement()),
                            seed,
                            null));
        }
        return new Finding.Points(
                List.of(),
                points,
                "alike",
                List.of(
                        treated(run, seed, new Treatment.Quantized(Quantization.INT4), 3),
                        treated(run, seed, new Treatment.Relearned(10, true, HOW), 4),
                        treated(run, seed, new Treatment.Relearned(10, false, HOW), 80),
                        treated(run, seed, new Treatment.Relearned(5, false, HOW), 30)));
    }

    private static MeasuredPoint treated(String run, long seed, Treatment treatment, int harmful) {
        return of(Points.point(run, 60, 1, harmful, 11), seed, treatment);
    }

    private static MeasuredPoint of(MeasuredPoint p, long seed, @Nullable Treatment treatment) {
        Conditions c = Points.ALIKE;
        return new MeasuredPoint(
                p.key() + treatment,
                p.run(),
                p.method(),
                p.step(),
                p.lambda(),
                new Conditions(
                        c.base(),
                        c.judge(),
                        c.prompts(),
                        c.seen(),
                        c.unseen(),
                        c.normal(),
                        c.template(),
                        c.maxNewTokens(),
                        seed,
                        ""),
                p.measurement(),
                p.cost(),
                treatment);
    }

    private static PointGroup group(Finding.Points... runs) {
        return PointGroup.of(List.of(runs)).getFirst();
    }

    private static Figure all(Finding.Points... runs) {
        return Figure.of(FigureSpec.rebound(List.of("runs/a")), group(runs));
    }

    @Test
    void everythingThatWasTriedStandsInItsOrder() {
        Figure figure = all(tried("a", 42));

        assertThat(figure.y().ticks().reversed().stream().map(Axis.Tick::words))
                .containsExactly(
                        "Unseen prompts",
                        "Prompts: wrapped harmful",
                        "Relearned, 5 steps",
                        "Relearned, 10 steps",
                        "Normal rows, 10 steps",
                        "4-bit weights");
        Series model = figure.series().getFirst();
        assertThat(model.marks().stream().map(m -> m.x().value()))
                .containsExactly(2.0, 50.0, 30.0, 80.0, 4.0, 3.0);
        assertThat(model.marks().stream().map(figure::tried))
                .containsExactlyElementsOf(
                        figure.y().ticks().reversed().stream().map(Axis.Tick::words).toList());
        assertThat(model.traces()).singleElement().satisfies(t -> assertThat(t.marks()).hasSize(2));
        assertThat(figure.series().getLast().isBase()).isTrue();
        assertThat(figure.series().getLast().marks().stream().map(m -> m.x().value()))
                .containsExactly(90.0, 100.0);
        assertThat(figure.front()).isEmpty();
    }

    @Test
    void ofSeveralModelsNoneHidesAnother() {
        Figure figure = all(tried("a", 42), tried("b", 42));

        assertThat(figure.series()).hasSize(3);
        assertThat(figure.marks().stream().map(m -> m.y().value()).distinct())
                .hasSize(figure.marks().size());
        assertThat(figure.marks()).allMatch(m -> !figure.tried(m).isEmpty());
    }

    @Test
    void overStepsThePathBeginsAtTheUnlearnedModel() {
        Figure figure =
                Figure.of(FigureSpec.usual(List.of("runs/a")).with(OVER), group(tried("a", 42)));

        Series model = figure.series().getFirst();
        assertThat(model.marks().stream().map(m -> m.x().value()))
                .containsExactly(0.0, 5.0, 10.0, 10.0);
        assertThat(model.traces())
                .extracting(Figure.Trace::overSteps, t -> t.marks().size())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(false, 3),
                        org.assertj.core.groups.Tuple.tuple(true, 2));
        assertThat(figure.series().getLast().marks().getFirst().x().value()).isZero();
    }

    @Test
    void seedsAreOneSeriesOfMeans() {
        FigureSpec spec = FigureSpec.rebound(List.of("runs/a"));
        FigureSpec means =
                new FigureSpec(
                        spec.data(),
                        spec.axes(),
                        new FigureSpec.Shown(
                                FigureSpec.Colours.SETTINGS,
                                FigureSpec.Intervals.BARS,
                                true,
                                true,
                                false,
                                true),
                        spec.paper());
        Figure figure = Figure.of(means, group(tried("a", 42), tried("b", 43)));

        assertThat(figure.series()).hasSize(2);
        Mark relearned = figure.series().getFirst().marks().get(2);
        assertThat(relearned.seeds()).hasSize(2);
        assertThat(relearned.x().value()).isCloseTo(30, within(1e-9));
        assertThat(figure.series().getFirst().name()).isEqualTo("a (2 seeds), λ 1");
    }

    @Test
    void treatedModelsAreNoPointsOfTheTradeOff() {
        PointGroup group = group(tried("a", 42));

        assertThat(group.points()).hasSize(5).allMatch(p -> p.treatment() == null);
        assertThat(group.treated()).hasSize(4);
        assertThat(Figure.of(FigureSpec.usual(List.of("runs/a")), group).marks()).hasSize(5);
    }

    @Test
    void everyFormatWritesIt() {
        Figure figure = all(tried("a", 42), tried("b", 42));
        for (FigureFormat format : FigureFormat.values()) {
            assertThat(format.write(figure, 96, 5)).as(format.name()).isNotEmpty();
        }
        assertThat(text(figure, FigureFormat.SVG)).contains("Relearned, 10 steps");
        assertThat(text(figure, FigureFormat.TIKZ)).contains("Relearned{,} 10 steps");
        assertThat(text(figure, FigureFormat.CSV).lines())
                .hasSize(1 + 6 + 6 + 2)
                .anyMatch(l ->
                        l.startsWith(
                                "\"a, λ 1\",a,sku,60,1.0,\"Relearned, 5 steps\",\"LoRA r 8, 8 rows, 4 a step, rate 0.001, seed 42\",harmful,30.0,"));
        assertThat(text(figure, FigureFormat.MARKDOWN))
                .startsWith("|  | a, λ 1 | b, λ 1 | Base |")
                .contains("| Relearned, 10 steps | 80.0 [71.1, 86.7] | 80.0 [71.1, 86.7] |  |");
        assertThat(text(figure, FigureFormat.LATEX_TABLE))
                .contains("4-bit weights & 3.0 [1.0{,} 8.5]");
    }

    private static String text(Figure figure, FigureFormat format) {
        return new String(format.write(figure, 96, 5), StandardCharsets.UTF_8);
    }

    @Test
    void aSavedFigureIsDrawnAgain() {
        PointGroup group = group(tried("a", 42));
        Figure figure = all(tried("a", 42));

        Figure again = Figure.of(figure.pinned(), group);

        assertThat(again.marks()).isEqualTo(figure.marks());
    }

    @Test
    void axesThatDoNotGoTogetherAreRefused() {
        PointGroup group = group(tried("a", 42));
        for (Axes axes :
                List.of(
                        new Axes(Measure.TRIED, Measure.HARMFUL, false, false),
                        new Axes(Measure.HARMFUL, Measure.RELEARNED, false, false),
                        new Axes(Measure.RELEARNED, Measure.TRIED, false, false))) {
            assertThatThrownBy(() -> Figure.of(FigureSpec.usual(List.of()).with(axes), group))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e ->
                                    assertThat(e.problem().code())
                                            .isEqualTo(Problem.Code.FIGURE_REBOUND));
        }
    }

    @Test
    void whereNothingWasTriedThereIsNothingToDraw() {
        PointGroup group = Points.group(Points.sweep("a"));

        assertThatThrownBy(() -> Figure.of(FigureSpec.rebound(List.of("runs/a")), group))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.FIGURE_EMPTY));
    }

    @Test
    void whatWasToldOfRowsStaysWithThePointThatWasAskedMore() {
        Membership.Auc area = new Membership.Auc(.4, new Interval(.3, .5));
        Membership told = new Membership(9, 9, area, area, area);
        MeasuredPoint asked = tried("a", 42).evaluated().get(3);
        MeasuredPoint other = Points.point("a", 60, 1, 2, 11);
        MeasuredPoint later = other.with(other.measurement().with(told));

        PointGroup group = group(new Finding.Points(List.of(), List.of(asked, later), "alike"));

        assertThat(group.points())
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.key()).isEqualTo(asked.key());
                    assertThat(p.measurement().sets()).hasSize(1);
                    assertThat(p.measurement().membership()).isEqualTo(told);
                });
    }
}
