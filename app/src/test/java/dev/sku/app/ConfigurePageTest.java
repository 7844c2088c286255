package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.configure.ConfigureViewModel;
import dev.sku.app.configure.DraftField;
import dev.sku.app.link.FakeLink;
import dev.sku.app.settings.SettingsFile;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.Presets;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/// What a person does with the draft of a run.
@Timeout(300)
class ConfigurePageTest {
    @TempDir Path folder;

    private final FakeLink link = new FakeLink();
    private Path sample = Path.of("unset");
    private TestWindow window;

    @BeforeEach
    void theFormIsOpen() throws Exception {
        sample = SampleFiles.in(folder.resolve("sample-data"));
        window =
                new TestWindow(
                        new Workbench.Places(
                                folder.resolve("workspace"),
                                sample,
                                folder.resolve("sku"),
                                new SettingsFile(folder.resolve("settings.json"))),
                        link);
        link.findings =
                asked ->
                        asked instanceof Inquiry.Devices
                                ? new Finding.Devices(
                                        List.of(
                                                new Finding.DeviceSeen(
                                                        new MemoryEstimate.Device(
                                                                "cuda:0",
                                                                24_000_000_000L,
                                                                17_000_000_000L),
                                                        "Card")))
                                : ProblemException.of(Problem.Code.READER_ENDED, "no", "");
        window.click("#go-configure");
        window.until("no fault", () -> configure().canStart().get());
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private ConfigureViewModel configure() {
        return window.workbench().configure();
    }

    private RunSpec draft() {
        return configure().draftProperty().get();
    }

    private void type(DraftField field, String words) {
        window.robot.interact(() -> field(field).setText(words));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private TextField field(DraftField field) {
        return (TextField) window.node("#field-" + field.path().replace('.', '-'));
    }

    private static String clipboard() throws Exception {
        return TestWindow.onWindow(() -> Clipboard.getSystemClipboard().getString());
    }

    @Test
    void namesASentenceEncoderAndSeesThatItIsNotThere() throws Exception {
        Path encoder = folder.resolve("encoder");
        type(DraftField.ENCODER, encoder.toString());
        window.until(
                "the fault",
                () ->
                        window.words("#fault-evaluation-encoder")
                                .contains(encoder.toString() + " is not a folder here"));
        assertThat(configure().canStart().get()).isFalse();

        Files.createDirectories(encoder);
        type(DraftField.ENCODER, "");
        window.choices.will(encoder);
        window.click("#choose-evaluation-encoder");
        window.until("no fault", () -> configure().canStart().get());
        window.click("#copy-command");

        assertThat(draft().evaluation().encoder()).isEqualTo(encoder.toString());
        assertThat(clipboard()).contains("\"encoder\" : \"" + encoder + "\"");
    }

    @Test
    void theStatusBarSaysHowMuchOfTheDeviceIsTaken() throws Exception {
        window.until("the device", () -> window.words("#status-device").equals("cuda:0, Card"));

        assertThat(window.words("#status-memory")).isEqualTo("7.0 GB of 24.0 GB");
    }

    @Test
    void everyFieldIsOnThePage() {
        List<String> missing =
                java.util.Arrays.stream(DraftField.values())
                        .map(f -> "#field-" + f.path().replace('.', '-'))
                        .filter(id -> window.robot.lookup(id).queryAll().isEmpty())
                        .toList();

        assertThat(missing).isEmpty();
    }

    @Test
    void aNameThatNoFolderCanHaveIsSaidAndJumpedTo() throws Exception {
        type(DraftField.NAME, "a/b");
        String fault = configure().faults().get("name");
        window.until("the fault", () -> window.said().contains(fault));
        window.click("#fault-count");
        assertThat(window.node("#field-name").isFocused()).isTrue();
    }

    @Test
    void aNewDraftBeginsAtThePresetAndTheOneBeforeCanBeTakenBack() throws Exception {
        type(DraftField.STEPS, "61");
        window.robot.press(KeyCode.CONTROL).type(KeyCode.N).release(KeyCode.CONTROL);
        window.until("the preset's", () -> draft().acquisition().steps() == 60);
        window.click("#toast-action");
        window.until("as it was", () -> draft().acquisition().steps() == 61);
    }

    @Test
    void aFaultThatIsFoldedAwayComesIntoView() throws Exception {
        type(DraftField.BETA_2, "1");
        window.click("#fault-count");

        TextField beta = field(DraftField.BETA_2);
        window.until("the cursor is there", beta::isFocused);
        assertThat(window.words("#fault-optimizer-beta1")).contains("below 1");
        assertThat(beta.isVisible()).isTrue();
        assertThat(beta.localToScene(beta.getBoundsInLocal()).getMaxY())
                .isBetween(100.0, beta.getScene().getHeight());
    }

    @Test
    void whatIsSavedIsWhatTheCommandLineTakesAndOpensAgain() throws Exception {
        Path file = folder.resolve("draft.json");
        type(DraftField.NAME, "half-as-long");
        type(DraftField.STEPS, "30");
        RunSpec saved = draft();
        window.choices.will(file);
        window.click("#save-json");
        window.until("the file", () -> Files.exists(file));

        assertThat(window.choices.suggested).isEqualTo("half-as-long.json");
        assertThat(SpecFile.read(file, folder)).isEqualTo(saved);

        type(DraftField.STEPS, "31");
        RunSpec other = draft();
        window.click("#open-json");
        window.until("the draft of the file", () -> draft().equals(saved));
        window.click("#undo");
        assertThat(draft()).isEqualTo(other);
    }

    @Test
    void aBrokenFileIsToldAndTheDraftStays() throws Exception {
        type(DraftField.STEPS, "30");
        RunSpec before = draft();
        Path file =
                Files.writeString(
                        folder.resolve("broken.json"), "{\"optimizer\": {\"learningRat\": 1e-4}}");
        window.choices.will(file);
        window.click("#open-json");
        window.until("the sentence", () -> window.said().contains("optimizer.learningRat"));
        assertThat(window.said())
                .contains("The specification could not be read", "learningRate", "broken.json");
        assertThat(draft()).isEqualTo(before);

        Files.writeString(file, "{\"optimizer\":\n {\"learningRate\": ");
        window.click("#open-json");
        window.until("the line", () -> window.said().contains("line 2"));
        assertThat(draft()).isEqualTo(before);
        assertThat(field(DraftField.STEPS).getText()).isEqualTo("30");
    }

    @Test
    void takesChangesBackAndMakesThemAgainWithTheMouse() throws Exception {
        RunSpec first = draft();
        window.ready("#field-acquisition-steps")
                .doubleClickOn("#field-acquisition-steps")
                .write("61");
        RunSpec typed = draft();
        window.click("#merged-model");
        RunSpec merged = draft();
        assertThat(merged.output().mergedModel()).isTrue();

        window.ready("#undo").clickOn("#undo");
        assertThat(draft()).isEqualTo(typed);
        window.ready("#redo").clickOn("#redo");
        assertThat(draft()).isEqualTo(merged);
        while (configure().canUndoProperty().get()) {
            window.ready("#undo").clickOn("#undo");
        }
        assertThat(draft()).isEqualTo(first);
        while (configure().canRedoProperty().get()) {
            window.ready("#redo").clickOn("#redo");
        }
        assertThat(draft()).isEqualTo(merged);
    }

    @Test
    void beginsFromAPresetAndSeesHowManyFieldsDiffer() throws Exception {
        @SuppressWarnings("unchecked")
        ComboBox<Presets> presets = (ComboBox<Presets>) window.node("#preset");
        window.robot.interact(() -> presets.setValue(Presets.LLAMA_2_7B));
        assertThat(draft()).isEqualTo(Presets.LLAMA_2_7B.spec(sample));

        type(DraftField.RANK, "4");
        type(DraftField.LAMBDA, "0.5");
        window.until(
                "two differences",
                () -> presets.getButtonCell().getText().equals("llama-2-7b, 2 changed"));
        assertThat(window.words("#fault-model-folder")).contains("model");

        window.ready("#field-trained-rank").clickOn("#field-trained-rank");
        assertThat(field(DraftField.RANK).getTooltip().getText()).contains("preset has 32");
        window.robot.press(KeyCode.CONTROL).type(KeyCode.D).release(KeyCode.CONTROL);
        assertThat(field(DraftField.RANK).getText()).isEqualTo("32");
        window.robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        assertThat(field(DraftField.RANK).getText()).isEqualTo("4");
    }
}
