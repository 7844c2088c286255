package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.app.journal.RunState;
import dev.sku.app.link.RealAgent;
import dev.sku.app.settings.SettingsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The way of somebody who opens the window for the first time: a real agent trains the shipped sample model, though for a
/// few steps only.
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class FirstRunTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();
    private static final int STEPS = 4;

    @Test
    void fromTheFormOverTheMovingCurveToTheHarmfulRate(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isDirectory(SAMPLE.resolve("opt")), "the sample model is not here");
        try (RealAgent agent = new RealAgent(folder)) {
            Workbench.Places places =
                    new Workbench.Places(
                            agent.workspace(),
                            SAMPLE,
                            agent.sku(),
                            new SettingsFile(folder.resolve("settings.json")));
            try (TestWindow window = new TestWindow(places)) {
                trainAndLook(window);
            }
        }
    }

    private static void trainAndLook(TestWindow window) throws Exception {
        window.until("runs are known", () -> window.workbench().runs().knownProperty().get());
        window.until("the link", () -> window.words("#status-link").equals("Agent ready"));
        window.ready("#go-configure").clickOn("#go-configure");
        window.shorten(STEPS);
        window.ready("#start").clickOn("#start");

        window.until(
                "a step", () -> window.summary().step() > 0 || window.summary().state().ended());
        window.until("the end", () -> window.summary().state().ended());
        String place = "Step %d of %d".formatted(STEPS, STEPS);
        window.until("the last step", () -> window.words("#run-place").equals(place));
        assertThat(window.summary().state())
                .as(window.workbench().log().text())
                .isEqualTo(RunState.DONE);
        assertThat(window.node("#tile-harmful").getAccessibleText()).matches("(?s)\\d+\\.\\d %.*");
    }
}
