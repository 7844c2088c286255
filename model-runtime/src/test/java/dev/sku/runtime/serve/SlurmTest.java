package dev.sku.runtime.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Command;
import dev.sku.protocol.Event;
import dev.sku.protocol.Message;
import dev.sku.protocol.Request.Turn;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import dev.sku.protocol.SlurmPreset;
import dev.sku.protocol.Wire;
import dev.sku.runtime.runs.OwnProgram;
import dev.sku.runtime.runs.RunLock;
import dev.sku.runtime.testing.TinyRun;
import java.io.IOException;
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
        RunFolder run = run("a");
        RunQueue queue = new RunQueue(workspace, starter, log::add);
        queue.add(run, Turn.LAST);
        String job = job(run);
        PrivateSlurm.await(PATIENCE, () -> steps(run) > 0);
        run.send(new Command.Pause());
        try (SessionThere session = new SessionThere(workspace)) {
            assertThat(session.hello()).isInstanceOf(SessionReply.Hello.class);
            assertThat(slurm().ask("squeue", "-h", "--steps", "-o", "%i %j", "-j", job))
                    .contains(job + ".0 ");
        }
        run.send(new Command.Resume());
        awaitEnd(queue);
        assertWhole(run);
    }

    @Test
    void aSessionThatComparesHasAJobOfItsOwnWhereNoRunWorks() throws Exception {
        try (SessionThere session = new SessionThere(workspace)) {
            assertThat(session.hello()).isInstanceOf(SessionReply.Hello.class);
            assertThat(slurm().ask("squeue", "-h", "-o", "%j %T")).contains("sku-compare RUNNING");
        }
        PrivateSlurm.await(
                PATIENCE, () -> !slurm().ask("squeue", "-h", "-o", "%j").contains("sku-compare"));
    }

    /// `sku session` as a window starts it.
    private static final class SessionThere implements AutoCloseable {
        private final Process process;

        SessionThere(Workspace workspace) throws IOException {
            ProcessBuilder builder =
                    new ProcessBuilder(
                            OwnProgram.command(
                                    "session", "--workspace", workspace.path().toString()));
            builder.environment().put("SLURM_CONF", slurm().configuration().toString());
            process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        }

        SessionReply hello() throws IOException {
            var in = process.outputWriter(java.nio.charset.StandardCharsets.UTF_8);
            in.write(Wire.line(new SessionRequest.Hello(SessionRequest.PROTOCOL, "nonce")) + "\n");
            in.flush();
            return Wire.read(
                    process.inputReader(java.nio.charset.StandardCharsets.UTF_8).readLine(),
                    SessionReply.class,
                    "session");
        }

        @Override
        public void close() throws IOException {
            process.outputWriter(java.nio.charset.StandardCharsets.UTF_8).close();
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
