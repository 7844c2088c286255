package dev.sku.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sku.protocol.Finding;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.MeasuredPoint.Conditions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PointGroupTest {
    private static final Conditions OTHER_JUDGE =
            new Conditions("base", "judge 2", "prompts", 100, 100, 50, "t", 48, 42, "seen");
    private static final Conditions HASHED =
            new Conditions("5a3f", "judge 1", "c0de", 100, 100, 50, "t", 48, 42, "seen");

    private static MeasuredPoint at(Conditions conditions, String run, double lambda) {
        return Points.point(conditions, run, 60, lambda, 10, 0, 11.0);
    }

    @Test
    void pointsOfUnlikeConditionsAreApart() {
        List<PointGroup> groups =
                PointGroup.of(
                        List.of(
                                new Finding.Points(Points.sweep("a"), List.of()),
                                new Finding.Points(List.of(at(OTHER_JUDGE, "b", 1)), List.of())));

        assertThat(groups).extracting(g -> g.points().size()).containsExactly(5, 1);
        assertThat(groups.get(1).differences(groups.getFirst()))
                .containsExactly("judge judge 2, not judge 1");
    }

    @Test
    void whatWasEvaluatedAfterwardsJoinsWhatTheRunMeasured() {
        List<PointGroup> groups =
                PointGroup.of(
                        List.of(
                                new Finding.Points(Points.sweep("a"), List.of(at(HASHED, "a", .6))),
                                new Finding.Points(Points.sweep("b"), List.of())));

        assertThat(groups).hasSize(1);
        assertThat(groups.getFirst().conditions()).isEqualTo(HASHED.comparable());
        assertThat(groups.getFirst().points()).hasSize(11);
    }

    @Test
    void aFigureIsStillMadeOfPointsThatWereMeasuredAgainSince() {
        Figure before = Points.figure(Points.sweep("a"));
        MeasuredPoint again = at(HASHED, "a", 1);
        Figure now =
                Figure.of(
                        before.pinned(),
                        PointGroup.of(
                                List.of(
                                        new Finding.Points(
                                                Points.sweep("a"),
                                                List.of(withKey(again, "measured again"))))));

        assertThat(now.marks()).isEqualTo(before.marks());
    }

    private static MeasuredPoint withKey(MeasuredPoint p, String key) {
        return new MeasuredPoint(
                key,
                p.run(),
                p.method(),
                p.step(),
                p.lambda(),
                p.conditions(),
                p.measurement(),
                p.cost());
    }

    @Test
    void whatWasMeasuredAgainCoversWhatWasMeasuredBefore() {
        Conditions old =
                new Conditions("5a3f", "judge 1", "older", 100, 100, 50, "t", 48, 42, "seen");
        List<PointGroup> groups =
                PointGroup.of(
                        List.of(
                                new Finding.Points(
                                        List.of(),
                                        List.of(
                                                at(HASHED, "a", .5),
                                                at(HASHED, "a", 1),
                                                at(old, "a", 1)))));

        assertThat(groups.get(1).isCoveredBy(groups.getFirst())).isTrue();
        assertThat(groups.getFirst().isCoveredBy(groups.get(1))).isFalse();
    }

    @Test
    void seedsOfOneSettingAreMeansWithTheirInterval() {
        PointGroup group =
                PointGroup.of(
                                List.of(
                                        seed("a", 42, 4, 11.0),
                                        seed("b", 43, 8, 11.2),
                                        seed("c", 44, 12, 11.4),
                                        new Finding.Points(Points.sweep("d"), List.of(), "other")))
                        .getFirst();
        FigureSpec usual = FigureSpec.usual(List.of());
        FigureSpec.Shown shown = usual.shown();
        Figure figure =
                Figure.of(
                        new FigureSpec(
                                usual.data(),
                                usual.axes(),
                                new FigureSpec.Shown(
                                        FigureSpec.Colours.SETTINGS,
                                        shown.intervals(),
                                        true,
                                        true,
                                        false,
                                        true),
                                usual.paper()),
                        group);

        assertThat(group.words()).endsWith("seeds 42, 43, 44");
        assertThat(figure.series())
                .extracting(Figure.Series::name)
                .containsExactlyInAnyOrder("a (3 seeds)", "d", "Base");
        Figure.Mark mean =
                figure.marks().stream()
                        .filter(m -> m.seeds().size() == 3)
                        .findFirst()
                        .orElseThrow();
        assertThat(mean.seedWords()).isEqualTo("42, 43, 44");
        assertThat(mean.y().value()).isCloseTo(8, within(1e-9));
        assertThat(mean.x().value()).isCloseTo(11.2, within(1e-9));
        // Student's interval of three seeds: 4.303 · 0.2 / √3
        Span spread = Objects.requireNonNull(mean.x().span());
        assertThat(spread.high() - spread.low())
                .isCloseTo(2 * 4.303 * .2 / Math.sqrt(3), within(1e-9));
        assertThat(figure.pinned().data().keys()).contains("a-60-1.0", "b-60-1.0", "c-60-1.0");
    }

    private static Finding.Points seed(String run, long seed, int harmful, double perplexity) {
        Conditions a = Points.ALIKE;
        Conditions own =
                new Conditions(
                        a.base(),
                        a.judge(),
                        a.prompts(),
                        a.seen(),
                        a.unseen(),
                        a.normal(),
                        a.template(),
                        a.maxNewTokens(),
                        seed,
                        "seen by " + seed);
        return new Finding.Points(
                List.of(Points.point(own, run, 60, 1, harmful, 0, perplexity)), List.of(), "same");
    }

    @Test
    void evaluationsWithAnotherJudgeDoNot() {
        assertThat(
                        PointGroup.of(
                                List.of(
                                        new Finding.Points(
                                                Points.sweep("a"),
                                                List.of(at(OTHER_JUDGE, "a", .6))))))
                .hasSize(2);
    }

    @Test
    void anEvaluationTakesThePlaceOfTheRunsOwnMeasurement() {
        MeasuredPoint again = at(HASHED, "a", 1);
        PointGroup group =
                PointGroup.of(List.of(new Finding.Points(Points.sweep("a"), List.of(again))))
                        .getFirst();

        assertThat(group.points()).hasSize(5).contains(again);
    }
}
