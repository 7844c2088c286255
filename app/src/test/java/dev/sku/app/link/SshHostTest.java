package dev.sku.app.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.link.LoopbackSshd.Said;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.Event;
import dev.sku.protocol.HostReport;
import dev.sku.protocol.HostsFile;
import dev.sku.protocol.JournalLine;
import dev.sku.protocol.LossTerms;
import dev.sku.protocol.Message;
import dev.sku.protocol.Problem;
import dev.sku.protocol.RemoteHost;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole way to another computer against a real OpenSSH server on loopback.
@Timeout(300)
class SshHostTest {
    private static final Instant THEN = Instant.parse("2026-11-21T09:00:00Z");

    @TempDir Path folder;

    private final Heard heard = new Heard();
    private RealAgent agent;
    private LoopbackSshd sshd;
    private RemoteHost host;

    @BeforeEach
    void begin() throws Exception {
        agent = new RealAgent(folder);
        sshd = new LoopbackSshd(folder);
        host = sshd.host(agent);
        new HostsFile(sshd.folder().resolve("hosts.json")).put(host);
    }

    @AfterEach
    void end() throws IOException {
        if (agent != null) {
            agent.close();
        }
        if (sshd != null) {
            sshd.close();
        }
    }

    private Said sku(String... arguments) throws Exception {
        return sshd.sku(agent, "", arguments);
    }

    /// Appends messages to a run's journal as its process would.
    private static void append(RunFolder run, long from, int count) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (long seq = from; seq < from + count; seq++) {
            Event step =
                    new Event.StepCompleted(
                            (int) seq, new LossTerms(2.125, 1.0625, .5, .5625), 1.5, 2e-4, 512, .7);
            lines.append(
                            new String(
                                    JournalLine.of(new Message(seq, THEN, run.name(), step)),
                                    StandardCharsets.UTF_8))
                    .append('\n');
        }
        Files.writeString(
                run.events(), lines, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    }

    private RunFolder emptyRun(String name) throws IOException {
        RunFolder run =
                DemonstrationRuns.finished(agent.workspace().resolve("runs"), name, folder, THEN);
        Files.write(run.events(), new byte[0]);
        return run;
    }

    @Test
    void anUnknownHostIsShownAndWrittenDownOnlyOnAPersonsWord() throws Exception {
        Said refused = sku("hosts", "check", "loop");
        assertThat(refused.text()).contains("has not been met before").contains("SHA256:");
        assertThat(sshd.knownHosts()).doesNotExist();

        Said key = sku("hosts", "key", "loop");
        assertThat(key.text()).contains("unknown  (ED25519)".replaceAll("[()]", ""));
        String fingerprint = key.text().replaceAll("(?s).*(SHA256:\\S+).*", "$1");
        assertThat(sku("hosts", "trust", "loop", "SHA256:" + "A".repeat(43)).exit()).isEqualTo(65);
        assertThat(sshd.knownHosts()).doesNotExist();

        assertThat(sku("hosts", "trust", "loop", fingerprint).exit()).isZero();
        assertThat(sku("hosts", "key", "loop").text()).contains("known  ED25519");
    }

    @Test
    void aChangedKeyIsRefusedByEveryCommand() throws Exception {
        sshd.know();
        sshd.changeKey();
        String known = Files.readString(sshd.knownHosts());

        assertThat(sku("hosts", "check", "loop").text())
                .contains("shows another key than the known one")
                .contains(sshd.knownHosts() + ", line 1");
        Said pulled = sku("pull", "loop", "a");
        assertThat(pulled.exit()).isEqualTo(65);
        try (AgentLink link = new AgentLink(agent.workspace(), host.attach())) {
            link.watch(heard);
            assertThat(heard.next()).isEqualTo("lost");
            heard.await(Problem.of(Problem.Code.LINK_LOST, "Host key verification failed."));
        }
        assertThat(sshd.knownHosts()).hasContent(known);
    }

    @Test
    void theChecksNameWhatIsThere() throws Exception {
        sshd.know();
        Path report = folder.resolve("report.json");

        sku("hosts", "check", "loop", "--json", report.toString());

        HostReport found = Wire.read(Files.readString(report), HostReport.class, "report");
        assertThat(found.checks().stream().map(HostReport.Check::subject))
                .containsExactly(HostReport.Subject.values());
        assertThat(found.checks())
                .filteredOn(c -> c.subject() != HostReport.Subject.DEVICES)
                .filteredOn(c -> c.subject() != HostReport.Subject.DISK)
                .allMatch(HostReport.Check::passed);
    }

    @Test
    void whereTheProgramIsMissingTheCheckSaysHowToInstallIt() throws Exception {
        sshd.know();
        Files.delete(sshd.folder().resolve("runtime/current/bin/sku"));

        assertThat(sku("hosts", "check", "loop").text()).contains("sku hosts install loop");
    }

