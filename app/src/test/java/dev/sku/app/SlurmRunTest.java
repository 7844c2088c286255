package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.app.compare.SideModel;
import dev.sku.app.journal.RunState;
import dev.sku.app.link.RealAgent;
import dev.sku.app.settings.SettingsFile;
import dev.sku.protocol.SlurmState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a person does on a cluster, all from the window: a preset is made and chosen, the sample run becomes a job, is
/// watched through the end of the agent, and is compared on a node.
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SlurmRunTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();
    private static final int STEPS = 10;

    @TempDir Path folder;

    @Test
    void theSampleRunIsAJobAndIsComparedOnANode() throws Exception {
        assumeTrue(Files.isDirectory(SAMPLE.resolve("opt")), "the sample model is not here");
        try (RuntimeTestProgram cluster =
                        new RuntimeTestProgram(
                                "dev.sku.runtime.serve.PrivateSlurm", folder.resolve("slurm"));
                RealAgent agent = new RealAgent(folder)) {
            Path sku = folder.resolve("sku-on-cluster");
            Files.writeString(
                    sku,
                    "#!/bin/sh\nSLURM_CONF='%s' exec '%s' \"$@\"\n"
                            .formatted(cluster.place(), agent.sku()));
            assertThat(sku.toFile().setExecutable(true)).isTrue();
            try (TestWindow window =
                    new TestWindow(
                            new Workbench.Places(
                                    agent.workspace(),
                                    SAMPLE,
                                    sku,
                                    new SettingsFile(folder.resolve("settings.json"))))) {
                window.until("the link", () -> window.words("#status-link").contains("ready"));
                makePreset(window);
                heldFirst(window);
                startAndWatch(window, agent);
                compare(window);
            }
        }
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

    private static void startAndWatch(TestWindow window, RealAgent agent) throws Exception {
        window.click("#go-configure");
        window.click("#start");
        window.until("a step", () -> window.summary().step() >= 2);
        agent.stop(); // the link is cut; another agent takes up what Slurm has
        window.until("the end", () -> window.summary().state().ended());
        assertThat(window.summary().state()).isEqualTo(RunState.DONE);
        assertThat(window.words("#run-place")).isEqualTo("Step %d of %d".formatted(STEPS, STEPS));
        Path run =
                agent.workspace()
                        .resolve("runs")
                        .resolve(window.workbench().train().runProperty().get());
        assertThat(run.resolve("adapter/adapter_model.safetensors")).exists();
        assertThat(Files.readString(agent.workspace().resolve("agent/agent.log")))
                .contains("as Slurm job");
    }

    private static void compare(TestWindow window) throws Exception {
        window.click("#go-compare");
        window.until("two sides", () -> window.workbench().compare().sides().size() == 2);
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
