package dev.sku.runtime.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.Event;
import dev.sku.protocol.Presets;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.Request.Turn;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.Wire;
import dev.sku.runtime.runs.RunJournal;
import dev.sku.runtime.runs.RunLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunQueueTest {
    @TempDir Path folder;

    private final Starter starter = new Starter();

    /// Starts nothing, and ends what the test says.
    private static final class Starter implements RunStarter {
        final List<String> started = new ArrayList<>();
        final Set<Long> alive = new HashSet<>();
        final List<List<String>> together = new ArrayList<>();
        boolean elsewhere;

        @Override
        public Started start(RunFolder run) {
            started.add(run.name());
            alive.add((long) started.size());
            return new Started(
                    started.size(), 1, elsewhere ? String.valueOf(started.size()) : null);
        }

        @Override
        public List<Started> startAll(List<RunFolder> runs) {
            together.add(runs.stream().map(RunFolder::name).toList());
            return RunStarter.super.startAll(runs);
        }

        @Override
        public boolean queues() {
            return elsewhere;
        }

        @Override
        public void cancel(List<Started> processes) {
            processes.forEach(p -> alive.remove(p.pid()));
        }

        @Override
        public boolean isAlive(Started process) {
            return alive.contains(process.pid());
        }

        @Override
        public String ending(Started process) {
            return "signal 9";
        }

        /// The process that was started last.
        void end() {
            alive.remove((long) started.size());
        }
    }

    @Test
    void oneRunWorksOnADeviceAndTheOthersWaitInOrder() {
        RunQueue queue = queueWith("a", "b", "c");

        assertThat(queue.state().working()).containsExactly("a");
        assertThat(waiting(queue)).containsExactly("b", "c");
    }

    @Test
    void whereAnotherQueueHasThemAllAreHandedOverAndOneCanBeTakenBack() {
        starter.elsewhere = true;
        RunQueue queue = queueWith("a", "b", "c");
        assertThat(queue.state().working()).containsExactly("a", "b", "c");

        queue.withdraw("b");

        assertThat(queue.state().working()).containsExactly("a", "c");
        assertThat(queue.state().killed()).isEmpty();
        assertThat(starter.alive).containsExactlyInAnyOrder(1L, 3L);
    }

    @Test
    void runsThatAreQueuedTogetherAreHandedOverTogether() {
        starter.elsewhere = true;
        RunQueue queue = queue();
        queue.addAll(List.of(run("a", "cpu"), run("b", "cpu")));

        assertThat(starter.together).containsExactly(List.of("a", "b"));
        assertThat(queue.state().working()).containsExactly("a", "b");
    }

    @Test
    void allThatWaitAreTakenOutAndWhatWorksGoesOn() {
        RunQueue queue = queueWith("a", "b", "c");
        queue.withdrawAll();

        assertThat(waiting(queue)).isEmpty();
        assertThat(queue.state().working()).containsExactly("a");
    }

    @Test
    void aRunThatWaitsGoesToAnotherDevice() {
        RunQueue queue = queueWith("a", "b");
        queue.assign("b", "cuda:0");

        assertThat(queue.state().working()).containsExactly("a", "b");
        assertThat(workspace().run("b").readSpec().device()).isEqualTo("cuda:0");
    }

    @Test
    void aRunThatHasBegunKeepsItsDevice() {
        RunQueue queue = queueWith("a", "b");
        say("b", new Event.RunFinished(1, Map.of(), 1));

        assertThatThrownBy(() -> queue.assign("b", "cuda:0"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().code())
                                        .isEqualTo(Problem.Code.RUN_HAS_BEGUN));
        assertThat(waiting(queue)).containsExactly("b");
    }

    @Test
    void runsOfDifferentDevicesWorkSideBySide() {
        RunQueue queue = queueWith("a");
        queue.add(run("b", "cuda:0"), Turn.LAST);

        assertThat(queue.state().working()).containsExactly("a", "b");
    }

    @Test
    void aRunOverSeveralDevicesWaitsUntilAllAreFree() {
        RunQueue queue = queue();
        queue.add(run("a", "cuda:1"), Turn.LAST);
        queue.add(run("b", "cuda:0,1"), Turn.LAST);
        assertThat(waiting(queue)).containsExactly("b");

        starter.end();
        queue.advance();
        assertThat(queue.state().working()).containsExactly("b");
    }

    @Test
    void theNextStartsWhenTheProcessBeforeItHasEnded() {
        RunQueue queue = queueWith("a", "b");
        say("a", new Event.RunFinished(1, Map.of(), 1));
        starter.end();
        queue.advance();

        assertThat(queue.state())
                .isEqualTo(new QueueState(List.of(), List.of("b"), List.of(), false));
    }

    @Test
    void whatIsStartedNowComesBeforeWhatWaits() {
        RunQueue queue = queueWith("a", "b");
        queue.add(run("c", "cpu"), Turn.NEXT);

        assertThat(waiting(queue)).containsExactly("c", "b");
    }

    @Test
    void theOrderIsChangedAsAskedAndTheRestFollows() {
        RunQueue queue = queueWith("a", "b", "c", "d");
        queue.arrange(List.of("d", "b"));

        assertThat(waiting(queue)).containsExactly("d", "b", "c");
    }

    @Test
    void anOrderThatNamesWhatDoesNotWaitChangesNothing() {
        RunQueue queue = queueWith("a", "b", "c");

        assertThatThrownBy(() -> queue.arrange(List.of("c", "a")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().code())
                                        .isEqualTo(Problem.Code.RUN_NOT_WAITING));
        assertThat(waiting(queue)).containsExactly("b", "c");
    }

    @Test
    void aRunTakenOutDoesNotStartAndKeepsItsFolder() {
        RunQueue queue = queueWith("a", "b");
        queue.withdraw("b");
        starter.end();
        queue.advance();

        assertThat(starter.started).containsExactly("a");
        assertThat(workspace().run("b").spec()).exists();
    }

    @Test
    void aRunIsNotQueuedTwiceNorWhileItWorks() {
        RunQueue queue = queueWith("a", "b");
        queue.add(workspace().run("b"), Turn.LAST);

        assertThat(waiting(queue)).containsExactly("b");
        assertThatThrownBy(() -> queue.add(workspace().run("a"), Turn.LAST))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("RUN_LOCKED");
    }

    @Test
    void aProcessThatEndsWithoutAWordLeavesAMark() {
        RunQueue queue = queueWith("a");
        say("a", new Event.StageStarted(Event.Stage.LOADING));
        starter.end();
        queue.advance();

        assertThat(queue.state().killed())
                .containsExactly(
                        new QueueState.Killed(
                                "a", Problem.of(Problem.Code.RUN_KILLED, "a", "signal 9"), 0));
        assertThat(starter.started).containsExactly("a");
    }

    @Test
    void aRunThatSaidWhyItEndedHasNoMark() {
        RunQueue queue = queueWith("a");
        say("a", new Event.RunFailed(3, Problem.of(Problem.Code.LOSS_NOT_FINITE, "NaN", 3, 2)));
        starter.end();
        queue.advance();

        assertThat(queue.state().killed()).isEmpty();
    }

    @Test
    void byPolicyAKilledRunIsStartedThreeTimesMoreAndThenLeft() {
        RunQueue queue = queueWith("a", "b");
        queue.resumeKilled(true);
        for (int i = 0; i < 4; i++) {
            starter.end();
            queue.advance();
        }

        assertThat(starter.started).containsExactly("a", "a", "a", "a", "b");
        assertThat(queue.state().killed())
                .extracting(QueueState.Killed::run, QueueState.Killed::resumed)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("a", 3));
    }

    @Test
    void onRequestItIsStartedOnceMoreAndCountedFromTheBeginning() {
        RunQueue queue = queueWith("a");
        starter.end();
        queue.advance();
        queue.add(workspace().run("a"), Turn.NEXT);

        assertThat(starter.started).containsExactly("a", "a");
        assertThat(queue.state().killed()).isEmpty();
    }

    @Test
    void theNextAgentKnowsWhatWaitsWhatWorksAndWhatWasKilledMeanwhile() {
        RunQueue before = queueWith("a", "b", "c");
        before.arrange(List.of("c"));

        assertThat(queue().state()).isEqualTo(before.state());

        starter.end();
        RunQueue after = queue();
        after.advance();
        assertThat(after.state().killed()).extracting(QueueState.Killed::run).containsExactly("a");
        assertThat(after.state().working()).containsExactly("c");
    }

    @Test
    void aRunThatSomebodyElseStartedIsAdoptedByItsLock() {
        RunFolder foreign = run("a", "cpu");
        try (RunLock lock = RunLock.acquire(foreign)) {
            RunQueue queue = queue();
            queue.add(run("b", "cpu"), Turn.LAST);

            assertThat(lock.folder()).isEqualTo(foreign);
            assertThat(queue.state().working()).containsExactly("a");
            assertThat(waiting(queue)).containsExactly("b");
        }
    }

    @Test
    void discardingTakesARunOutOfTheQueueAndIntoTheBinAndBack() {
        RunQueue queue = queueWith("a", "b");
        String binned = queue.discard("b");

        assertThat(waiting(queue)).isEmpty();
        assertThat(workspace().runs().resolve("b")).doesNotExist();
        workspace().restore(binned, "b");
        assertThat(workspace().run("b").spec()).exists();
        assertThatThrownBy(() -> queue.discard("a")).hasMessageContaining("RUN_LOCKED");
    }

    @Test
    void aNameThatLeadsOutOfTheWorkspaceIsNoRun() {
        run("a", "cpu");
        for (String name : List.of("../runs/a", "..", ".", "", "/etc", "a/../a", "a\nb")) {
            assertThatThrownBy(() -> workspace().run(name)).hasMessageContaining("RUN_UNKNOWN");
            assertThatThrownBy(() -> workspace().restore(name, "b"))
                    .hasMessageContaining("RUN_UNKNOWN");
        }
    }

    private RunQueue queueWith(String... names) {
        RunQueue queue = queue();
        for (String name : names) {
            queue.add(run(name, "cpu"), Turn.LAST);
        }
        return queue;
    }

    private RunQueue queue() {
        workspace().makeAgentFolder();
        return new RunQueue(workspace(), starter, _ -> {});
    }

    private Workspace workspace() {
        return new Workspace(folder);
    }

    private RunFolder run(String name, String device) {
        String json = Wire.line(Presets.SAMPLE.spec(folder));
        RunSpec spec =
                Wire.read(
                        json.replace("\"device\":\"cpu\"", "\"device\":\"" + device + "\""),
                        RunSpec.class,
                        "spec");
        return RunFolder.createAt(workspace().runs().resolve(name), spec);
    }

    private void say(String run, Event event) {
        try (RunLock lock = RunLock.acquire(workspace().run(run));
                RunJournal journal = RunJournal.open(lock)) {
            journal.append(event);
        }
    }

    private static List<String> waiting(RunQueue queue) {
        return queue.state().waiting().stream().map(QueueState.Waiting::run).toList();
    }
}
