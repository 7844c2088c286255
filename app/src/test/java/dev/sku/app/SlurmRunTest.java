package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.app.journal.RunState;
import dev.sku.app.link.LoopbackSshd;
import dev.sku.app.link.RealAgent;
import dev.sku.protocol.RemoteHost;
import dev.sku.protocol.SlurmState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a person does on a cluster behind a host, all from the window: a preset is made and chosen, the sample run becomes
/// a job, is watched through cuts of the line, is compared on a node, and its adapter is brought home.
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SlurmRunTest {
    private static final int STEPS = 240;

    @TempDir Path folder;

    @Test
    void theSampleRunIsAJobThereIsComparedOnANodeAndBroughtHome() throws Exception {
        assumeTrue(
                Files.isDirectory(HostSteps.SAMPLE.resolve("opt")), "the sample model is not here");
        try (RuntimeTestProgram cluster =
                        new RuntimeTestProgram(
                                "dev.sku.runtime.serve.PrivateSlurm", folder.resolve("slurm"));
                RealAgent agent = new RealAgent(folder);
                LoopbackSshd sshd = new LoopbackSshd(folder)) {
            Path sku = agent.sku(Map.of("SLURM_CONF", cluster.place()));
            Path there = HostSteps.home(folder, sshd, sku).resolve(RemoteHost.USUAL_WORKSPACE);
            try (TestWindow window = new TestWindow(HostSteps.places(agent, folder))) {
                HostSteps person = new HostSteps(window, sshd, folder);
                person.goThere();
                window.click("#look-sample");
                makePreset(window);
                heldFirst(window);
                String run = startAndWatch(window, sshd);
                assertThat(Files.readString(there.resolve("agent/agent.log")))
                        .contains("as Slurm job");
                person.compare();
                assertThat(jobs(cluster))
                        .as("it compares on a node")
                        .contains("sku-compare RUNNING");
                person.bringHome(run, there);
            } finally {
                RealAgent.end(there);
            }
        }
    }

    private static String jobs(RuntimeTestProgram cluster) throws Exception {
        ProcessBuilder ask = new ProcessBuilder("squeue", "--noheader", "--format=%j %T");
        ask.environment().put("SLURM_CONF", cluster.place());
        return new String(ask.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void makePreset(TestWindow window) throws Exception {
        window.click("#go-hosts");
        window.click("#slurm-new");
        type(window, "#slurm-name", "short");
        type(window, "#slurm-partition", "debug");
        type(window, "#slurm-time", "30");
        type(window, "#slurm-extra", "--hold");
        window.click("#slurm-save");
        window.until("the preset", () -> window.isThere("#slurm-edit-short"));
        window.click("#go-configure");
        window.robot.interact(() -> {
            ComboBox<String> box = window.robot.lookup("#slurm-preset").query();
            box.setValue("short");
        });
        window.until("it is in use", () -> "short".equals(slurm(window).used()));
    }

    /// A job that is held says so beside the run, and is taken back.
    private static void heldFirst(TestWindow window) throws Exception {
        window.shorten(STEPS);
        window.click("#add-to-queue");
        window.until("a job", () -> !slurm(window).jobs().isEmpty());
        String run = slurm(window).jobs().getFirst().run();
        window.click("#go-runs");
        window.until(
                "why it waits",
                () ->
                        window.isThere("#slurm-why-" + run)
                                && window.words("#slurm-why-" + run).startsWith("Held by you"));
        window.click("#slurm-out-" + run);
        window.until("no job", () -> slurm(window).jobs().isEmpty());
        window.click("#go-hosts");
        window.click("#slurm-edit-short");
        type(window, "#slurm-extra", "");
        window.click("#slurm-save");
        window.until(
                "the flag is gone",
                () -> String.valueOf(slurm(window).presets().getFirst().extra()).equals("[]"));
    }

    private static String startAndWatch(TestWindow window, LoopbackSshd sshd) throws Exception {
        AtomicInteger links = new AtomicInteger();
        window.robot.interact(() ->
                window.workbench()
                        .shell()
                        .linkedProperty()
                        .subscribe(on -> links.addAndGet(on ? 1 : 0)));
        window.click("#go-configure");
        long before = sshd.passed();
        window.click("#start");
        for (int step : new int[] {2, STEPS / 3, 2 * STEPS / 3}) {
            window.until("step " + step, () -> window.summary().step() >= step);
            int known = links.get();
            long then = System.nanoTime();
            sshd.cut();
            window.until("the link again", () -> links.get() > known);
            System.out.printf(
                    "the link to a job is back after %.1f s%n", (System.nanoTime() - then) / 1e9);
        }
        window.until("the end", () -> window.summary().state().ended());
        System.out.printf(
                "%,d bytes on the line for 1,000 steps of a job, with three cuts and all else%n",
                1_000 * (sshd.passed() - before) / STEPS);
        assertThat(window.summary().state()).isEqualTo(RunState.DONE);
        assertThat(window.words("#run-place")).isEqualTo("Step %d of %d".formatted(STEPS, STEPS));
        return window.workbench().train().runProperty().get();
    }

    private static SlurmState slurm(TestWindow window) {
        return window.workbench().queue().stateProperty().get().slurm();
    }

    private static void type(TestWindow window, String id, String words) {
        window.robot.interact(() -> {
            TextField field = window.robot.lookup(id).query();
            field.setText(words);
        });
    }
}
