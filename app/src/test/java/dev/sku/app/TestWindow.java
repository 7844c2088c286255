package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.configure.DraftField;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.settings.Settings;
import dev.sku.resources.Theme;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// The real window without a display, and a robot in front of it. It goes from one workspace to another as the program's
/// does.
final class TestWindow implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;

    final FxRobot robot = new FxRobot();

    /// What is chosen in the system's dialogs.
    final Choices choices = new Choices();

    private final Windows windows;

    /// With the agent of its workspace.
    TestWindow(Workbench.Places places) throws Exception {
        this(places, places.agent());
    }

    TestWindow(Workbench.Places places, RuntimeLink link) throws Exception {
        this(places, link, new Settings(Settings.Look.LIGHT, true, null, 1300, 800, false));
    }

    /// @param link closed with the window
    TestWindow(Workbench.Places places, RuntimeLink link, Settings settings) throws Exception {
        this(places, link, settings, UnaryOperator.identity());
    }

    /// @param outside what is used of what a window has outside itself; its dialogs are the test's in any case
    TestWindow(
            Workbench.Places places,
            RuntimeLink link,
            Settings settings,
            UnaryOperator<Workbench.Outside> outside)
            throws Exception {
        toolkit();
        windows =
                onWindow(() -> {
                    Windows made = new Windows(settings, own -> asked(outside.apply(own)));
                    made.open(places, link);
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
        return Objects.requireNonNull(windows.workbench());
    }

    RunSummary summary() {
        return workbench().train().summaryProperty().get();
    }

    private Workbench.Outside asked(Workbench.Outside outside) {
        return new Workbench.Outside(
                outside.sessions(), outside.hosts(), outside.hub(), outside.links(), _ -> choices);
    }

    /// The shipped sample, shortened.
    void shorten(int steps) {
        robot.interact(() ->
                Map.of(
                                DraftField.STEPS, String.valueOf(steps),
                                DraftField.WARMUP, "0",
                                DraftField.HARMFUL_PROMPTS, "4",
                                DraftField.NORMAL_ROWS, "4")
                        .forEach((field, words) -> workbench().configure().text(field).set(words)));
    }

    /// Where to click is asked on the window's thread: bounds that are asked for on another one spoil those that are kept.
    void click(String id) throws Exception {
        until(id + " can be clicked", () -> pressable(id).isPresent());
        Point2D at =
                onWindow(() -> {
                    Node node = pressable(id).orElseThrow();
                    show(node); // it may lie below what a page shows
                    node.getScene().getRoot().applyCss();
                    node.getScene().getRoot().layout();
                    Bounds bounds = node.localToScreen(node.getBoundsInLocal());
                    return new Point2D(bounds.getCenterX(), bounds.getCenterY());
                });
        Node node = pressable(id).orElseThrow();
        if (node instanceof ButtonBase button) {
            robot.interact(button::fire); // as its key does: what is laid out meanwhile may move it
        } else {
            robot.clickOn(at);
        }
        WaitForAsyncUtils.waitForFxEvents();
    }

    boolean isThere(String id) {
        return robot.lookup(id).tryQuery().isPresent();
    }

    /// The robot, when what has this name is shown and can be pressed.
    FxRobot ready(String id) throws Exception {
        until(id + " can be pressed", () -> pressable(id).isPresent());
        return robot;
    }

    private Optional<Node> pressable(String id) {
        return robot.lookup(id).queryAll().stream()
                .filter(n -> isShown(n) && !n.isDisabled())
                .findFirst();
    }

    /// The tile of the harmful rate shows one.
    void awaitHarmfulRate() throws Exception {
        until(
                "the harmful rate",
                () ->
                        String.valueOf(robot.lookup("#tile-harmful").query().getAccessibleText())
                                .matches("(?s)\\d+\\.\\d %.*"));
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
                    "not so: %s%n%s%n%s"
                            .formatted(what, onWindow(this::said), workbench().log().text()),
                    e);
        }
    }

    static <T> T onWindow(Callable<T> work) throws Exception {
        return WaitForAsyncUtils.asyncFx(work).get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        Workbench last = workbench();
        robot.interact(() -> last.view().root().getScene().getWindow().hide());
        try {
            assertThat(last.awaitClosed(Duration.ofSeconds(60))).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the test was ended while its window closed", e);
        }
    }

    static boolean isShown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private static void show(Node node) {
        for (Node at = node.getParent(); at != null; at = at.getParent()) {
            if (at instanceof ScrollPane pane) {
                double rest =
                        pane.getContent().getBoundsInLocal().getHeight()
                                - pane.getViewportBounds().getHeight();
                double y =
                        pane.getContent()
                                .sceneToLocal(node.localToScene(node.getBoundsInLocal()))
                                .getMinY();
                pane.setVvalue(rest <= 0 ? 0 : Math.clamp((y - 60) / rest, 0, 1));
            }
        }
    }
}
