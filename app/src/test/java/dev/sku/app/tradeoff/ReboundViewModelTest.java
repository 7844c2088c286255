package dev.sku.app.tradeoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.link.FakeLink;
import dev.sku.app.link.JournalPoints;
import dev.sku.app.link.RunHandle;
import dev.sku.app.shell.Notices;
import dev.sku.app.store.RunLibrary;
import dev.sku.app.store.RunStore;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.figures.Figure;
import dev.sku.figures.Figure.Mark;
import dev.sku.figures.Measure;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Request;
import dev.sku.protocol.Robustness;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.Treatment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Trade-off page's question whether harm comes back.
class ReboundViewModelTest {
    private static final Instant THEN = Instant.parse("2026-11-21T09:00:00Z");

    private final FakeLink link = new FakeLink();
    private final TradeoffViewModel model =
            new TradeoffViewModel(link, new SimpleObjectProperty<>(), new Notices(), Runnable::run);
    private final ReboundViewModel rebound = model.rebound();
    private boolean treated = true;

    ReboundViewModelTest(@TempDir Path workspace) {
        RunFolder run = DemonstrationRuns.finished(workspace.resolve("runs"), "a", workspace, THEN);
        try (RunStore store = new RunStore(workspace.resolve("workbench.db"))) {
            List<RunEntry> entries =
                    new RunLibrary(store, workspace)
                            .refresh(List.of(new RunHandle("a", run.path(), false, false)));
            link.findings =
                    inquiry ->
                            inquiry instanceof Inquiry.Points(String folder)
                                    ? points(Path.of(folder))
                                    : ProblemException.of(Problem.Code.READER_ENDED, "", "");
            model.offer(entries);
        }
    }

    /// With λ 1 trained again for five steps, and in 8 bits.
    private Finding.Points points(Path folder) {
        Finding.Points plain = JournalPoints.of(folder, "judge 1");
        if (!treated) {
            return plain;
        }
        MeasuredPoint one =
                plain.own().stream()
                        .filter(p -> p.lambda() == 1 && p.step() == 60)
                        .findFirst()
                        .orElseThrow();
        return new Finding.Points(
                plain.own(),
                List.of(),
                "",
                List.of(
                        of(one, new Treatment.Quantized(Quantization.INT8)),
                        of(one, new Treatment.Relearned(5, false, Robustness.usual(false, 42)))));
    }

    private static MeasuredPoint of(MeasuredPoint p, Treatment treatment) {
        return new MeasuredPoint(
                p.key() + treatment,
                p.run(),
                p.method(),
                p.step(),
                p.lambda(),
                p.conditions(),
                p.measurement(),
                p.cost(),
                treatment);
    }

    private Figure figure() {
        return Objects.requireNonNull(model.figureProperty().get());
    }

    private Mark mark(double lambda) {
        return figure().marks().stream()
                .filter(m -> m.point().lambda() == lambda)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatWasTriedOnAModelStandsBesideIt() {
        model.look();

        assertThat(rebound.tried(mark(1)).stream().map(ReboundViewModel.Tried::name))
                .containsExactly("unseen", "Relearned, 5 steps", "8-bit weights");
        assertThat(rebound.tried(mark(2))).isEmpty();
        assertThat(figure().marks()).allMatch(m -> m.point().treatment() == null);
        assertThat(Objects.requireNonNull(rebound.relearnedProperty().get()).marks())
                .hasSize(3); // as it was made, after five steps, and the base
    }

    @Test
    void allThatWasTriedIsDrawnInPlaceOfTheTradeOffAndBack() {
        model.look();
        assertThat(rebound.canDraw()).isTrue();

        rebound.draw(true);

        assertThat(figure().spec().axes().y()).isEqualTo(Measure.TRIED);
        assertThat(figure().y().ticks()).hasSize(3);
        Mark relearned =
                figure().marks().stream()
                        .filter(m -> m.point().treatment() instanceof Treatment.Relearned)
                        .findFirst()
                        .orElseThrow();
        assertThat(model.canCompare(relearned)).isFalse();
        assertThat(rebound.canMeasure(relearned)).isTrue();
        assertThat(rebound.tried(relearned)).hasSize(3);
        assertThat(Objects.requireNonNull(model.comparisonProperty().get()).rows())
                .allMatch(r -> r.point().treatment() == null);

        rebound.draw(false);
        assertThat(figure().spec().isRebound()).isFalse();
    }

    @Test
    void whereNothingWasTriedTheTradeOffIsDrawn() {
        treated = false;
        model.draft().draw(true);
        model.look();

        assertThat(figure().spec().isRebound()).isFalse();
        assertThat(rebound.canDraw()).isFalse();
        assertThat(rebound.relearnedProperty().get()).isNull();
    }

    @Test
    void measuringAsksTheAgentForWhatIsChosen() {
        model.look();
        rebound.stepsProperty().set("2, 5");
        rebound.fullProperty().set(true);
        rebound.membershipProperty().set(false);

        rebound.measure(mark(1));

        Request.Measure asked = link.measured.getFirst();
        assertThat(asked.lambdas()).containsExactly(0.0, 1.0);
        assertThat(asked.robustness())
                .isEqualTo(
                        new Robustness(
                                List.of(2, 5),
                                Robustness.usual(true, 42),
                                List.of(Quantization.INT8, Quantization.INT4),
                                false));
        assertThat(rebound.canMeasure(mark(0))).isFalse();
    }

    @Test
    void stepsThatAreNoneAreAFault() {
        rebound.stepsProperty().set("5 many");
        assertThat(rebound.faultProperty().get()).contains("whole numbers");
        rebound.stepsProperty().set("0");
        assertThat(rebound.faultProperty().get()).contains("from 1 to 10000");
        rebound.stepsProperty().set("");
        assertThat(rebound.faultProperty().get()).isEmpty();
        rebound.roundedProperty().set(false);
        rebound.membershipProperty().set(false);
        assertThat(rebound.faultProperty().get()).contains("choose what else");
    }
}
