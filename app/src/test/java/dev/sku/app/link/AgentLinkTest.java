package dev.sku.app.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Request;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.SpecFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The window's end of the link against a real agent, a process of its own.
@Timeout(120)
class AgentLinkTest {
    private static final Instant THEN = Instant.parse("2026-11-21T09:00:00Z");

    @TempDir Path folder;

    private final Heard heard = new Heard();
    private RealAgent agent;
    private AgentLink link;
    private RunFolder recorded;

    @BeforeEach
    void begin() throws IOException {
        agent = new RealAgent(folder);
        recorded = DemonstrationRuns.finished(agent.workspace().resolve("runs"), "a", folder, THEN);
        link = agent.link();
    }

    @AfterEach
    void end() {
        if (link != null) {
            link.close();
        }
        if (agent != null) {
            agent.close();
        }
    }

    @Test
    void startsTheAgentAndListsTheRuns() {
        assertThat(link.runs().join())
                .containsExactly(new RunHandle("a", recorded.path(), false, false));
    }

    @Test
    void everyMessageComesOnceAlsoWhenTheAgentWasKilledMeanwhile() throws Exception {
        byte[] all = Files.readAllBytes(recorded.events());
        int count = Files.readAllLines(recorded.events()).size();
        Files.write(recorded.events(), Arrays.copyOf(all, all.length / 2));
        link.watch(heard);
        heard.await("linked");
        link.subscribe("a", 0, heard);
        List<Long> seqs = new ArrayList<>(heard.seqs(20));
        agent.process().destroyForcibly();
        Files.write(
                recorded.events(),
                Arrays.copyOfRange(all, all.length / 2, all.length),
                StandardOpenOption.APPEND);

        seqs.addAll(heard.seqs(count - 20));
        assertThat(seqs).isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
    }

    @Test
    void theLossIsToldAndThatTheLinkIsBack() throws Exception {
        link.watch(heard);
        heard.await("linked");
        agent.process().destroyForcibly();

        heard.await("lost");
        heard.await("linked");
    }

    @Test
    void followingAnewBeginsWhereOneAsksAndNothingOldComes() throws Exception {
        link.subscribe("a", 0, heard).close();
        Heard anew = new Heard();
        link.subscribe("a", 70, anew);

        assertThat(anew.seqs(2)).containsExactly(71L, 72L);
        assertThat(heard.told).isEmpty();
    }

    @Test
    void aRunThatIsNotThereIsToldAsSuch() throws Exception {
        link.subscribe("nobody", 0, heard);

        assertThat(heard.next()).isEqualTo(Problem.of(Problem.Code.RUN_UNKNOWN, "nobody"));
    }

    @Test
    void aDiscardedRunComesBack() {
        String binned = link.discard("a").join();
        assertThat(recorded.path()).doesNotExist();

        link.restore(binned, "a").join();
        assertThat(recorded.spec()).exists();
    }

    @Test
    void aRunIsMeasuredByTheAgentUntilItIsStopped() throws Exception {
        Path sample = Path.of("..", "sample-data").toAbsolutePath().normalize();
        assumeTrue(Files.isDirectory(sample.resolve("opt")), "the sample model is not here");
        Path runs = agent.workspace().resolve("runs");
        // Nothing is trained: their outcome is there without a run.
        String brief =
                """
                {"preset": "sample-in-context",
                 "evaluation": {"harmfulPrompts": 1, "normalRows": 1, "maxNewTokens": 2}}
                """;
        RunFolder.createAt(runs.resolve("told"), SpecFile.read(brief, folder, "test", sample));
        RunFolder.createAt(
                runs.resolve("long"),
                SpecFile.read("{\"preset\": \"sample-in-context\"}", folder, "test", sample));
        List<Double> begun = new ArrayList<>();
        List<MeasuredPoint> points = new ArrayList<>();
        RuntimeLink.Measured listener =
                new RuntimeLink.Measured() {
                    @Override
                    public void begins(double lambda, int done, int of) {
                        begun.add(lambda);
                        if (points.size() == 2) {
                            var _ = link.stopMeasuring();
                        }
                    }

                    @Override
                    public void measured(MeasuredPoint point) {
                        points.add(point);
                    }
                };

        link.measure(asked("told"), listener).join();
        assertThat(begun).containsExactly(0.0, 1.0);
        assertThat(points).extracting(MeasuredPoint::run).containsExactly("told", "told");

        assertThatThrownBy(() -> link.measure(asked("long"), listener).join())
                .cause()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().code())
                                        .isEqualTo(Problem.Code.MEASURING_ENDED));
        assertThat(points).hasSize(2);
    }

    private static Request.Measure asked(String run) {
        return new Request.Measure(
                run, null, List.of(0.0, 1.0), new JudgeSpec.Phrases(), List.of(), List.of(), false);
    }

    @Test
    void whereNoAgentCanBeReachedTheCommandsLastWordsSayWhy() throws Exception {
        AgentLink dead =
                new AgentLink(folder, List.of("sh", "-c", "echo no such host >&2; exit 255"));
        try (dead) {
            dead.watch(heard);
            heard.await(Problem.of(Problem.Code.LINK_LOST, "no such host"));

            assertThatThrownBy(() -> dead.runs().join())
                    .cause()
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.LINK_LOST));
        }
    }
}