    @Test
    void anArchiveIsInstalledWithoutRootAndALaterOneTakesItsPlace() throws Exception {
        sshd.know();
        Files.delete(sshd.folder().resolve("runtime/current/bin/sku"));
        Files.delete(sshd.folder().resolve("runtime/current/bin"));
        Files.delete(sshd.folder().resolve("runtime/current"));

        for (String version : List.of("1", "2")) {
            Path archive = archive(version);
            Said done = sku("hosts", "install", "loop", "--archive", archive.toString());
            assertThat(done.exit()).as(done.text()).isZero();
            assertThat(sshd.folder().resolve("runtime/current/version")).hasContent(version);
        }
        assertThat(sku("hosts", "check", "loop").text()).contains("ok runtime");
    }

    /// An archive with the program that these tests run.
    private Path archive(String version) throws IOException, InterruptedException {
        Path it = Files.createDirectories(folder.resolve("archive-" + version));
        Files.createDirectories(it.resolve("bin"));
        Files.copy(agent.sku(), it.resolve("bin/sku"));
        Files.writeString(it.resolve("version"), version);
        Path archive = folder.resolve(version + ".tar.gz");
        int exit =
                new ProcessBuilder("tar", "-czf", archive.toString(), "-C", it.toString(), ".")
                        .start()
                        .waitFor();
        assertThat(exit).isZero();
        return archive;
    }

    @Test
    void aPassphraseIsAskedOnceAndLaterCommandsShareTheConnection() throws Exception {
        sshd.know();
        sshd.key("locked", "opensesame");
        sshd.authorize("locked");
        sshd.identity("locked");
        assertThat(sku("hosts", "check", "loop").text()).contains("sku hosts login loop");

        try {
            Said wrong = sshd.sku(agent, "no\nno\nno\n", "hosts", "login", "loop", "--events");
            assertThat(wrong.exit()).as(wrong.text()).isNotZero();
            Said right = sshd.sku(agent, "opensesame\n", "hosts", "login", "loop", "--events");
            assertThat(right.exit()).as(right.text()).isZero();
            assertThat(right.text()).contains("Enter passphrase").doesNotContain("opensesame");

            assertThat(sku("hosts", "check", "loop").text()).contains("ok reached");
        } finally {
            new ProcessBuilder(
                            "ssh",
                            "-O",
                            "exit",
                            "-o",
                            "ControlPath=" + folder.resolve("run/sku-workbench/ssh-loop"),
                            "loop")
                    .start()
                    .waitFor();
        }
    }

    @Test
    void aRunComesHomeAndAPullThatWasCutGoesOn() throws Exception {
        sshd.know();
        RunFolder run =
                DemonstrationRuns.finished(agent.workspace().resolve("runs"), "a", folder, THEN);
        byte[] adapter = new byte[3_000_000];
        new SplittableRandom(1).nextBytes(adapter);
        Files.createDirectories(run.path().resolve("adapter"));
        Files.write(run.path().resolve("adapter/adapter_model.safetensors"), adapter);
        Files.createDirectories(run.path().resolve("checkpoints/step-000010"));
        Files.write(run.path().resolve("checkpoints/step-000010/x"), adapter);
        Path home = folder.resolve("home");
        Path arriving = home.resolve(".a.arriving/adapter/adapter_model.safetensors");
        Files.createDirectories(arriving.getParent());
        Files.write(arriving, java.util.Arrays.copyOf(adapter, 2_000_000));
        long before = sshd.line.passed();

        Said pulled = sku("pull", "loop", "a", "--runs", home.toString());

        assertThat(pulled.exit()).as(pulled.text()).isZero();
        assertThat(home.resolve("a/adapter/adapter_model.safetensors")).hasBinaryContent(adapter);
        assertThat(home.resolve("a/events.ndjson")).hasSameBinaryContentAs(run.events());
        assertThat(home.resolve("a/checkpoints")).doesNotExist();
        assertThat(sshd.line.passed() - before).isLessThan(2_000_000);
    }

    @Test
    void nothingIsLostOrToldTwiceOverCutsAndSlowLines() throws Exception {
        cuts(3);
    }

    @Test
    @Tag("campaign")
    void nothingIsLostOrToldTwiceOverFiftyCuts() throws Exception {
        cuts(50);
    }

    private void cuts(int cuts) throws Exception {
        sshd.know();
        RunFolder run = emptyRun("a");
        List<Long> millis = new ArrayList<>();
        int each = 200;
        try (AgentLink link = new AgentLink(agent.workspace(), host.attach())) {
            link.watch(heard);
            heard.await("linked");
            link.subscribe("a", 0, heard);
            List<Long> seqs = new ArrayList<>();
            for (int cut = 0; cut <= cuts; cut++) {
                sshd.line.slow(cut == 1 ? 50_000 : Long.MAX_VALUE);
                append(run, 1 + (long) cut * each, each);
                seqs.addAll(heard.seqs(each / 2));
                if (cut < cuts) {
                    long then = System.nanoTime();
                    sshd.line.cut();
                    seqs.addAll(heard.seqsUntil("linked"));
                    millis.add((System.nanoTime() - then) / 1_000_000);
                }
                seqs.addAll(heard.seqs((cut + 1) * each - seqs.size()));
            }
            assertThat(seqs)
                    .isEqualTo(LongStream.rangeClosed(1, (cuts + 1L) * each).boxed().toList());
        }
        millis.sort(null);
        System.out.printf(
                "reconnected %d times: median %d ms, slowest %d ms%n",
                cuts, millis.get(cuts / 2), millis.getLast());
    }

