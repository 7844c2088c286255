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
import dev.sku.app.ui.PageMemory;
import dev.sku.charts.Scatter;
import dev.sku.figures.Figure;
import dev.sku.figures.Figure.Mark;
import dev.sku.figures.FigureFormat;
import dev.sku.figures.FigureSpec;
import dev.sku.figures.Measure;
import dev.sku.figures.PointGroup;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TradeoffViewModelTest {
    private static final Instant THEN = Instant.parse("2026-11-21T09:00:00Z");

    private final FakeLink link = new FakeLink();
    private final Notices notices = new Notices();
    private final Path workspace;
    private final List<RunEntry> runs;
    private final ObjectProperty<@Nullable JudgeSpec> judge = new SimpleObjectProperty<>();
    private final TradeoffViewModel model =
            new TradeoffViewModel(link, judge, notices, Runnable::run);
    private final FigureExport export;
    private String judgeOfSecond = "judge 1";

    TradeoffViewModelTest(@TempDir Path workspace) {
        this.workspace = workspace;
        Path folder = workspace.resolve("runs");
        RunFolder first = DemonstrationRuns.finished(folder, "first", workspace, THEN);
        RunFolder second =
                DemonstrationRuns.finished(
                        folder, "second", workspace, THEN.plus(Duration.ofHours(1)));
        try (RunStore store = new RunStore(workspace.resolve("workbench.db"))) {
            runs =
                    new ArrayList<>(
                            new RunLibrary(store, workspace)
                                    .refresh(
                                            List.of(
                                                    new RunHandle(
                                                            "first", first.path(), false, false),
                                                    new RunHandle(
                                                            "second",
                                                            second.path(),
                                                            false,
                                                            false))));
        }
        link.findings =
                inquiry ->
                        inquiry instanceof Inquiry.Points(String run)
                                ? JournalPoints.of(
                                        Path.of(run),
                                        run.endsWith("second") ? judgeOfSecond : "judge 1")
                                : ProblemException.of(Problem.Code.READER_ENDED, "", "");
        export =
                new FigureExport(
                        model, workspace.resolve("figures"), notices, Runnable::run, Runnable::run);
        model.offer(runs);
    }

    private Figure figure() {
        return Objects.requireNonNull(model.figureProperty().get());
    }

    @Test
    void asksForPointsWhenThePageIsLookedAtAndOnceOnly() {
        assertThat(link.asked).isEmpty();
        model.look();
        model.offer(runs);
        model.look();

        assertThat(link.asked).hasSize(2).allMatch(asked -> asked instanceof Inquiry.Points);
        model.refresh();
        assertThat(link.asked).hasSize(4);
    }

    @Test
    void drawsAllRunsAndChoosesTheKnee() {
        model.look();

        assertThat(figure().series())
                .extracting(Figure.Series::name)
                .containsExactlyInAnyOrder("first", "second", "Base");
        assertThat(model.selectedProperty().get()).isNotNull().isEqualTo(figure().knee());
        assertThat(model.canCompare(Objects.requireNonNull(figure().knee()))).isTrue();
    }

    @Test
    void aRunThatIsNotChosenIsNotDrawn() {
        model.look();
        model.choose("second", false);

        assertThat(figure().series()).hasSize(2);
    }

    @Test
    void theBrushFiltersWhatIsListedAndWhatIsDrawn() {
        model.look();
        int all = figure().marks().size();
        model.brushProperty().set(new Scatter.Brush(0, 100, 0, 10));

        assertThat(model.listed()).isNotEmpty().allMatch(m -> m.y().value() <= 10);
        int brushed = model.listed().size();
        model.drawListed();
        assertThat(model.brushProperty().get()).isNull();
        assertThat(figure().marks()).hasSize(brushed + 1);
        model.drawAll();
        assertThat(figure().marks()).hasSize(all);
    }

    @Test
    void pointsThatWereMeasuredOtherwiseAreNamedAndDrawnInsteadWhenAsked() {
        judgeOfSecond = "judge 2";
        model.look();

        assertThat(figure().group().runs()).hasSize(1);
        assertThat(model.others()).hasSize(1);
        var other = model.others().getFirst();
        model.draw(other);
        assertThat(figure().group().conditions()).isEqualTo(other.conditions());
    }

    @Test
    void whatWasMeasuredOtherwiseIsMeasuredAgainAsWhatIsDrawn() {
        judgeOfSecond = "judge 2";
        model.look();
        var other = model.others().getFirst();
        assertThat(model.canMeasureAgain(other)).isTrue();
        model.measureAgain(other);

        assertThat(link.measured)
                .singleElement()
                .satisfies(m -> {
                    assertThat(m.run()).isEqualTo(other.runs().getFirst());
                    assertThat(m.lambdas()).contains(0.0, 1.0).doesNotHaveDuplicates();
                    assertThat(m.judge()).isEqualTo(new JudgeSpec.Phrases());
                    assertThat(m.again()).isFalse();
                });
    }

    @Test
    void furtherPromptsAreAskedOfThePointAndItsBase() {
        model.look();
        Mark knee = Objects.requireNonNull(figure().knee());
        model.askAlso(knee.point(), Path.of("paraphrased.jsonl"));

        assertThat(link.measured)
                .singleElement()
                .satisfies(m -> {
                    assertThat(m.lambdas()).containsExactly(0.0, knee.point().lambda());
                    assertThat(m.prompts()).containsExactly("paraphrased.jsonl");
                });
    }

    @Test
    void whatIsMeasuredIsJudgedByTheUsualJudge() {
        JudgeSpec guard = new JudgeSpec.CausalLm("/models/guard", "llama-guard", .5);
        model.look();
        Mark knee = Objects.requireNonNull(figure().knee());
        judge.set(guard);
        model.askAlso(knee.point(), Path.of("paraphrased.jsonl"));

        assertThat(link.measured)
                .singleElement()
                .satisfies(m -> assertThat(m.judge()).isEqualTo(guard));
    }

    @Test
    void whatIsMeasuredToBeDrawnWithOthersIsJudgedAsThoseWere() {
        judgeOfSecond = "llama-guard 1";
        JudgeSpec guard = new JudgeSpec.CausalLm("/models/guard", "llama-guard", .5);
        judge.set(guard);
        model.look();
        PointGroup other = model.others().getFirst();
        model.measureAgain(other);
        boolean drawnByGuard = figure().group().conditions().judge().equals(judgeOfSecond);
        assertThat(link.measured.getLast().judge())
                .isEqualTo(drawnByGuard ? guard : new JudgeSpec.Phrases());

        model.draw(other);
        model.measureAgain(model.others().getFirst());
        assertThat(link.measured.getLast().judge())
                .isEqualTo(drawnByGuard ? new JudgeSpec.Phrases() : guard);
    }

    @Test
    void thePageComesBackAsItWasLeft() {
        Map<String, String> kept = new HashMap<>();
        model.draft().remember(new PageMemory(Map.of(), kept::putAll));
        new PageMemory(Map.of(), kept::putAll).words("tradeoff.hidden", model.hiddenProperty());
        model.look();
        model.draft().xProperty().set(Measure.PERPLEXITY_RATIO);
        model.draft().logXProperty().set(true);
        model.draft().coloursProperty().set(FigureSpec.Colours.SETTINGS);
        model.choose("second", false);

        TradeoffViewModel next = new TradeoffViewModel(link, judge, notices, Runnable::run);
        next.draft().remember(new PageMemory(kept, _ -> {}));
        new PageMemory(kept, _ -> {}).words("tradeoff.hidden", next.hiddenProperty());
        next.offer(runs);
        next.look();

        assertThat(next.draft().xProperty().get()).isEqualTo(Measure.PERPLEXITY_RATIO);
        assertThat(next.draft().logXProperty().get()).isTrue();
        assertThat(next.draft().coloursProperty().get()).isEqualTo(FigureSpec.Colours.SETTINGS);
        assertThat(next.chosen()).containsEntry("first", true).containsEntry("second", false);
    }

    @Test
    void aMeasureThatNoPointHasSaysSo() {
        model.look();
        model.draft().yProperty().set(Measure.F1);
        assertThat(model.troubleProperty().get()).isEmpty();
        link.findings = _ -> ProblemException.of(Problem.Code.FILE_MISSING, "runs/first");
        TradeoffViewModel unread = new TradeoffViewModel(link, judge, notices, Runnable::run);
        unread.offer(runs);
        unread.look();

        assertThat(unread.figureProperty().get()).isNull();
        assertThat(unread.troubleProperty().get()).contains("runs/first");
    }

    @Test
    void comparesAtTheHarmThatIsAskedFor() {
        model.look();
        model.atMostProperty().set(50);

        assertThat(Objects.requireNonNull(model.comparisonProperty().get()).rows())
                .filteredOn(r -> r.point().lambda() != 0)
                .allMatch(r -> r.cells().getFirst().reading().value() <= 50);
    }

    @Test
    void aFigureThatWasWrittenIsDrawnAgain() {
        model.look();
        model.draft().xProperty().set(Measure.LAMBDA);
        model.brushProperty().set(new Scatter.Brush(.4, 1.1, 0, 100));
        model.drawListed();
        List<Mark> before = figure().marks();
        export.formatProperty().set(FigureFormat.SVG);
        export.write();
        Path file = workspace.resolve("figures").resolve("trade-off.svg");
        assertThat(file).exists();

        model.drawAll();
        model.draft().xProperty().set(Measure.PERPLEXITY);
        export.reopen(export.figures().getFirst());
        assertThat(figure().marks()).isEqualTo(before);
        assertThat(model.draft().xProperty().get()).isEqualTo(Measure.LAMBDA);
        assertThat(export.command())
                .isEqualTo(
                        "sku plot --figure %s --out %s"
                                .formatted(export.figures().getFirst(), file));
    }

    @Test
    void theCommandMakesTheSameFigure() {
        model.look();
        model.choose("second", false);
        model.draft().logXProperty().set(true);
        model.draft().stepPathsProperty().set(true);
        export.fileProperty().set("my figure.pdf");

        assertThat(export.command())
                .isEqualTo(
                        "sku plot %s -x perplexity -y harmful --log-x --step-paths --venue neurips --out 'my figure.pdf'"
                                .formatted(workspace.resolve("runs").resolve("first")));
    }

    @Test
    void whatCannotBeWrittenSaysSo() {
        model.look();
        export.fileProperty().set("figure.gif");
        export.write();

        assertThat(notices.shown())
                .singleElement()
                .satisfies(n -> assertThat(n.detail()).contains(".pdf"));
    }

    @Test
    void aSweepAsksForItsLambdasAndReadsThePointsAgain() {
        model.look();
        model.sweep().lambdasProperty().set("0.6, x");
        model.sweep().start("first", model.judge("first"));
        assertThat(model.sweep().faultProperty().get()).isNotEmpty();
        assertThat(link.measured).isEmpty();

        model.sweep().lambdasProperty().set("0.6, 0.8");
        model.sweep().start("first", model.judge("first"));
        assertThat(link.measured)
                .singleElement()
                .satisfies(m -> {
                    assertThat(m.run()).isEqualTo("first");
                    assertThat(m.lambdas()).containsExactly(.6, .8);
                });
        assertThat(link.asked).hasSize(4);
    }
}
