package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.configure.DraftField;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.settings.Settings;
import dev.sku.resources.Theme;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// The real window without a display, and a robot in front of it.
final class TestWindow implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 300;

    final FxRobot robot = new FxRobot();
    private final Workbench workbench;

    /// With the agent of its workspace.
    TestWindow(Workbench.Places places) throws Exception {
        this(places, places.agent());
    }

    TestWindow(Workbench.Places places, RuntimeLink link) throws Exception {
        this(places, link, new Settings(Settings.Look.LIGHT, true, null, 1300, 800, false));
    }

    /// @param link closed with the window
    TestWindow(Workbench.Places places, RuntimeLink link, Settings settings) throws Exception {
        toolkit();
        workbench =
                onWindow(() -> {
                    Workbench made = new Workbench(places, link, settings, new Stage(), _ -> {});
                    made.show();
                    return made;
                });
    }

    /// Skips the test where JavaFX finds no libraries to draw with.
    static void toolkit() throws Exception {
        DrawingLibraries.assumeThere();
        FxToolkit.registerPrimaryStage();
        Platform.setImplicitExit(false);
        Theme.loadFonts();
    }

    Workbench workbench() {
        return workbench;
    }

    RunSummary summary() {
        return workbench.train().summaryProperty().get();
    }

    /// The shipped sample, shortened.
    void shorten(int steps) {
        robot.interact(() ->
                Map.of(
                                DraftField.STEPS, String.valueOf(steps),
                                DraftField.WARMUP, "0",
                                DraftField.HARMFUL_PROMPTS, "4",
                                DraftField.NORMAL_ROWS, "4")
                        .forEach((field, words) -> workbench.configure().text(field).set(words)));
    }

    Node node(String id) {
        return robot.lookup(id).query();
    }

    String words(String id) {
        return ((Labeled) node(id)).getText();
    }

    /// All words that the window shows.
    String said() {
        return robot.lookup(".label").queryAllAs(Label.class).stream()
                .map(Label::getText)
                .collect(Collectors.joining("\n"));
    }

    void until(String what, BooleanSupplier reached) throws Exception {
        try {
            WaitForAsyncUtils.waitFor(
                    PATIENCE_SECONDS, TimeUnit.SECONDS, () -> onWindow(reached::getAsBoolean));
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "not so: %s%n%s%n%s".formatted(what, onWindow(this::said), workbench.log().text()),
                    e);
        }
    }

    static <T> T onWindow(Callable<T> work) throws Exception {
        return WaitForAsyncUtils.asyncFx(work).get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        robot.interact(() -> workbench.view().root().getScene().getWindow().hide());
        assertThat(workbench.awaitClosed(Duration.ofSeconds(60))).isTrue();
    }
}
