package dev.sku.app.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.app.link.LoopbackSshd.Said;
import dev.sku.protocol.Event;
import dev.sku.protocol.HostsFile;
import dev.sku.protocol.Message;
import dev.sku.protocol.RemoteHost;
import dev.sku.protocol.Request.Turn;
import dev.sku.protocol.SpecFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `packaging/make-runtime-archive` has made, brought to an account that has nothing, and used there.
@Tag("campaign")
@Timeout(1200)
class RuntimeArchiveCampaign {
    private static final Path ARCHIVE =
            Path.of(
                            System.getProperty(
                                    "sku.archive",
                                    Path.of("..", "target", "sku-runtime-linux-x86-64.tar.gz")
                                            .toString()))
                    .toAbsolutePath()
                    .normalize();
    private static final int STEPS = 60;

    @TempDir Path folder;

    private RealAgent agent;
    private LoopbackSshd sshd;
    private Path home;
    private Path runtime;
    private RemoteHost host;

    @BeforeEach
    void begin() throws Exception {
        assumeTrue(Files.isRegularFile(ARCHIVE), "no archive: packaging/make-runtime-archive");
        agent = new RealAgent(folder);
        sshd = new LoopbackSshd(folder);
        home = folder.resolve("home");
        sshd.home(home);
        sshd.know();
        runtime = home.resolve(RemoteHost.USUAL_RUNTIME);
        host =
                new RemoteHost(
                        "loop",
                        "loop",
                        RemoteHost.USUAL_WORKSPACE,
                        RemoteHost.USUAL_RUNTIME,
                        sshd.config().toString());
        new HostsFile(sshd.folder().resolve("hosts.json")).put(host);
    }

    @AfterEach
    void end() throws IOException {
        if (home != null) {
            RealAgent.end(home.resolve(RemoteHost.USUAL_WORKSPACE));
        }
        if (agent != null) {
            agent.close();
        }
        if (sshd != null) {
            sshd.close();
        }
    }

    private Said install(Path archive) throws Exception {
        return sshd.sku(agent, "", "hosts", "install", "loop", "--archive", archive.toString());
    }

    @Test
    void itIsInstalledCheckedUsedAndReplacedWhileARunWorks() throws Exception {
        long then = System.nanoTime();
        Said done = install(ARCHIVE);
        double seconds = (System.nanoTime() - then) / 1e9;
        assertThat(done.exit()).as(done.text()).isZero();
        Path first = runtime.resolve("current").toRealPath();
        System.out.printf(
                "installed %,d bytes in %.1f s, %,d bytes there%n",
                Files.size(ARCHIVE), seconds, size(first));
        String report = sshd.sku(agent, "", "hosts", "check", "loop").text();
        assertThat(report).contains("ok reached").contains("ok runtime").contains("ok clock");

        Path workspace = home.resolve(RemoteHost.USUAL_WORKSPACE);
        Heard heard = new Heard();
        try (AgentLink link = new AgentLink(workspace, host.attach())) {
            link.watch(heard);
            heard.await("linked");
            then = System.nanoTime();
            String run = link.submit(SpecFile.read(SPEC, home, "test", sample()), Turn.LAST).join();
            link.subscribe(run, 0, heard);
            Event event = next(heard);
            while (!(event instanceof Event.StepCompleted)) {
                event = next(heard);
            }
            System.out.printf(
                    "first step %.1f s after it was asked for, libtorch unpacked with it%n",
                    (System.nanoTime() - then) / 1e9);

            assertThat(install(otherwisePacked()).exit()).isZero();
            assertThat(runtime.resolve("current").toRealPath()).isNotEqualTo(first);
            int steps = 1;
            while (!(event instanceof Event.RunFinished)) {
                event = next(heard);
                steps += event instanceof Event.StepCompleted ? 1 : 0;
            }
            assertThat(steps).isEqualTo(STEPS);
            assertThat(workspace.resolve("runs").resolve(run).resolve("result.json")).exists();
        }
    }

