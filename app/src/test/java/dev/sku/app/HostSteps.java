package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.compare.SideModel;
import dev.sku.app.journal.RunEntry;
import dev.sku.app.link.LoopbackSshd;
import dev.sku.app.link.RealAgent;
import dev.sku.app.settings.SettingsFile;
import dev.sku.protocol.HostsFile;
import dev.sku.protocol.RemoteHost;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;

/// What a person does from the window on a host of loopback, with an account of its own that has the program.
record HostSteps(TestWindow window, LoopbackSshd sshd, Path folder) {
    static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();

    /// The account's home, laid out as `packaging/make-runtime-archive` does.
    ///
    /// @param sku the program there
    static Path home(Path folder, LoopbackSshd sshd, Path sku) throws Exception {
        Path home = folder.resolve("home");
        sshd.home(home);
        Path current = Files.createDirectories(home.resolve(RemoteHost.USUAL_RUNTIME + "/current"));
        Files.createDirectories(current.resolve("bin"));
        Files.createSymbolicLink(current.resolve("bin/sku"), sku);
        Files.createSymbolicLink(current.resolve("sample-data"), SAMPLE);
        new HostsFile(folder.resolve("hosts.json"))
                .put(
                        new RemoteHost(
                                "loop",
                                "loop",
                                RemoteHost.USUAL_WORKSPACE,
                                RemoteHost.USUAL_RUNTIME,
                                sshd.config().toString()));
        return home;
    }

    static Workbench.Places places(RealAgent agent, Path folder) {
        return new Workbench.Places(
                agent.workspace(),
                SAMPLE,
                agent.sku(),
                new SettingsFile(folder.resolve("settings.json")));
    }

    /// The host is met, trusted, checked, and worked on.
    void goThere() throws Exception {
        window.click("#go-hosts");
        window.click("#check-loop");
        window.click("#trust-loop");
        window.click("#open-loop");
        window.until("the link", () -> window.words("#status-link").contains("ready"));
        window.until("the sample", () -> window.workbench().start().facts().size() > 1);
    }

    /// Two replies that came over the line.
    void compare() throws Exception {
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

    /// Journal, adapter and result are here, byte by byte, and the run is among those of this computer.
    void bringHome(String run, Path there) throws Exception {
        assertThat(folder.resolve("hosts/loop/runs").resolve(run).resolve("events.ndjson"))
                .hasSameBinaryContentAs(
                        there.resolve("runs").resolve(run).resolve("events.ndjson"));
        window.click("#go-runs");
        window.until(
                "the run",
                () ->
                        window.workbench().runs().all().stream()
                                .anyMatch(e -> e.summary().name().equals(run)));
        TableView<RunEntry> table = window.robot.lookup("#runs-table").query();
        window.robot.interact(() ->
                table.getItems().stream()
                        .filter(e -> e.summary().name().equals(run))
                        .findFirst()
                        .ifPresent(table.getSelectionModel()::select));
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
