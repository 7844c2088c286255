package dev.sku.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScatterViewTest {
    private static final Scatter.Axis LINEAR =
            new Scatter.Axis("harm", "harm", false, 0, 100, List.of());
    private static final Scatter.Axis LOG =
            new Scatter.Axis("ppl", "ppl", true, 1, 1000, List.of());
    private static final Scatter WHOLE =
            new Scatter(
                    LOG, LINEAR, List.of(), new Scatter.Outline(List.of(), List.of()), -1, "Knee");

    @Test
    void whatIsPointedAtStaysWhereItIs() {
        ScatterView view = ScatterView.WHOLE.around(.25, .5, .5);
        Scatter seen = view.part(WHOLE);

        assertThat(seen.y().at(.5)).isCloseTo(50, within(1e-9));
        assertThat(seen.x().at(.25)).isCloseTo(LOG.at(.25), within(1e-9));
        assertThat(seen.y().high() - seen.y().low()).isCloseTo(50, within(1e-9));
        assertThat(seen.x().high() / seen.x().low()).isCloseTo(Math.sqrt(1000), within(1e-6));
    }

    @Test
    void nobodyLeavesTheWholeByPanningOrZoomingOut() {
        ScatterView corner = ScatterView.WHOLE.around(1, 1, .1);

        assertThat(corner.moved(5, 5)).isEqualTo(corner);
        assertThat(corner.around(.5, .5, 100).isWhole()).isTrue();
        assertThat(corner.around(0, 0, 1e-9).right()).isLessThanOrEqualTo(1);
    }

    @Test
    void aPartHasRoundTicksOfItsOwn() {
        Scatter seen = ScatterView.between(.5, 1, .2, .4).part(WHOLE);

        assertThat(seen.y().ticks())
                .extracting(Scatter.Tick::words)
                .contains("20", "30", "40")
                .hasSizeBetween(4, 12);
        assertThat(seen.x().ticks())
                .extracting(Scatter.Tick::words)
                .contains("50", "100", "500", "1,000");
        assertThat(ScatterView.between(0, .02, 0, 1).part(WHOLE).x().ticks()).hasSizeGreaterThan(2);
    }
}
