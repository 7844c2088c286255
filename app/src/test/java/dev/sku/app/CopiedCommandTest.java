package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.app.configure.DraftField;
import dev.sku.app.link.RealAgent;
import dev.sku.app.settings.SettingsFile;
import dev.sku.protocol.SpecFile;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.input.Clipboard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is copied from the form, given to a shell with the real command line.
@Timeout(600)
class CopiedCommandTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();

    @Test
    void makesTheRunOfTheDraft(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isDirectory(SAMPLE.resolve("opt")), "the sample model is not here");
        try (RealAgent agent = new RealAgent(folder);
                TestWindow window =
                        new TestWindow(
                                new Workbench.Places(
                                        agent.workspace(),
                                        SAMPLE,
                                        agent.sku(),
                                        new SettingsFile(folder.resolve("settings.json"))))) {
            window.until("the sample", () -> window.workbench().configure().canStart().get());
            window.shorten(2);
            window.robot.interact(
                    () -> window.workbench().configure().text(DraftField.SWEEP).set("1"));
            window.click("#go-configure");
            window.click("#copy-command");
            String words = TestWindow.onWindow(() -> Clipboard.getSystemClipboard().getString());

            Path home = Files.createDirectories(folder.resolve("home"));
            Path log = folder.resolve("shell.log");
            ProcessBuilder shell =
                    new ProcessBuilder("sh", "-e", "-c", words)
                            .directory(home.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            shell.environment().merge("PATH", folder.toString(), (old, first) -> first + ":" + old);
            assertThat(shell.start().waitFor()).as(Files.readString(log)).isZero();

            try (var runs = Files.list(home.resolve("runs"))) {
                Path made = runs.findFirst().orElseThrow();
                assertThat(SpecFile.read(made.resolve("spec.json"), SAMPLE))
                        .isEqualTo(window.workbench().configure().draftProperty().get());
                assertThat(made.resolve("result.json")).exists();
            }
        }
    }
}
