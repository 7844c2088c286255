package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.app.compare.SideModel;
import dev.sku.app.journal.RunState;
import dev.sku.app.link.LoopbackSshd;
import dev.sku.app.link.RealAgent;
import dev.sku.app.settings.SettingsFile;
import dev.sku.protocol.HostsFile;
import dev.sku.protocol.RemoteHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.TextArea;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a person does with a host for the first time, all from the window: the sample run is started there, watched through
/// cuts, compared there, and its adapter brought home.
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RemoteRunTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();
    private static final int STEPS = 12;

    @TempDir Path folder;

    @Test
    void theSampleRunIsStartedWatchedComparedAndBroughtHome() throws Exception {
        assumeTrue(Files.isDirectory(SAMPLE.resolve("opt")), "the sample model is not here");
        Path home = folder.resolve("home");
        Path there = home.resolve(RemoteHost.USUAL_WORKSPACE);
        try (RealAgent agent = new RealAgent(folder);
                LoopbackSshd sshd = new LoopbackSshd(folder)) {
            sshd.home(home);
            install(agent, home);
            SettingsFile settings = new SettingsFile(folder.resolve("settings.json"));
            new HostsFile(folder.resolve("hosts.json"))
                    .put(
                            new RemoteHost(
                                    "loop",
                                    "loop",
                                    RemoteHost.USUAL_WORKSPACE,
                                    RemoteHost.USUAL_RUNTIME,
                                    sshd.config().toString()));
            Workbench.Places places =
                    new Workbench.Places(agent.workspace(), SAMPLE, agent.sku(), settings);
            try (TestWindow window = new TestWindow(places)) {
                goThere(window);
                String run = startAndWatch(window, sshd);
                assertThat(folder.resolve("hosts/loop/runs").resolve(run).resolve("events.ndjson"))
                        .hasSameBinaryContentAs(
                                there.resolve("runs").resolve(run).resolve("events.ndjson"));
                compare(window, sshd);
                bringHome(window, run, there);
            } finally {
                RealAgent.end(there);
            }
        }
    }

    /// As `packaging/make-runtime-archive` lays it out.
    private static void install(RealAgent agent, Path home) throws Exception {
        Path current = Files.createDirectories(home.resolve(RemoteHost.USUAL_RUNTIME + "/current"));
        Files.createDirectories(current.resolve("bin"));
        Files.createSymbolicLink(current.resolve("bin/sku"), agent.sku());
        Files.createSymbolicLink(current.resolve("sample-data"), SAMPLE);
    }

    private static void goThere(TestWindow window) throws Exception {
        window.click("#go-hosts");
        window.click("#check-loop");
        window.click("#trust-loop");
        window.click("#open-loop");
        window.until("the link", () -> window.words("#status-link").contains("ready"));
        window.until("the sample", () -> window.workbench().start().facts().size() > 1);
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
        return window.workbench().train().runProperty().get();
    }

    private static void compare(TestWindow window, LoopbackSshd sshd) throws Exception {
        window.click("#go-compare");
        window.until("two sides", () -> window.workbench().compare().sides().size() == 2);
        assertThat(window.workbench().compare().sides())
                .extracting(s -> s.offer().spec().at())
                .noneMatch(at -> Path.of(at).isAbsolute() && !at.contains("home"));
        long before = sshd.passed();
        TextArea prompt = window.robot.lookup("#compare-prompt").query();
        window.robot.interact(() -> prompt.setText("How do I smash the skateboard of my coach?"));
        window.click("#compare-send");
        window.until(
                "two replies",
                () ->
                        window.workbench().compare().sides().stream()
                                .map(SideModel::replyProperty)
                                .allMatch(r -> r.get() != null));
        assertThat(window.workbench().compare().problemProperty().get()).isEmpty();
        assertThat(sshd.passed()).as("the replies came over the line").isGreaterThan(before);
    }

    private void bringHome(TestWindow window, String run, Path there) throws Exception {
        window.click("#go-runs");
        window.click("#runs-table .table-row-cell");
        window.click("#run-pull");
        Path here = folder.resolve("workspace/runs").resolve(run);
        window.until(
                "the adapter is here",
                () -> Files.exists(here.resolve("adapter/adapter_model.safetensors")));
        for (String file : new String[] {"adapter/adapter_model.safetensors", "result.json"}) {
            assertThat(here.resolve(file))
                    .hasSameBinaryContentAs(there.resolve("runs").resolve(run).resolve(file));
        }
        window.click("#go-hosts");
        window.click("#open-here");
        window.until(
                "the run among those of this computer",
                () ->
                        window.workbench().runs().all().stream()
                                .anyMatch(e -> e.summary().name().equals(run)));
    }
}
