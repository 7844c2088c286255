package dev.sku.runtime.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Problem;
import dev.sku.protocol.Reply;
import dev.sku.protocol.Request;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.SpecFile;
import dev.sku.runtime.testing.SampleRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Measurements through an agent as a real process.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MeasuringQueueTest {
    @TempDir Path folder;

    private AgentProcesses processes;

    @BeforeEach
    void begin() throws IOException {
        processes = new AgentProcesses(folder);
    }

    @AfterEach
    void end() {
        processes.close();
    }

    @Test
    void pointsComeAsTheyAreMeasuredAndAreRememberedThen() throws Exception {
        SampleRun.copied(SampleRun.lora(), processes.workspace().runs().resolve("short"));
        TestClient client = processes.attach();

        assertThat(client.ask(measure("short", 0, 1))).isInstanceOf(Reply.Done.class);

        assertThat(client.measuring())
                .extracting(Reply.Measuring::lambda)
                .containsExactly(0.0, 1.0);
        List<MeasuredPoint> first = client.measured().stream().map(Reply.Measured::point).toList();
        assertThat(first).extracting(MeasuredPoint::lambda).containsExactly(0.0, 1.0);
        assertThat(client.measured()).noneMatch(Reply.Measured::remembered);

        assertThat(client.ask(measure("short", 0, 1))).isInstanceOf(Reply.Done.class);
        List<Reply.Measured> second = client.measured().subList(2, 4);
        assertThat(second).allMatch(Reply.Measured::remembered);
        assertThat(second.stream().map(Reply.Measured::point).toList()).isEqualTo(first);
    }

    @Test
    void whatCannotBeMeasuredIsRefusedInWords() throws Exception {
        SampleRun.copied(SampleRun.lora(), processes.workspace().runs().resolve("short"));
        TestClient client = processes.attach();

        assertThat(code(client.ask(measure("nobody", 0)))).isEqualTo(Problem.Code.RUN_UNKNOWN);
        assertThat(
                        code(
                                client.ask(
                                        new Request.Measure(
                                                "short",
                                                7,
                                                List.of(1.0),
                                                new JudgeSpec.Phrases(),
                                                List.of(),
                                                List.of(),
                                                false))))
                .isEqualTo(Problem.Code.POINT_UNKNOWN);
    }

    @Test
    void aMeasurementThatIsStoppedIsRefusedAndTheNextIsMade() throws Exception {
        Path runs = processes.workspace().runs();
        SampleRun.copied(SampleRun.lora(), runs.resolve("short"));
        // Nothing is trained: its outcome is there at once, and its 312 replies are long.
        RunFolder.createAt(
                runs.resolve("long"),
                SpecFile.read(
                        "{\"preset\": \"sample-in-context\"}", folder, "test", SampleRun.SAMPLE));
        TestClient client = processes.attach();
        long asked = client.send(measure("long", 0, 1));
        while (client.measuring().isEmpty()) {
            client.next();
        }
        client.send(new Request.StopMeasuring());

        Reply reply = client.next();
        while (!(reply instanceof Reply.Refused r && r.id() == asked)) {
            reply = client.next();
        }
        assertThat(code(reply)).isEqualTo(Problem.Code.MEASURING_ENDED);
        assertThat(client.measured()).isEmpty();
        assertThat(client.ask(measure("short", 1))).isInstanceOf(Reply.Done.class);
        assertThat(client.measured()).hasSize(1);
    }

    private static Problem.Code code(Reply reply) {
        return ((Reply.Refused) reply).problem().code();
    }

    private static Request.Measure measure(String run, double... lambdas) {
        return new Request.Measure(
                run,
                null,
                java.util.Arrays.stream(lambdas).boxed().toList(),
                new JudgeSpec.Phrases(),
                List.of(),
                List.of(),
                false);
    }
}