    private static final String SPEC =
            """
            {"preset": "sample", "name": "installed", "acquisition": {"steps": %d},
             "negation": {"sweep": []},
             "evaluation": {"everySteps": 0, "harmfulPrompts": 1, "normalRows": 1, "maxNewTokens": 2}}
            """
                    .formatted(STEPS);

    private Path sample() {
        return runtime.resolve("current/sample-data");
    }

    private static Event next(Heard heard) throws InterruptedException {
        Object next = heard.next();
        while (!(next instanceof Message)) {
            next = heard.next();
        }
        return ((Message) next).event();
    }

    /// The same files under another checksum: an empty part more, which `gzip` reads as nothing.
    private Path otherwisePacked() throws IOException {
        Path archive = Files.copy(ARCHIVE, folder.resolve("next.tar.gz"));
        try (var out =
                new GZIPOutputStream(Files.newOutputStream(archive, StandardOpenOption.APPEND))) {
            out.write(new byte[10_240]);
        }
        return archive;
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
    }

    @Test
    void aCutAndAnEndInTheMiddleSendNothingTwice() throws Exception {
        long bytes = Files.size(ARCHIVE);
        long before = sshd.passed();
        Process sender = sending();
        await(() -> sshd.passed() - before > bytes / 4);
        sshd.cut(); // it goes on by itself
        await(() -> sshd.passed() - before > bytes / 2);
        sender.destroyForcibly().waitFor();
        assertThat(runtime.resolve("current")).doesNotExist();

        Said done = install(ARCHIVE);

        assertThat(done.exit()).as(done.text()).isZero();
        long passed = sshd.passed() - before;
        System.out.printf("cut at a quarter, ended at a half: %,d bytes for %,d%n", passed, bytes);
        assertThat(passed).isLessThan(bytes + bytes / 10);
    }

    private Process sending() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        agent.sku().toString(),
                        "hosts",
                        "install",
                        "loop",
                        "--archive",
                        ARCHIVE.toString());
        builder.environment().put("SKU_HOSTS", sshd.folder().resolve("hosts.json").toString());
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("sending.txt").toFile())
                .start();
    }

    private static void await(java.util.function.BooleanSupplier what) {
        while (!what.getAsBoolean()) {
            LockSupport.parkNanos(5_000_000); // the test's own time limit ends it
        }
    }

    @Test
    void whatArrivesDamagedIsRefusedAndComesWholeTheNextTime() throws Exception {
        Process sender = sending();
        await(() -> part().filter(p -> p.toFile().length() > 10_000_000).isPresent());
        sender.destroyForcibly().waitFor();
        sshd.cut();
        try (RandomAccessFile file = new RandomAccessFile(part().orElseThrow().toFile(), "rw")) {
            file.seek(5_000_000);
            int was = file.read();
            file.seek(5_000_000);
            file.write(was ^ 1);
        }

        Said refused = install(ARCHIVE);

        assertThat(refused.exit()).isNotZero();
        assertThat(refused.text()).contains("arrived damaged and was removed");
        assertThat(runtime.resolve("current")).doesNotExist();
        assertThat(part()).isEmpty();
    }

    private Optional<Path> part() {
        try (Stream<Path> files =
                Files.isDirectory(runtime) ? Files.list(runtime) : Stream.empty()) {
            return files.filter(f -> f.toString().endsWith(".part")).findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Test
    void anArchiveThatIsNotTheOneOfItsChecksumIsNotSent() throws Exception {
        Path archive = Files.writeString(folder.resolve("a.tar.gz"), "other bytes");
        Files.writeString(folder.resolve("a.tar.gz.sha256"), "0".repeat(64) + "\n");
        long before = sshd.passed();

        Said refused = install(archive);

        assertThat(refused.exit()).isNotZero();
        assertThat(refused.text()).contains("its checksum is not that of a.tar.gz.sha256");
        assertThat(sshd.passed()).isEqualTo(before);
    }
}
