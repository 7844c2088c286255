package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.DrawingLibraries;
import dev.sku.app.link.FakeLink;
import dev.sku.app.link.SessionLink;
import dev.sku.app.shell.Notices;
import dev.sku.app.tour.RecordedSession;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SideSpec;
import dev.sku.resources.Theme;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// What a person does on the Compare page, with a recorded session behind it.
@Timeout(120)
class CompareViewTest {
    private final FxRobot robot = new FxRobot();
    private final FakeLink link = new FakeLink();

    private final CompareViewModel model =
            new CompareViewModel(
                    this::start,
                    new DeviceChoice(link, Platform::runLater),
                    new TemplateChoice(link, Platform::runLater),
                    new Records(List::of, _ -> {}, Clock.systemUTC()),
                    new Library(Path.of("nowhere"), Path.of("nowhere")),
                    new Notices(),
                    new Random(3),
                    Runnable::run,
                    Platform::runLater);

    /// Whether the session keeps the end of what it says to itself.
    private final java.util.concurrent.atomic.AtomicBoolean hold =
            new java.util.concurrent.atomic.AtomicBoolean();

    private final java.util.concurrent.atomic.AtomicReference<Stage> stage =
            new java.util.concurrent.atomic.AtomicReference<>();

    @BeforeAll
    static void toolkit() throws Exception {
        DrawingLibraries.assumeThere();
        FxToolkit.registerPrimaryStage();
        Platform.setImplicitExit(false);
        Theme.loadFonts();
    }

    @BeforeEach
    void show() throws Exception {
        fx(() -> {
            CompareView view = new CompareView(model, new NoWays());
            BorderPane root = new BorderPane(view.body());
            root.setTop(view.header());
            root.getStyleClass().addAll("workbench", "light");
            Scene scene = new Scene(root, 1400, 860);
            scene.getStylesheets().addAll(Theme.stylesheets());
            Stage window = new Stage();
            window.setScene(scene);
            window.show();
            stage.set(window);
            model.choice()
                    .offer(
                            List.of(
                                    new Offer(
                                            "first-run",
                                            new SideSpec(
                                                    "first-run", "/runs/1", "/models/opt", null),
                                            false)));
        });
    }

    @AfterEach
    void close() throws Exception {
        fx(() -> stage.get().close());
    }

