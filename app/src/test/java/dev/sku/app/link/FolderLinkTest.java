package dev.sku.app.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.Command;
import dev.sku.protocol.Message;
import dev.sku.protocol.Presets;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderLinkTest {
    private static final Instant THEN = Instant.parse("2026-11-21T09:00:00Z");

    @TempDir Path workspace;

    private final List<RunFolder> started = new ArrayList<>();
    private final Heard heard = new Heard();
    private RunFolder recorded = new RunFolder(Path.of("unset"));
    private FolderLink link = new FolderLink(Path.of("unset"), new Starter());

    private final class Starter implements RunStarter {
        @Override
        public void start(RunFolder folder) {
            started.add(folder);
        }

        @Override
        public boolean running(RunFolder folder) {
            return started.contains(folder);
        }
    }

    /// What a listener was told, in order.
    private static final class Heard implements RuntimeLink.Listener {
        final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

        @Override
        public void messages(List<Message> messages) {
            told.addAll(messages);
        }

        @Override
        public void live(boolean live) {
            told.add(live);
        }

        @Override
        public void broken(Problem problem) {
            told.add(problem);
        }

        Object next() throws InterruptedException {
            Object next = told.poll(30, TimeUnit.SECONDS);
            return java.util.Objects.requireNonNull(next, "nothing more was told");
        }

        List<Long> seqs(int count) throws InterruptedException {
            List<Long> seqs = new ArrayList<>();
            while (seqs.size() < count) {
                if (next() instanceof Message m) {
                    seqs.add(m.seq());
                }
            }
            return seqs;
        }
    }

    @BeforeEach
    void record() {
        link.close();
        recorded = DemonstrationRuns.finished(workspace.resolve("runs"), "a", workspace, THEN);
        link = new FolderLink(workspace, new Starter());
    }

    @AfterEach
    void close() {
        link.close();
    }

    @Test
    void handsOverEveryMessageOnceAndInOrder() throws Exception {
        int count = Files.readAllLines(recorded.events()).size();
        link.subscribe("a", 0, heard);

        List<Long> seqs = heard.seqs(count);
        assertThat(seqs).isSorted().doesNotHaveDuplicates().startsWith(1L).endsWith((long) count);
    }

    @Test
    void beginsAfterTheLastNumberOneHas() throws Exception {
        link.subscribe("a", 70, heard);

        assertThat(heard.seqs(1)).containsExactly(71L);
    }

    @Test
    void whatIsAppendedLaterFollowsAlsoWhenALineArrivesInTwoParts() throws Exception {
        byte[] all = Files.readAllBytes(recorded.events());
        Files.write(recorded.events(), Arrays.copyOf(all, all.length - 20));
        link.subscribe("a", 0, heard);
        Object next = heard.next();
        while (!(next instanceof Boolean)) {
            next = heard.next();
        }
        Files.write(
                recorded.events(),
                Arrays.copyOfRange(all, all.length - 20, all.length),
                StandardOpenOption.APPEND);

        Message last = (Message) heard.next();
        assertThat(last.seq()).isEqualTo(Files.readAllLines(recorded.events()).size());
    }

    @Test
    void saysWhetherAProcessHoldsTheRun() throws Exception {
        try (FileChannel channel = lockFile()) {
            assertThat(channel.lock().isValid()).isTrue();
            link.subscribe("a", 1_000, heard);
            assertThat(heard.next()).isEqualTo(true);
        }
        assertThat(heard.next()).isEqualTo(false);
    }

    private FileChannel lockFile() throws IOException {
        return FileChannel.open(
                recorded.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Test
    void damageInTheMiddleIsToldAfterWhatIsWhole() throws Exception {
        List<String> lines = Files.readAllLines(recorded.events());
        lines.set(9, lines.get(9).replace("step", "stop"));
        Files.write(recorded.events(), lines);
        link.subscribe("a", 0, heard);

        Object next = heard.next();
        while (next instanceof Message) {
            next = heard.next();
        }
        assertThat(next)
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.code()).isEqualTo(Problem.Code.JOURNAL_INVALID));
    }

    @Test
    void submittingMakesAFolderWithTheSpecificationAndStartsIt() {
        var spec = Presets.SAMPLE.spec(workspace);

        String name = link.submit(spec).join();

        assertThat(new RunFolder(workspace.resolve("runs").resolve(name)).readSpec())
                .isEqualTo(spec);
        assertThat(started).extracting(RunFolder::name).containsExactly(name);
    }

    @Test
    void ordersAreLinesInTheRunsControlFile() throws Exception {
        link.control("a", new Command.Pause()).join();
        link.control("a", new Command.Stop(true)).join();

        assertThat(Files.readAllLines(recorded.control()))
                .containsExactly("{\"type\":\"pause\"}", "{\"type\":\"stop\",\"keep\":true}");
    }

    @Test
    void aRunThatIsHeldIsNotStartedAgain() throws Exception {
        try (FileChannel channel = lockFile()) {
            assertThat(channel.lock().isValid()).isTrue();
            assertThatThrownBy(() -> link.resume("a").join())
                    .cause()
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.RUN_LOCKED));
        }
        link.resume("a").join();
        assertThat(started).containsExactly(recorded);
    }

    @Test
    void listsTheRunsOfTheWorkspaceAndNothingElse() throws Exception {
        Files.createDirectories(workspace.resolve("runs").resolve("not-a-run"));

        assertThat(link.runs().join()).extracting(RunHandle::name).containsExactly("a");
        assertThat(new FolderLink(workspace.resolve("empty"), new Starter()).runs().join())
                .isEmpty();
    }

    @Test
    void nothingIsHandedOverAfterTheSubscriptionIsClosed() throws Exception {
        var subscription = link.subscribe("a", 0, heard);
        heard.next();
        subscription.close();
        link.runs().join(); // the link's one thread is through with what it was doing
        heard.told.clear();
        link.runs().join();

        assertThat(heard.told).isEmpty();
    }
}
