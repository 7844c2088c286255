package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.app.link.RealAgent;
import dev.sku.app.models.HubState;
import dev.sku.app.models.InputEntry;
import dev.sku.app.settings.SettingsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A person looks for a model on a hub that behaves badly, downloads it in two goes, and uses it.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HubPageTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();

    @TempDir Path folder;

    @Test
    void aModelIsFoundRefusedFoundAgainDownloadedAndUsed() throws Exception {
        assumeTrue(Files.isDirectory(SAMPLE.resolve("opt")), "the sample model is not here");
        try (RuntimeTestProgram hub =
                        new RuntimeTestProgram(
                                "dev.sku.runtime.hub.HubServer", SAMPLE.resolve("opt"));
                RealAgent agent = new RealAgent(folder)) {
            Path sku = folder.resolve("sku-with-hub");
            Files.writeString(
                    sku,
                    "#!/bin/sh\nHF_ENDPOINT='%s' HF_HOME='%s' HF_TOKEN= exec '%s' \"$@\"\n"
                            .formatted(hub.place(), folder.resolve("hf"), agent.sku()));
            assertThat(sku.toFile().setExecutable(true)).isTrue();
            try (TestWindow window =
                    new TestWindow(
                            new Workbench.Places(
                                    agent.workspace(),
                                    SAMPLE,
                                    sku,
                                    new SettingsFile(folder.resolve("settings.json"))))) {
                window.until("the link", () -> window.words("#status-link").contains("ready"));
                window.click("#go-models");
                window.click("#from-hub");
                window.robot.interact(() -> {
                    TextField name = window.robot.lookup("#hub-name").query();
                    name.setText("owner/tiny");
                });
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
        InputEntry shown = window.workbench().inputs().selectedProperty().get();
        return shown != null && Path.of(shown.input().path()).startsWith(folder.resolve("hf"));
    }
}
