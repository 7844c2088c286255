package dev.sku.app.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.link.FakeLink;
import dev.sku.app.shell.Notices;
import dev.sku.protocol.Fault;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.HostReport;
import dev.sku.protocol.HostReport.Check;
import dev.sku.protocol.HostReport.Subject;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.Presets;
import dev.sku.protocol.Problem;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.RemoteHost;
import dev.sku.protocol.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostsViewModelTest {
    private static final RunMoves.Target HERE = new RunMoves.Target("", "cuda:0", "To cuda:0");
    private static final RunMoves.Target LAB =
            new RunMoves.Target("lab", "cuda:3", "To lab, cuda:3");

    private final FakeHosts programs = new FakeHosts();
    private final Notices notices = new Notices();
    private final List<@Nullable RemoteHost> opened = new ArrayList<>();
    private final SimpleObjectProperty<QueueState> queue =
            new SimpleObjectProperty<>(QueueState.EMPTY);
    private final FakeLink here = new FakeLink();
    private final FakeLink there = new FakeLink();
    private final ObservableList<DeviceSeen> devices =
            FXCollections.observableArrayList(seen("cpu"), seen("cuda:0"));
    private final HostsViewModel model =
            new HostsViewModel(
                    programs,
                    new HostsViewModel.Shown(
                            null,
                            devices,
                            queue,
                            opened::add,
                            _ -> there,
                            new RunMoves.Queue(here, Path.of("/runs"), Path.of("/shipped/sample"))),
                    notices,
                    Runnable::run);

    private HostEntry only() {
        return model.hosts().getFirst();
    }

    @Test
    void anUnknownHostIsShownWithItsFingerprintAndNothingMoreIsAskedOfIt() {
        model.add("me@lab.example");

        assertThat(programs.asked).containsExactly("put me@lab.example", "key lab.example");
        assertThat(only().needsTrust()).isTrue();
    }

    @Test
    void onAPersonsWordItIsTrustedAndChecked() {
        model.add("lab");
        programs.asked.clear();

        model.trust("lab");

        assertThat(programs.asked).containsExactly("trust lab SHA256:abc", "key lab", "check lab");
        assertThat(only().needsTrust()).isFalse();
    }

    @Test
    void whatCouldBeAnOptionOfSshIsNotAdded() {
        model.add("-oProxyCommand=evil");

        assertThat(programs.asked).isEmpty();
        assertThat(model.hosts()).isEmpty();
        assertThat(notices.shown()).hasSize(1);
    }

    private static DeviceSeen seen(String name) {
        return new DeviceSeen(new MemoryEstimate.Device(name, 100, 60), name);
    }

    private void connectLab() {
        programs.report = new HostReport("lab", List.of(new Check(Subject.RUNTIME, "0.1.0", null)));
        there.findings =
                inquiry ->
                        switch (inquiry) {
                            case Inquiry.Devices _ -> new Finding.Devices(List.of(seen("cuda:3")));
                            case Inquiry.Spec _ ->
                                    new Finding.Spec(
                                            Presets.SAMPLE.spec(
                                                    Path.of(
                                                            RemoteHost.USUAL_RUNTIME,
                                                            "current/sample-data")));
                            default -> new Finding.Missing(List.of());
                        };
        here.findings =
                inquiry ->
                        inquiry.equals(new Inquiry.Spec("/runs/a"))
                                ? new Finding.Spec(Presets.SAMPLE.spec(Path.of("/shipped/sample")))
                                : new Finding.Missing(List.of());
        model.add("lab");
        model.trust("lab");
        java.util.Objects.requireNonNull(there.watcher).linked(true, null);
    }

    @Test
    void aFitHostIsFollowedWithItsDevicesAndItsQueue() {
        connectLab();
        java.util.Objects.requireNonNull(there.watcher)
                .queue(
                        new QueueState(
                                List.of(new QueueState.Waiting("a", "cuda:3")),
                                List.of(),
                                List.of(),
                                false));

        LiveHost.State live = model.live("lab").orElseThrow().stateProperty().get();
        assertThat(live.devices()).extracting(d -> d.device().name()).containsExactly("cuda:3");
        assertThat(live.queue().waiting()).hasSize(1);
    }

    @Test
    void aRunThatWaitsCanGoToOtherDevicesHereAndOfConnectedHosts() {
        connectLab();

        assertThat(model.targets("", new QueueState.Waiting("a", "cpu")))
                .containsExactly(HERE, LAB);
        assertThat(model.targets("lab", new QueueState.Waiting("a", "cuda:3")))
                .extracting(RunMoves.Target::words)
                .containsExactly("To this computer, cpu", "To this computer, cuda:0");
    }

    @Test
    void aRunIsMovedToAnotherDevice() {
        model.move("a", "", HERE);

        assertThat(here.changes).containsExactly(new Request.Assign("a", "cuda:0"));
    }

    @Test
    void aRunIsMovedToAnotherHostWithItsSample() {
        connectLab();

        model.move("a", "", LAB);

        assertThat(there.submitted)
                .singleElement()
                .satisfies(spec -> {
                    assertThat(spec.device()).isEqualTo("cuda:3");
                    assertThat(spec.model().folder())
                            .isEqualTo(RemoteHost.USUAL_RUNTIME + "/current/sample-data/opt");
                });
        assertThat(here.withdrawn).containsExactly("a");
        assertThat(here.discarded).containsExactly("a");
    }

    @Test
    void aRunThatWaitsElsewhereIsMovedHereThoughTheWindowShowsAnotherWorkspace() {
        connectLab();

        model.move("b", "lab", HERE);

        assertThat(there.asked).contains(new Inquiry.Spec("sku-workbench/runs/b"));
        assertThat(here.submitted)
                .singleElement()
                .satisfies(spec -> {
                    assertThat(spec.device()).isEqualTo("cuda:0");
                    assertThat(spec.model().folder()).isEqualTo("/shipped/sample/opt");
                });
        assertThat(there.withdrawn).containsExactly("b");
        assertThat(there.discarded).containsExactly("b");
        assertThat(here.withdrawn).isEmpty();
    }

    @Test
    void aRunStaysWhereItIsWhenItsFilesAreNotThere() {
        connectLab();
        there.findings =
                _ ->
                        new Finding.Missing(
                                List.of(
                                        new Fault(
                                                "model.folder",
                                                Problem.of(
                                                        Problem.Code.SPEC_MODEL_MISSING, "/m"))));

        model.move("a", "", LAB);

        assertThat(there.submitted).isEmpty();
        assertThat(here.withdrawn).isEmpty();
        assertThat(notices.shown()).hasSize(1);
    }

    @Test
    void aHostWithTheRuntimeCanBeWorkedOn() {
        programs.report = new HostReport("lab", List.of(new Check(Subject.RUNTIME, "0.1.0", null)));
        model.add("lab");
        model.trust("lab");
        assertThat(only().usable()).isTrue();

        model.open("lab");

        assertThat(opened).containsExactly(only().host());
    }

    @Test
    void withoutTheRuntimeItIsInstalledAndLookedAtAgain() {
        Problem missing = Problem.of(Problem.Code.HOST_RUNTIME_MISSING, "lab");
        programs.report =
                new HostReport("lab", List.of(new Check(Subject.RUNTIME, "none", missing)));
        model.add("lab");
        model.trust("lab");
        assertThat(only().usable()).isFalse();
        programs.asked.clear();

        model.install("lab");

        assertThat(programs.asked).containsExactly("install lab", "check lab");
    }

    @Test
    void whatSshAsksIsShownAndAnsweredOnce() {
        model.add("lab");
        model.login("lab");
        assertThat(only().question()).isEqualTo("Password:");

        model.answer("lab", "opensesame");

        assertThat(programs.answered).isEqualTo("opensesame");
        assertThat(only().toString()).doesNotContain("opensesame");
        assertThat(only().question()).isEmpty();
    }

    @Test
    void aRunOverTwoDevicesWaitsForBoth() {
        queue.set(
                new QueueState(
                        List.of(
                                new QueueState.Waiting("a", "cuda:0,1"),
                                new QueueState.Waiting("b", "cuda:1")),
                        List.of(),
                        List.of(),
                        false));

        assertThat(queue.get().waitingFor("cuda:0"))
                .extracting(QueueState.Waiting::run)
                .containsExactly("a");
        assertThat(queue.get().waitingFor("cuda:1"))
                .extracting(QueueState.Waiting::run)
                .containsExactly("a", "b");
    }
}
