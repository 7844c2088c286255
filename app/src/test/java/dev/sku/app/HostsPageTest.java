package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.link.RealAgent;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.shell.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.ComboBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/// A person adds a host that cannot be reached and reads why, with the real program behind.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HostsPageTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();

    @Test
    void addsAHostAndReadsWhatIsWrongWithIt(@TempDir Path folder) throws Exception {
        try (RealAgent agent = new RealAgent(folder)) {
            Workbench.Places places =
                    new Workbench.Places(
                            agent.workspace(),
                            SAMPLE,
                            agent.sku(),
                            new SettingsFile(folder.resolve("settings.json")));
            try (TestWindow window = new TestWindow(places)) {
                FxRobot robot = window.robot;
                window.click("#go-hosts");
                assertThat(window.workbench().shell().placeProperty().get()).isEqualTo(Place.HOSTS);
                robot.interact(() ->
                        robot.lookup("#host-destination")
                                .queryAs(ComboBox.class)
                                .getEditor()
                                .setText("ssh://127.0.0.1:1"));
                window.click("#add-host");
                window.until(
                        "it is on the list",
                        () -> robot.lookup("#host-127-0-0-1-1").tryQuery().isPresent());
                window.until("what is wrong", () -> window.said().contains("is not reached"));
                assertThat(window.workbench().crashes().detailsProperty().get()).isEmpty();
                assertThat(Files.readString(folder.resolve("hosts.json"))).contains("127.0.0.1");
            }
        }
    }
}
