package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.journal.RunState;
import dev.sku.app.link.FakeLink;
import dev.sku.app.link.RunHandle;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.shell.Action;
import dev.sku.app.shell.Place;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.app.train.Playback;
import dev.sku.charts.LineChart;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a person finds before there is a run, with no agent that answers.
@Timeout(300)
class StartPageTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();

    @TempDir Path folder;

    private final FakeLink link = new FakeLink();
    private @Nullable TestWindow opened;

    private TestWindow open() throws Exception {
        TestWindow window =
                new TestWindow(
                        new Workbench.Places(
                                folder.resolve("workspace"),
                                SAMPLE,
                                folder.resolve("sku"),
                                new SettingsFile(folder.resolve("settings.json"))),
                        link);
        opened = window;
        window.until("runs are known", () -> window.workbench().runs().knownProperty().get());
        return window;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private static Playback.@Nullable State played(TestWindow window) {
        return window.workbench().train().playbackProperty().get();
    }

    @Test
    void theRecordedRunPlaysOnThePageOfRunsWithoutAnAgent() throws Exception {
        TestWindow window = open();
        window.until("the recording", () -> window.node("#recorded-run").isVisible());
        window.click("#replay-start");

        assertThat(window.workbench().shell().placeProperty().get()).isEqualTo(Place.TRAIN);
        LineChart loss = (LineChart) window.node("#loss-chart");
        window.until("the curve moves", () -> window.summary().step() > 2);
        window.until(
                "it is marked", () -> window.said().contains("A recorded run, played in about"));
        assertThat(window.summary().state()).isEqualTo(RunState.RUNNING);
        for (String order : List.of("#pause", "#evaluate-now", "#stop", "#run-more")) {
            assertThat(window.node(order).isVisible()).as(order).isFalse();
        }
        window.robot.type(KeyCode.SPACE);
        window.until("it stands still", () -> played(window) == Playback.State.PAUSED);
        int steps = TestWindow.onWindow(() -> loss.table().rows().size());
        assertThat(window.words("#replay-toggle")).isEqualTo("_Play");
        window.robot.type(KeyCode.SPACE);
        window.until("it goes on", () -> loss.table().rows().size() > steps);
        assertThat(link.ordered).isEmpty();
        assertThat(link.listened()).isFalse();

        window.click("#replay-leave");
        assertThat(window.workbench().shell().placeProperty().get()).isEqualTo(Place.START);
        assertThat(played(window)).isNull();
    }

    @Test
    void thePaletteHasTheRecordedRunWhenThereAreRuns() throws Exception {
        var run =
                DemonstrationRuns.finished(
                        folder.resolve("workspace/runs"), "a", folder, Instant.now());
        link.handles.add(new RunHandle("a", run.path(), false, false));
        TestWindow window = open();
        assertThat(window.workbench().shell().places()).doesNotContain(Place.START);
        window.until("it is followed", link::listened);
        Action replay =
                window.workbench().shell().actions().stream()
                        .filter(a -> a.id().equals("replay"))
                        .findFirst()
                        .orElseThrow();
        window.until("it is there", replay.possible());
        window.robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        window.until("open", () -> window.workbench().shell().paletteOpenProperty().get());
        window.robot.write("replay the recorded").type(KeyCode.ENTER);

        window.until("it plays", () -> played(window) == Playback.State.PLAYING);
        window.until("its name", () -> window.words("#run-title").equals("sample"));
        window.click("#replay-leave");
        window.until(
                "the run is back",
                () -> window.workbench().train().runProperty().get().equals("a"));
    }

    @Test
    void aModelOfTheCacheGoesIntoADraft() throws Exception {
        link.findings =
                asked ->
                        asked instanceof Inquiry.Cached
                                ? new Finding.Cached(
                                        List.of(
                                                new Finding.CachedModel(
                                                        "facebook/opt-125m", "/cache/opt")))
                                : ProblemException.of(Problem.Code.READER_ENDED, "no finding", "");
        TestWindow window = open();
        window.until("it is listed", () -> window.said().contains("facebook/opt-125m"));
        window.click("#use-opt");

        assertThat(window.workbench().shell().placeProperty().get()).isEqualTo(Place.CONFIGURE);
        assertThat(window.workbench().configure().draftProperty().get().model().folder())
                .isEqualTo("/cache/opt");
    }
}
