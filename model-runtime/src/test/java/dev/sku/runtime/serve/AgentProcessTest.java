package dev.sku.runtime.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Command;
import dev.sku.protocol.Event;
import dev.sku.protocol.Message;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.Reply;
import dev.sku.protocol.Request;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.RunStanding;
import dev.sku.runtime.testing.TinyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Agents, clients and runs as real processes, each killed the hard way.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AgentProcessTest {
    private static final int LONG = 100_000;

    @TempDir static Path made;

    @TempDir Path folder;

    private AgentProcesses processes;

    @BeforeAll
    static void makeModelAndRows() {
        TinyRun.make(made);
    }

    @BeforeEach
    void begin() throws IOException {
        processes = new AgentProcesses(folder);
    }

    @AfterEach
    void end() {
        processes.close();
    }

    @Test
    void aKilledClientStopsNothingAndTheNextOneGetsTheRestWithoutGapOrDuplicate() throws Exception {
        TestClient first = processes.attach();
        String run = submit(first, LONG);
        first.send(new Request.Follow(run, 0));
        first.awaitStep(run, 3);
        first.close(); // kills the process of the bridge
        List<Long> seqs = new ArrayList<>(first.seqs(run));

        TestClient second = processes.attach();
        assertThat(second.agent()).isEqualTo(first.agent());
        second.send(new Request.Follow(run, seqs.getLast()));
        second.awaitStep(run, lastStep(first, run) + 3);
        second.ask(new Request.Control(run, new Command.Stop(false)));
        second.awaitEvent(run, e -> e instanceof Event.RunStopped);
        seqs.addAll(second.seqs(run));

        assertThat(seqs).isEqualTo(upTo(seqs.size()));
        TestClient third = processes.attach();
        third.send(new Request.Follow(run, 0));
        third.awaitEvent(run, e -> e instanceof Event.RunStopped);
        assertThat(third.seqs(run)).isEqualTo(seqs);
    }

    @Test
    void aKilledAgentStopsNothingAndTheNextOneAdoptsWhatWorksAndWhatWaits() throws Exception {
        TestClient first = processes.attach();
        String run = submit(first, LONG);
        String next = submit(first, 2);
        first.send(new Request.Follow(run, 0));
        first.awaitStep(run, 3);
        ProcessHandle process = processes.runProcess(run);
        kill(first.agent());
        List<Long> seqs = new ArrayList<>(first.seqs(run));

        TestClient second = processes.attach();
        assertThat(second.agent()).isNotEqualTo(first.agent());
        assertThat(process.isAlive()).isTrue();
        assertThat(second.ask(new Request.ListRuns()))
                .isInstanceOfSatisfying(
                        Reply.Runs.class,
                        r ->
                                assertThat(r.runs())
                                        .containsExactlyInAnyOrder(
                                                new RunStanding(run, true, false),
                                                new RunStanding(next, false, true)));
        second.send(new Request.Follow(run, seqs.getLast()));
        second.awaitStep(run, lastStep(first, run) + 3);
        second.ask(new Request.Control(run, new Command.Stop(false)));
        second.awaitLive(run, false);
        seqs.addAll(second.seqs(run));
        assertThat(seqs).isEqualTo(upTo(seqs.size()));
        assertThat(second.heard(run).getLast().event()).isInstanceOf(Event.RunStopped.class);

        second.send(new Request.Follow(next, 0));
        second.awaitEvent(next, e -> e instanceof Event.RunFinished);
        second.awaitQueue(q -> q.waiting().isEmpty() && q.working().isEmpty());
        assertThat(second.awaitQueue(_ -> true).killed()).isEmpty();
    }

    @Test
    void aKilledRunIsMarkedAndGoesOnFromItsCheckpointOnRequestOrByPolicy() throws Exception {
        TestClient client = processes.attach();
        String run = submit(client, LONG);
        client.send(new Request.Follow(run, 0));
        client.awaitStep(run, 3);
        processes.runProcess(run).destroyForcibly();

        client.awaitLive(run, false);
        QueueState marked = client.awaitQueue(q -> !q.killed().isEmpty());
        assertThat(marked.working()).isEmpty();
        assertThat(marked.killed().getFirst().problem().arguments())
                .containsExactly(run, "signal 9");

        assertThat(client.ask(new Request.Resume(run))).isInstanceOf(Reply.Done.class);
        awaitStarts(client, run, 2);
        client.ask(new Request.ResumeKilled(true));
        client.awaitQueue(QueueState::resumeKilled);
        processes.runProcess(run).destroyForcibly();
        awaitStarts(client, run, 3);

        assertThat(starts(client, run)).isSorted().first().isEqualTo(0);
        assertThat(starts(client, run).get(1)).isPositive();
        assertThat(client.awaitQueue(q -> !q.killed().isEmpty()).killed().getFirst().resumed())
                .isEqualTo(1);
        assertThat(client.seqs(run)).isEqualTo(upTo(client.seqs(run).size()));
    }

    @Test
    void twoClientsOnOneWorkspaceSeeWhatTheOtherOrders() throws Exception {
        TestClient one = processes.attach();
        TestClient two = processes.attach();
        String run = submit(one, LONG);
        one.send(new Request.Follow(run, 0));
        two.send(new Request.Follow(run, 0));
        two.awaitStep(run, 1);

        one.ask(new Request.Control(run, new Command.Pause()));
        two.awaitEvent(run, e -> e instanceof Event.Paused);
        two.ask(new Request.Control(run, new Command.Resume()));
        one.awaitEvent(run, e -> e instanceof Event.Resumed);
        String waiting = submit(two, 2);
        one.awaitQueue(q -> q.waiting().equals(List.of(new QueueState.Waiting(waiting, "cpu"))));
    }

    @Test
    void aSecondAgentOfAWorkspaceIsRefused() throws Exception {
        processes.serve();

        assertThat(processes.start("serve", processes.workspace().path().toString()).waitFor())
                .isEqualTo(75);
    }

    private String submit(TestClient client, int steps) throws IOException {
        RunSpec spec =
                TinyRun.spec(
                        made,
                        "\"acquisition\": {\"steps\": "
                                + steps
                                + "}, \"output\": {\"checkpointEvery\": 1}");
        return ((Reply.Done) client.ask(new Request.Submit(spec, Request.Turn.LAST))).name();
    }

    private static void kill(long pid) {
        ProcessHandle agent = ProcessHandle.of(pid).orElseThrow();
        agent.destroyForcibly();
        agent.onExit().join();
    }

    private static void awaitStarts(TestClient client, String run, int count) throws IOException {
        while (starts(client, run).size() < count) {
            client.next();
        }
    }

    private static List<Integer> starts(TestClient client, String run) {
        return client.heard(run).stream()
                .map(Message::event)
                .filter(Event.RunStarted.class::isInstance)
                .map(e -> ((Event.RunStarted) e).fromStep())
                .toList();
    }

    private static int lastStep(TestClient client, String run) {
        return client.heard(run).stream()
                .map(Message::event)
                .filter(Event.StepCompleted.class::isInstance)
                .mapToInt(e -> ((Event.StepCompleted) e).step())
                .max()
                .orElse(0);
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