    @Test
    void aThousandStepsCostLittleOnTheLine() throws Exception {
        sshd.know();
        RunFolder run = emptyRun("a");
        try (AgentLink link = new AgentLink(agent.workspace(), host.attach())) {
            link.watch(heard);
            heard.await("linked");
            link.subscribe("a", 0, heard);
            append(run, 1, 1);
            heard.seqs(1);
            long before = sshd.line.passed();

            append(run, 2, 1_000);
            heard.seqs(1_000);

            long bytes = sshd.line.passed() - before;
            System.out.printf("1,000 steps: %,d bytes on the line%n", bytes);
            assertThat(bytes).isLessThan(2 * Files.size(run.events()));
        }
    }

    /// Quick, so that a test need not wait; what they are otherwise, the campaign measures.
    private static final Heartbeat HASTY =
            new Heartbeat(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(30));

    @Test
    void aStoppedSshIsNoticedAndTheLinkMadeAgain() throws Exception {
        sshd.know();
        RunFolder run = emptyRun("a");
        try (AgentLink link = new AgentLink(agent.workspace(), host.attach(), HASTY)) {
            stopped(link, run, HASTY, false);
        }
    }

    @Test
    void aStoppedAgentIsNoticedAndGoneOnWithLater() throws Exception {
        sshd.know();
        RunFolder run = emptyRun("a");
        try (AgentLink link = new AgentLink(agent.workspace(), host.attach(), HASTY)) {
            stopped(link, run, HASTY, true);
        }
    }

    @Test
    @Tag("campaign")
    void aStoppedSshIsNoticedWithinTwentySeconds() throws Exception {
        sshd.know();
        RunFolder run = emptyRun("a");
        try (AgentLink link = new AgentLink(agent.workspace(), host.attach())) {
            assertThat(stopped(link, run, Heartbeat.USUAL, false))
                    .isLessThan(Duration.ofSeconds(20));
        }
    }

    /// @return how long it took to notice
    private Duration stopped(AgentLink link, RunFolder run, Heartbeat heartbeat, boolean there)
            throws Exception {
        link.watch(heard);
        heard.await("linked");
        link.subscribe("a", 0, heard);
        append(run, 1, 10);
        heard.seqs(10);
        ProcessHandle frozen = there ? agent.process() : sshOfThisTest();
        signal("STOP", frozen);
        long then = System.nanoTime();
        append(run, 11, 10);
        heard.await(
                Problem.of(
                        Problem.Code.LINK_LOST,
                        "it gave no sign of life for %d s"
                                .formatted(heartbeat.patience().toSeconds())));
        Duration noticed = Duration.ofNanos(System.nanoTime() - then);
        System.out.printf("a stopped process was noticed after %.1f s%n", noticed.toMillis() / 1e3);
        if (there) {
            signal("CONT", frozen);
        }
        assertThat(heard.seqs(10)).isEqualTo(LongStream.rangeClosed(11, 20).boxed().toList());
        return noticed;
    }

    private static ProcessHandle sshOfThisTest() {
        return ProcessHandle.current()
                .children()
                .filter(p -> p.info().command().orElse("").endsWith("/ssh"))
                .findFirst()
                .orElseThrow();
    }

    private static void signal(String name, ProcessHandle to) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, "" + to.pid()).start().waitFor())
                .isZero();
    }

    @Test
    @Tag("campaign")
    void aFrozenLineIsNoticedAndGoneOnWithLater() throws Exception {
        sshd.know();
        RunFolder run = emptyRun("a");
        try (AgentLink link = new AgentLink(agent.workspace(), host.attach())) {
            link.watch(heard);
            heard.await("linked");
            link.subscribe("a", 0, heard);
            append(run, 1, 10);
            heard.seqs(10);
            long then = System.nanoTime();
            sshd.line.freeze(true);
            append(run, 11, 10);
            heard.await("lost");
            Duration noticed = Duration.ofNanos(System.nanoTime() - then);
            System.out.printf("frozen line noticed after %.1f s%n", noticed.toMillis() / 1e3);
            assertThat(noticed).isLessThan(Duration.ofSeconds(30));
            sshd.line.cut();
            sshd.line.freeze(false);

            assertThat(heard.seqs(10)).isEqualTo(LongStream.rangeClosed(11, 20).boxed().toList());
        }
    }
}
