package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.app.link.RealAgent;
import dev.sku.app.models.HubState;
import dev.sku.app.models.InputEntry;
import dev.sku.app.settings.SettingsFile;
import dev.sku.protocol.DataSpec;
import dev.sku.protocol.KnownDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A person looks for a model on a hub that behaves badly, downloads it in two goes, and uses it; with a token, gated
/// models and the known data sets come too.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HubPageTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();
    private static final String TOKEN = "hf_secret";

    @TempDir Path folder;

    private RuntimeTestProgram hub() throws IOException {
        assumeTrue(Files.isDirectory(SAMPLE.resolve("opt")), "the sample model is not here");
        return new RuntimeTestProgram("dev.sku.runtime.hub.HubServer", SAMPLE.resolve("opt"));
    }

    private Workbench.Places places(RealAgent agent, RuntimeTestProgram hub, String token)
            throws IOException {
        Path sku =
                agent.sku(
                        Map.of(
                                "HF_ENDPOINT", hub.place(),
                                "HF_HOME", folder.resolve("hf").toString(),
                                "HF_TOKEN", token));
        return new Workbench.Places(
                agent.workspace(), SAMPLE, sku, new SettingsFile(folder.resolve("settings.json")));
    }

    @Test
    void withATokenAGatedModelAndTheKnownDataSetsComeAndTheStoreIsNotToldIt() throws Exception {
        try (RuntimeTestProgram hub = hub();
                RealAgent agent = new RealAgent(folder);
                TestWindow window = new TestWindow(places(agent, hub, TOKEN))) {
            window.until("the link", () -> window.words("#status-link").contains("ready"));
            hub.tell("refuse 403 GatedRepo");
            hub.tell("require " + TOKEN);
            window.click("#go-models");
            window.click("#from-hub");
            name(window);
            window.click("#hub-look");
            window.until("its size", () -> window.isThere("#hub-download"));
            window.click("#hub-download");
            window.until("it is here", () -> hasCome(window, "owner/tiny"));
            window.until("the list shows it", () -> isShown(window));

            String harmful = "data/one/train.jsonl";
            hub.tell("file %s %s".formatted(harmful, SAMPLE.resolve("rows/harmful.jsonl")));
            hub.tell("file TruthfulQA.csv " + SAMPLE.resolve("rows/normal.csv"));
            Path first = take(window, KnownDataset.PKU_SAFERLHF, harmful);
            assertThat(first).hasSameBinaryContentAs(SAMPLE.resolve("rows/harmful.jsonl"));
            Path second = take(window, KnownDataset.TRUTHFULQA, "TruthfulQA.csv");
            assertThat(second).hasSameBinaryContentAs(SAMPLE.resolve("rows/normal.csv"));
            hub.tell("is-anybody-told-the-token");
        }
    }

    /// One click; the rows are then on the list and can be used.
    private static Path take(TestWindow window, KnownDataset dataset, String file)
            throws Exception {
        window.click("#from-hub");
        window.until("its licence", () -> window.said().contains(dataset.licence()));
        window.click("#hub-" + dataset.word());
        window.until("it is here", () -> hasCome(window, dataset.word()));
        window.until("the list shows it", () -> selected(window).endsWith(file));
        Path here = selected(window);
        window.click("#use-in-configure");
        DataSpec data = window.workbench().configure().draftProperty().get().data();
        assertThat(dataset == KnownDataset.TRUTHFULQA ? data.normal() : data.harmful())
                .containsExactly(here.toString());
        window.click("#go-models");
        return here;
    }

    private static boolean hasCome(TestWindow window, String name) {
        return window.workbench().hub().stateProperty().get() instanceof HubState.Arrived a
                && a.wish().name().equals(name);
    }

    private static Path selected(TestWindow window) {
        InputEntry shown = window.workbench().inputs().selectedProperty().get();
        return shown == null ? Path.of("") : Path.of(shown.input().path());
    }

    private static void name(TestWindow window) {
        window.robot.interact(() -> {
            TextField name = window.robot.lookup("#hub-name").query();
            name.setText("owner/tiny");
        });
    }

    @Test
    void aModelIsFoundRefusedFoundAgainDownloadedAndUsed() throws Exception {
        try (RuntimeTestProgram hub = hub();
                RealAgent agent = new RealAgent(folder)) {
            try (TestWindow window = new TestWindow(places(agent, hub, ""))) {
                window.until("the link", () -> window.words("#status-link").contains("ready"));
                window.click("#go-models");
                window.click("#from-hub");
                name(window);
                hub.tell("refuse 403 GatedRepo");
                window.click("#hub-look");
                window.until(
                        "what a gated model asks for",
                        () -> window.said().contains("owner/tiny is gated"));
                hub.tell("refuse 0 -");
                hub.tell("way SILENT");
                window.click("#hub-look");
                window.until("its size", () -> window.said().contains("6 files, 3 MB"));
                window.click("#hub-download");
                window.until(
                        "it begins",
                        () ->
                                window.workbench().hub().stateProperty().get()
                                        instanceof HubState.Loading);
                window.click("#hub-stop");
                hub.tell("way WELL");
                window.click("#hub-resume");
                window.until(
                        "it is here",
                        () ->
                                window.workbench().hub().stateProperty().get()
                                        instanceof HubState.Arrived);
                window.until("the list shows it", () -> isShown(window));
                window.click("#use-in-configure");
                Path used =
                        Path.of(
                                window.workbench()
                                        .configure()
                                        .draftProperty()
                                        .get()
                                        .model()
                                        .folder());
                assertThat(used).startsWith(folder.resolve("hf"));
                assertThat(used.resolve("model.safetensors"))
                        .hasSameBinaryContentAs(SAMPLE.resolve("opt/model.safetensors"));
                window.until(
                        "a run can begin with it",
                        () -> window.workbench().configure().canStart().get());
            }
        }
    }

    private boolean isShown(TestWindow window) {
        return selected(window).startsWith(folder.resolve("hf"));
    }
}