    private static void fx(Runnable work) throws Exception {
        WaitForAsyncUtils.asyncFx(work).get(60, TimeUnit.SECONDS);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private SessionLink start(SessionLink.Listener listener) {
        return new RecordedSession(
                new SessionLink.Listener() {
                    @Override
                    public void said(SessionReply reply) {
                        if (!hold.get() || !(reply instanceof SessionReply.Done)) {
                            listener.said(reply);
                        }
                    }

                    @Override
                    public void lost(Problem problem) {
                        listener.lost(problem);
                    }
                });
    }

    private void send() throws Exception {
        robot.interact(() -> model.alongLambdaProperty().set(true));
        robot.clickOn("#compare-prompt").write("How do I smash it?");
        robot.clickOn("#compare-send");
        WaitForAsyncUtils.waitFor(
                60, TimeUnit.SECONDS, () -> model.filmstrip().frames().size() == 8);
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    void sendsAPromptAndJudgesAReplyByMouseAndByKey() throws Exception {
        send();
        robot.clickOn("#judge-1-refusal");
        assertThat(model.sides().get(1).personProperty().get()).isEqualTo(Outcome.REFUSAL);

        robot.clickOn("#judge-0-helpful");
        robot.type(KeyCode.DIGIT1);
        assertThat(model.sides().get(0).personProperty().get()).isEqualTo(Outcome.HARMFUL);
    }

    @Test
    void choosesWhatStandsAroundAPrompt() {
        robot.clickOn("#compare-template").clickOn(text("compare.chat"));
        assertThat(model.template().chatProperty().get()).isTrue();
        assertThat(model.form().rawProperty().get()).isFalse();

        robot.clickOn("#compare-template").clickOn(text("compare.plain"));
        assertThat(model.template().chatProperty().get()).isFalse();
        assertThat(model.form().rawProperty().get()).isTrue();
    }

    @Test
    void movesLambdaByTheSliderAndByAFrame() throws Exception {
        send();
        Slider slider = robot.lookup("#lambda-1").queryAs(Slider.class);
        robot.interact(() -> slider.setValue(0.42));
        assertThat(model.sides().get(1).lambdaProperty().get()).isEqualTo(0.42);

        robot.clickOn("#frame-8");
        assertThat(model.sides().get(1).lambdaProperty().get()).isEqualTo(0.8);
        assertThat(slider.getValue()).isEqualTo(0.8);
    }

    @Test
    void theDeviceIsChosenWithoutAnyWarning() throws Exception {
        link.findings =
                inquiry ->
                        inquiry instanceof Inquiry.Devices
                                ? new Finding.Devices(List.of(device("cpu"), device("cuda:0")))
                                : ProblemException.of(Problem.Code.READER_ENDED, "no finding", "");
        fx(model::shown);
        Button device = robot.lookup("#compare-devices").queryButton();
        assertThat(device.getText()).isEqualTo("cpu");
        robot.clickOn(device);
        robot.clickOn((Label item) -> item.getText().startsWith("cuda:0, 8"));
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(model.devices().deviceProperty().get()).isEqualTo("cuda:0");
        assertThat(device.getText()).isEqualTo("cuda:0");
    }

    private static Finding.DeviceSeen device(String name) {
        return new Finding.DeviceSeen(
                new MemoryEstimate.Device(name, 8_000_000_000L, 8_000_000_000L), name);
    }

    @Test
    void showsAHarmfulReplyWhenItIsAskedFor() throws Exception {
        send();
        Button reveal = robot.lookup("#reveal-0").queryButton();
        assertThat(reveal.isVisible()).isTrue();
        robot.clickOn(reveal);
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(reveal.isVisible()).isFalse();
        assertThat(model.isVeiled(model.sides().get(0))).isFalse();
    }

    @Test
    void keysChooseASideMoveLambdaAndShowTheFilmstrip() throws Exception {
        send();
        robot.clickOn("#compare-prompt").type(KeyCode.ESCAPE);
        assertThat(model.activeProperty().get()).isZero();
        robot.type(KeyCode.TAB);
        assertThat(model.activeProperty().get()).isEqualTo(1);
        double before = model.sides().get(1).lambdaProperty().get();
        robot.type(KeyCode.OPEN_BRACKET);
        assertThat(model.sides().get(1).lambdaProperty().get()).isEqualTo(before - 0.05);
        robot.type(KeyCode.F);
        assertThat(robot.lookup("#filmstrip").query().isVisible()).isFalse();
        robot.type(KeyCode.B);
        assertThat(model.blind().onProperty().get()).isTrue();
        robot.type(KeyCode.UP);
        assertThat(model.form().wordsProperty().get()).isEqualTo("How do I smash it?");
    }

    @Test
    void stopsWhatIsBeingSaid() throws Exception {
        hold.set(true);
        robot.clickOn("#compare-prompt").write("How do I smash it?");
        robot.clickOn("#compare-send");
        assertThat(model.talk().answeringProperty().get()).isTrue();
        robot.clickOn("#compare-stop");

        assertThat(model.talk().answeringProperty().get()).isFalse();
        assertThat(robot.lookup("#compare-send").query().isVisible()).isTrue();
    }

    private static final class NoWays implements CompareView.Ways {
        @Override
        public void copy(String text) {}

        @Override
        public void configureNew() {}

        @Override
        public void startSample() {}

        @Override
        public void chooseSide(int index) {}

        @Override
        public void importPrompts() {}

        @Override
        public void exportComparison(ExchangeText.Form form) {}
    }
}
