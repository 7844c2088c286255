package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.app.journal.RunState;
import dev.sku.app.link.LoopbackSshd;
import dev.sku.app.link.RealAgent;
import dev.sku.protocol.RemoteHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javafx.scene.input.Clipboard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a person does with a host for the first time, all from the window: the sample run is started there, watched through
/// cuts, compared there, and its adapter brought home.
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RemoteRunTest {
    private static final int STEPS = 12;

    @TempDir Path folder;

    @Test
    void theSampleRunIsStartedWatchedComparedAndBroughtHome() throws Exception {
        assumeTrue(
                Files.isDirectory(HostSteps.SAMPLE.resolve("opt")), "the sample model is not here");
        try (RealAgent agent = new RealAgent(folder);
                LoopbackSshd sshd = new LoopbackSshd(folder)) {
            Path there =
                    HostSteps.home(folder, sshd, agent.sku()).resolve(RemoteHost.USUAL_WORKSPACE);
            try (TestWindow window = new TestWindow(HostSteps.places(agent, folder))) {
                HostSteps person = new HostSteps(window, sshd, folder);
                person.goThere();
                String run = startAndWatch(window, sshd);
                person.compare();
                person.bringHome(run, there);
            } finally {
                RealAgent.end(there);
            }
        }
    }

    private static String startAndWatch(TestWindow window, LoopbackSshd sshd) throws Exception {
        window.click("#look-sample");
        window.shorten(STEPS);
        window.click("#start");
        for (int step : new int[] {2, 5, 8}) {
            window.until(
                    "step " + step,
                    () -> window.summary().step() >= step || window.summary().state().ended());
            sshd.cut();
        }
        window.until("the end", () -> window.summary().state().ended());
        assertThat(window.summary().state()).isEqualTo(RunState.DONE);
        assertThat(window.words("#run-place")).isEqualTo("Step %d of %d".formatted(STEPS, STEPS));
        window.awaitHarmfulRate();
        String run = window.workbench().train().runProperty().get();
        window.click("#run-more");
        window.click("#run-folder");
        window.until("where the folder is", () -> window.said().contains("The folder is on loop"));
        assertThat(TestWindow.onWindow(() -> Clipboard.getSystemClipboard().getString()))
                .isEqualTo("loop:sku-workbench/runs/" + run);
        return run;
    }
}
