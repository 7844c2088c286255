package dev.sku.runtime.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Command;
import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Event;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.MemoryEstimate.Device;
import dev.sku.protocol.Message;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Request.Turn;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import dev.sku.protocol.SlurmPreset;
import dev.sku.protocol.Wire;
import dev.sku.runtime.engine.Devices;
import dev.sku.runtime.runs.OwnProgram;
import dev.sku.runtime.runs.RunLock;
import dev.sku.runtime.testing.TinyRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs as jobs of a real Slurm, a cluster of one node that lives as long as this class.
@Timeout(300)
class SlurmTest {
    private static final int STEPS = 150;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir static Path cluster = Path.of("");

    private static @Nullable PrivateSlurm slurm;
    private static Path data = Path.of("");

    @TempDir Path folder = Path.of("");

    private final List<String> log = new ArrayList<>();
    private Workspace workspace = new Workspace(Path.of(""));
    private RunStarter starter = new RunProcesses();

    @BeforeAll
    static void begin() throws IOException, InterruptedException {
        slurm = new PrivateSlurm(Files.createDirectories(cluster.resolve("slurm")));
        data = cluster.resolve("data");
        TinyRun.make(data);
    }

    @AfterAll
    static void end() {
        if (slurm != null) {
            slurm.close();
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        workspace = new Workspace(folder.resolve("workspace"));
        settings(List.of());
        starter =
                new Slurm(
                        workspace,
                        new SlurmPolling(
                                Duration.ofMillis(500),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(10),
                                3),
                        new SlurmCommands(slurm().configuration()),
                        log::add);
    }

    private static PrivateSlurm slurm() {
        return java.util.Objects.requireNonNull(slurm);
    }

    private void settings(List<String> extra) {
        new SlurmPresets(List.of(), null)
                .with(new SlurmPreset("test", "debug", null, "10", null, extra))
                .using("test")
                .write(workspace);
    }

    private RunFolder run(String name) {
        return RunFolder.createAt(
                workspace.runs().resolve(name),
                TinyRun.spec(data, "\"acquisition\": {\"steps\": %d}".formatted(STEPS)));
    }

    private static List<Event> events(RunFolder run) {
        List<Event> events = new ArrayList<>();
        if (Files.exists(run.events())) {
            run.journal().forEachNew(1, (Message m) -> events.add(m.event()));
        }
        return events;
    }

    private static long steps(RunFolder run) {
        return events(run).stream().filter(e -> e instanceof Event.StepCompleted).count();
    }

    private static void assertWhole(RunFolder run) {
        assertThat(events(run).getLast()).isInstanceOf(Event.RunFinished.class);
        assertThat(TinyRun.losses(run).keySet())
                .isEqualTo(
                        IntStream.rangeClosed(1, STEPS)
                                .boxed()
                                .collect(java.util.stream.Collectors.toSet()));
    }

    private void awaitEnd(RunQueue queue) {
        PrivateSlurm.await(
                PATIENCE,
                () -> {
                    queue.advance();
                    return queue.isIdle();
                });
    }

    /// Slurm lets a requeued job wait two minutes, unless it is told otherwise once it waits.
    private static boolean startedAgain(RunFolder run, String job) {
        slurm().ask("scontrol", "update", "JobId=" + job, "StartTime=now");
        return events(run).stream().filter(e -> e instanceof Event.RunStarted).count() == 2;
    }

    /// A run that has a job and does nothing.
    private RunFolder paused(RunQueue queue) {
        RunFolder run = run("a");
        queue.add(run, Turn.LAST);
        PrivateSlurm.await(PATIENCE, () -> steps(run) > 0);
        run.send(new Command.Pause());
        return run;
    }

    private String job(RunFolder run) {
        return QueueFile.read(workspace.queue()).working().stream()
                .filter(w -> w.run().equals(run.name()))
                .map(w -> String.valueOf(w.process().slurmJob()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRunIsSubmittedAndItsEndIsNoticed() {
        RunFolder run = run("a");
        RunQueue queue = new RunQueue(workspace, starter, log::add);

        queue.add(run, Turn.LAST);
        assertThat(queue.isLive(run)).isTrue();
        assertThat(slurm().ask("squeue", "-h", "-o", "%j", "-j", job(run))).isEqualTo("sku-a");
        awaitEnd(queue);

        assertThat(queue.state().killed()).isEmpty();
        assertWhole(run);
    }

    @Test
    void aRequeuedRunGoesOnFromItsCheckpoint() {
        RunFolder run = run("a");
        RunQueue queue = new RunQueue(workspace, starter, log::add);
        queue.add(run, Turn.LAST);
        String job = job(run);
        PrivateSlurm.await(PATIENCE, () -> steps(run) > 20);

        slurm().ask("scontrol", "requeue", job);
        PrivateSlurm.await(PATIENCE, () -> !RunLock.isHeld(run));
        PrivateSlurm.await(PATIENCE, () -> startedAgain(run, job));
        awaitEnd(queue);

        assertThat(queue.state().killed()).isEmpty();
        assertThat(events(run)).filteredOn(e -> e instanceof Event.RunStarted).hasSize(2);
        assertWhole(run);
    }

    @Test
    void aRunThatSlurmStartsTwiceStaysOneRun() {
        RunFolder run = run("a");
        RunQueue queue = new RunQueue(workspace, starter, log::add);
        queue.add(run, Turn.LAST);
        PrivateSlurm.await(PATIENCE, () -> steps(run) > 5);

        RunStarter.Started second = starter.start(run);
        PrivateSlurm.await(PATIENCE, () -> !starter.isAlive(second));
        assertThat(starter.ending(second)).endsWith("COMPLETED");
        awaitEnd(queue);

        assertThat(events(run)).filteredOn(e -> e instanceof Event.RunStarted).hasSize(1);
        assertWhole(run);
    }

    @Test
    void aJobThatStillWaitsIsTakenBack() {
        settings(List.of("--hold"));
        RunFolder run = run("a");
        RunQueue queue = new RunQueue(workspace, starter, log::add);
        queue.add(run, Turn.LAST);
        String job = job(run);

        queue.withdraw("a");

        assertThat(queue.isIdle()).isTrue();
        PrivateSlurm.await(
                PATIENCE,
                () ->
                        slurm().ask("squeue", "-h", "-t", "all", "-o", "%T", "-j", job)
                                .equals("CANCELLED"));
        assertThat(events(run)).isEmpty();
    }

    @Test
    void theWarningBeforeTheTimeLimitLeavesACheckpointToGoOnFrom() {
        RunFolder run = run("a");
        RunQueue queue = new RunQueue(workspace, starter, log::add);
        queue.add(run, Turn.LAST);
        PrivateSlurm.await(PATIENCE, () -> steps(run) > 20);

        slurm().ask("scancel", "--batch", "--signal=TERM", job(run));
        awaitEnd(queue);
        List<Event> events = events(run);
        assertThat(events).anyMatch(e -> e instanceof Event.CheckpointSaved);
        assertThat(queue.state().killed())
                .singleElement()
                .satisfies(
                        k -> assertThat(k.problem().arguments().getLast()).contains("Slurm job"));
        long done = steps(run);

        queue.add(run, Turn.NEXT);
        awaitEnd(queue);
        assertWhole(run);
        assertThat(steps(run)).as("no step done twice after %d", done).isEqualTo(STEPS);
    }

    @Test
    void runsThatAreHandedOverTogetherAreOneArray() {
        List<RunFolder> runs = List.of(run("a"), run("b"), run("c"));
        RunQueue queue = new RunQueue(workspace, starter, log::add);

        queue.addAll(runs);
        List<String> jobs = runs.stream().map(this::job).toList();
        assertThat(jobs).allMatch(j -> j.matches("\\d+_[012]"));
        assertThat(jobs)
                .extracting(j -> j.replaceAll("_.*", ""))
                .containsOnly(jobs.getFirst().replaceAll("_.*", ""));
        awaitEnd(queue);

        assertThat(queue.state().killed()).isEmpty();
        runs.forEach(SlurmTest::assertWhole);
    }

    @Test
    void oneTaskOfAnArrayIsTakenBackAndThenAll() {
        settings(List.of("--hold"));
        List<RunFolder> runs = List.of(run("a"), run("b"), run("c"));
        RunQueue queue = new RunQueue(workspace, starter, log::add);
        queue.addAll(runs);
        String array = job(runs.getFirst()).replaceAll("_.*", "");

        queue.withdraw("b");
        assertThat(pending(array)).containsExactlyInAnyOrder(array + "_0", array + "_2");
        assertThat(queue.state().working()).containsExactly("a", "c");

        queue.withdrawAll();
        assertThat(pending(array)).isEmpty();
        assertThat(queue.isIdle()).isTrue();
        assertThat(queue.state().killed()).isEmpty();
        runs.forEach(run -> assertThat(events(run)).isEmpty());
    }

    private static List<String> pending(String job) {
        return slurm().ask("squeue", "-h", "-r", "-t", "pending", "-o", "%i", "-j", job)
                .lines()
                .toList();
    }

    @Test
    void aTaskThatIsRequeuedStaysOneRun() {
        List<RunFolder> runs = List.of(run("a"), run("b"));
        RunQueue queue = new RunQueue(workspace, starter, log::add);
        queue.addAll(runs);
        RunFolder run = runs.getFirst();
        String job = job(run);
        PrivateSlurm.await(PATIENCE, () -> steps(run) > 20);

        slurm().ask("scontrol", "requeue", job);
        PrivateSlurm.await(PATIENCE, () -> !RunLock.isHeld(run));
        PrivateSlurm.await(PATIENCE, () -> startedAgain(run, job));
        awaitEnd(queue);

        assertThat(queue.state().killed()).isEmpty();
        assertThat(events(run)).filteredOn(e -> e instanceof Event.RunStarted).hasSize(2);
        runs.forEach(SlurmTest::assertWhole);
    }

    @Test
    void whyAJobWaitsIsKnown() {
        settings(List.of("--hold"));
        RunQueue queue = new RunQueue(workspace, starter, log::add);
        queue.add(run("a"), Turn.LAST);
        long before = queue.changes();

        PrivateSlurm.await(
                PATIENCE,
                () -> {
                    queue.advance();
                    return queue.state().slurm().jobs().stream()
                            .anyMatch(j -> j.waits() && j.reason().equals("JobHeldUser"));
                });
        assertThat(queue.changes()).isGreaterThan(before);
        assertThat(queue.state().slurm().used()).isEqualTo("test");
        queue.withdraw("a");
    }

    @Test
    void aSessionThatComparesWorksInTheJobOfARun() throws Exception {
        RunQueue queue = new RunQueue(workspace, starter, log::add);
        RunFolder run = paused(queue);
        String job = job(run);
        try (SessionThere session = new SessionThere(workspace)) {
            session.openOn("cpu");
            assertThat(slurm().ask("squeue", "-h", "--steps", "-o", "%i %j", "-j", job))
                    .contains(job + ".0 ");
            assertThat(slurm().ask("squeue", "-h", "-o", "%j")).doesNotContain("sku-compare");
        }
        run.send(new Command.Resume());
        awaitEnd(queue);
        assertWhole(run);
    }

    @Test
    void aSessionThatComparesHasAJobOfItsOwnWhereNoRunWorks() throws Exception {
        try (SessionThere session = new SessionThere(workspace)) {
            assertThat(slurm().ask("squeue", "-h", "-o", "%j")).as("nothing is open").isEmpty();
            session.openOn("cpu");
            assertThat(slurm().ask("squeue", "-h", "-o", "%j %T %b"))
                    .contains("sku-compare RUNNING N/A");
        }
        PrivateSlurm.await(
                PATIENCE, () -> !slurm().ask("squeue", "-h", "-o", "%j").contains("sku-compare"));
    }

    @Test
    void aSessionOnACardHasOneThoughTheRunThatWorksHasNone() throws Exception {
        RunFolder run = run("a");
        RunQueue queue = new RunQueue(workspace, starter, log::add);
        queue.add(run, Turn.LAST);
        PrivateSlurm.await(PATIENCE, () -> steps(run) > 0);
        run.send(new Command.Pause());
        try (SessionThere session = new SessionThere(workspace)) {
            session.openOn("cpu");
            assertThat(slurm().ask("squeue", "-h", "-o", "%j")).doesNotContain("sku-compare");
            session.openOn("cuda:0");
            assertThat(slurm().ask("squeue", "-h", "-o", "%j %T %b"))
                    .containsPattern("sku-compare RUNNING gres[:/]gpu:1");
        }
        run.send(new Command.Resume());
        awaitEnd(queue);
    }

    @Test
    void aSessionThatHasToWaitSaysSoAndIsAlive() throws Exception {
        new SlurmPresets(List.of(), null)
                .with(new SlurmPreset("test", "debug", null, "10", null, List.of("--hold")))
                .using("test")
                .write(workspace);
        try (SessionThere session = new SessionThere(workspace)) {
            session.send(SessionThere.open("cpu"));
            assertThat(session.next()).isEqualTo(new SessionReply.Waits());
            session.send(new SessionRequest.Ping());
            assertThat(session.next()).isEqualTo(new SessionReply.Alive());
        }
        PrivateSlurm.await(
                PATIENCE, () -> !slurm().ask("squeue", "-h", "-o", "%j").contains("sku-compare"));
    }

    @Test
    void whatIsOfferedToComputeOnIsWhatAnAllocationByThePresetHas() {
        SlurmDevices devices =
                new SlurmDevices(workspace, new SlurmCommands(slurm().configuration()));

        assertThat(devices.find().orElseThrow().join())
                .extracting(DeviceSeen::device)
                .containsExactly(
                        new Device("cuda:0", 0, 0),
                        new Device("cuda:1", 0, 0),
                        new Device("cpu", 4000L << 20, 4000L << 20));
        settings(List.of("--mem=1G"));
        assertThat(devices.find().orElseThrow().join())
                .extracting(DeviceSeen::device)
                .endsWith(new Device("cpu", 1L << 30, 1L << 30));
        SlurmPresets.of(workspace).using(null).write(workspace);
        assertThat(devices.find()).isEmpty();
    }

    @Test
    void besideARunItIsTheMemoryOfItsJobsNode() throws Exception {
        RunQueue queue = new RunQueue(workspace, starter, log::add);
        RunFolder run = paused(queue);
        String job = job(run);

        List<DeviceSeen> seen =
                new SlurmDevices(workspace, new SlurmCommands(slurm().configuration()))
                        .find()
                        .orElseThrow()
                        .join();

        assertThat(seen).extracting(d -> d.device().name()).endsWith("cpu");
        assertThat(seen.getLast().title()).isEqualTo("Slurm job " + job);
        assertThat(seen.getLast().device().total()).isEqualTo(Devices.cpu().total());
        run.send(new Command.Resume());
        awaitEnd(queue);
    }

    @Test
    void cardsAreCountedByTheirKind() {
        assertThat(SlurmDevices.cards("gpu:a100:4(S:0-1),gpu:v100:2", "gpu")).isEqualTo(6);
        assertThat(SlurmDevices.cards("gpu:a100:4(S:0,1),gpu:v100:2", "gpu:a100")).isEqualTo(4);
        assertThat(SlurmDevices.cards("gpu:2,shard:8", "gpu")).isEqualTo(2);
        assertThat(SlurmDevices.cards("(null)", "gpu")).isZero();
    }

    /// `sku session` as a window starts it.
    private static final class SessionThere implements AutoCloseable {
        private final Process process;
        private final Writer in;
        private final BufferedReader out;

        SessionThere(Workspace workspace) throws IOException {
            ProcessBuilder builder =
                    new ProcessBuilder(
                            OwnProgram.command(
                                    "session", "--workspace", workspace.path().toString()));
            builder.environment().put("SLURM_CONF", slurm().configuration().toString());
            process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            in = process.outputWriter(StandardCharsets.UTF_8);
            out = process.inputReader(StandardCharsets.UTF_8);
            send(new SessionRequest.Hello(SessionRequest.PROTOCOL, "nonce"));
            assertThat(next())
                    .isInstanceOfSatisfying(
                            SessionReply.Hello.class,
                            h -> assertThat(h.nonce()).isEqualTo("nonce"));
        }

        void send(SessionRequest request) throws IOException {
            in.write(Wire.line(request) + "\n");
            in.flush();
        }

        SessionReply next() throws IOException {
            return Wire.read(String.valueOf(out.readLine()), SessionReply.class, "session");
        }

        /// No side: what comes back says that a session on a node has looked.
        static SessionRequest open(String device) {
            return new SessionRequest.Open(
                    1, List.of(), device, DataSpec.SKU_TEMPLATE, Quantization.NONE);
        }

        void openOn(String device) throws IOException {
            send(open(device));
            SessionReply reply = next();
            while (reply.id() != 1) {
                reply = next();
            }
            while (!(reply instanceof SessionReply.Done || reply instanceof SessionReply.Failed)) {
                reply = next();
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
            assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    @Test
    void whatSlurmRefusesIsSaidInItsWords() {
        settings(List.of("--partition=nowhere"));
        RunQueue queue = new RunQueue(workspace, starter, log::add);

        queue.add(run("a"), Turn.LAST);

        assertThat(queue.state().killed())
                .singleElement()
                .satisfies(k ->
                        assertThat(k.problem().arguments().getLast())
                                .contains("Invalid partition"));
    }

    @Test
    void aControllerThatDoesNotAnswerEndsNoRun() {
        Slurm lost =
                new Slurm(
                        workspace,
                        new SlurmPolling(
                                Duration.ofMillis(1),
                                Duration.ofMillis(50),
                                Duration.ofSeconds(10),
                                3),
                        new SlurmCommands(folder.resolve("no-such.conf")),
                        log::add);
        RunStarter.Started job = new RunStarter.Started(0, 0, "7");

        PrivateSlurm.await(PATIENCE, () -> lost.isAlive(job) && log.size() >= 4);

        assertThat(lost.isAlive(job)).isTrue();
    }
}
