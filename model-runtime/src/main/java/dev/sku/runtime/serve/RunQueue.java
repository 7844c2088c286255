package dev.sku.runtime.serve;

import dev.sku.protocol.Event;
import dev.sku.protocol.Fault;
import dev.sku.protocol.JournalLine;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.QueueState.Killed;
import dev.sku.protocol.QueueState.Waiting;
import dev.sku.protocol.Request.Turn;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecCheck;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import dev.sku.runtime.runs.RunLock;
import dev.sku.runtime.serve.QueueFile.Working;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The runs that wait, and those that processes work on: one on each device at a time, in an order that can be changed.
///
/// Every change is on the disk before anybody is told. A run that lives is known by its lock, or, before it has that, by
/// its process, so that whoever started it does not matter. Safe for threads.
final class RunQueue {
    private static final int MOST_RESUMED = 3;

    /// Tasks of an array; clusters allow about a thousand.
    private static final int MOST_TOGETHER = 500;

    /// How many of a journal's last lines are looked through for the event that ends a run.
    private static final int LAST_LINES = 8;

    private final Workspace workspace;
    private final RunStarter starter;
    private final Consumer<String> log;
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Working> working = new ArrayList<>();
    private final List<Killed> killed = new ArrayList<>();
    private boolean resumeKilled;
    private final AtomicLong changes = new AtomicLong();

    /// Takes up what an earlier agent left, and adopts every run that lives.
    RunQueue(Workspace workspace, RunStarter starter, Consumer<String> log) {
        this.workspace = workspace;
        this.starter = starter;
        this.log = log;
        QueueFile left = QueueFile.read(workspace.queue());
        waiting.addAll(left.waiting());
        working.addAll(left.working());
        killed.addAll(left.killed());
        resumeKilled = left.resumeKilled();
        adopt();
    }

    synchronized QueueState state() {
        return new QueueState(
                List.copyOf(waiting),
                working.stream().map(Working::run).toList(),
                List.copyOf(killed),
                resumeKilled,
                starter.slurm(
                        working.stream()
                                .collect(Collectors.toMap(Working::run, Working::process))));
    }

    /// Grows whenever [#state] changes.
    long changes() {
        return changes.get() + starter.changes();
    }

    /// What is told with the queue has changed, though no run has.
    synchronized void touch() {
        changes.incrementAndGet();
        startWhatCan();
    }

    synchronized boolean isLive(RunFolder folder) {
        return find(folder.name()).map(this::isAlive).orElseGet(() -> RunLock.isHeld(folder));
    }

    synchronized boolean isWaiting(String run) {
        return waiting.stream().anyMatch(w -> w.run().equals(run));
    }

    /// @throws ProblemException `RUN_LOCKED` where it is worked on already
    synchronized void add(RunFolder folder, Turn turn) {
        put(folder, turn);
        changed();
        startWhatCan();
    }

    /// Puts runs at the end, in this order.
    synchronized void addAll(List<RunFolder> folders) {
        folders.forEach(folder -> put(folder, Turn.LAST));
        changed();
        startWhatCan();
    }

    private void put(RunFolder folder, Turn turn) {
        if (isLive(folder)) {
            throw ProblemException.of(Problem.Code.RUN_LOCKED, folder.path());
        }
        waiting.removeIf(w -> w.run().equals(folder.name()));
        killed.removeIf(k -> k.run().equals(folder.name()));
        Waiting added = new Waiting(folder.name(), folder.readSpec().device());
        waiting.add(turn == Turn.NEXT ? 0 : waiting.size(), added);
    }

    /// @throws ProblemException `RUN_NOT_WAITING`
    synchronized void withdraw(String run) {
        if (!waiting.removeIf(w -> w.run().equals(run)) && !cancelled(run)) {
            throw ProblemException.of(Problem.Code.RUN_NOT_WAITING, run);
        }
        changed();
    }

    /// Takes back a run that waits in another queue than this one, where no process works on it yet.
    private boolean cancelled(String run) {
        List<Working> elsewhere = elsewhere().stream().filter(w -> w.run().equals(run)).toList();
        cancel(elsewhere);
        return !elsewhere.isEmpty();
    }

    private List<Working> elsewhere() {
        return working.stream()
                .filter(w -> w.process().slurmJob() != null)
                .filter(w -> !RunLock.isHeld(workspace.run(w.run())))
                .toList();
    }

    private void cancel(List<Working> elsewhere) {
        if (!elsewhere.isEmpty()) {
            starter.cancel(elsewhere.stream().map(Working::process).toList());
            working.removeAll(elsewhere);
        }
    }

    /// Takes out every run that waits, here or elsewhere.
    synchronized void withdrawAll() {
        waiting.clear();
        cancel(elsewhere());
        changed();
    }

    /// Lets a run wait for another device.
    ///
    /// @throws ProblemException `RUN_NOT_WAITING`, `RUN_HAS_BEGUN`, what is wrong with the device
    synchronized void assign(String run, String device) {
        Waiting now =
                waiting.stream()
                        .filter(w -> w.run().equals(run))
                        .findFirst()
                        .orElseThrow(() -> ProblemException.of(Problem.Code.RUN_NOT_WAITING, run));
        RunFolder folder = workspace.run(run);
        if (Files.exists(folder.events())) {
            throw ProblemException.of(Problem.Code.RUN_HAS_BEGUN, run);
        }
        RunSpec spec = folder.readSpec().on(device);
        List<Fault> faults = SpecCheck.check(spec);
        if (!faults.isEmpty()) {
            throw new ProblemException(SpecCheck.problem(spec.name(), faults));
        }
        WholeFile.write(folder.spec(), Wire.pretty(spec));
        waiting.set(waiting.indexOf(now), new Waiting(run, device));
        changed();
        startWhatCan();
    }

    /// @param first in this order; the others follow as they stand
    /// @throws ProblemException `RUN_NOT_WAITING`; the order is then as it was
    synchronized void arrange(List<String> first) {
        List<Waiting> arranged = new ArrayList<>();
        for (String run : first) {
            arranged.add(
                    waiting.stream()
                            .filter(w -> w.run().equals(run) && !arranged.contains(w))
                            .findFirst()
                            .orElseThrow(
                                    () -> ProblemException.of(Problem.Code.RUN_NOT_WAITING, run)));
        }
        waiting.removeAll(arranged);
        waiting.addAll(0, arranged);
        changed();
    }

    synchronized void resumeKilled(boolean on) {
        resumeKilled = on;
        changed();
    }

    /// Moves a run that is not worked on into the bin, out of the queue before.
    synchronized String discard(String run) {
        RunFolder folder = workspace.run(run);
        if (isLive(folder)) {
            throw ProblemException.of(Problem.Code.RUN_LOCKED, folder.path());
        }
        boolean known = waiting.removeIf(w -> w.run().equals(run));
        known |= killed.removeIf(k -> k.run().equals(run));
        if (known) {
            changed();
        }
        return workspace.discard(run);
    }

    /// Looks which processes have ended, and starts what their devices are now free for.
    synchronized void advance() {
        for (Working w : List.copyOf(working)) {
            if (!isAlive(w)) {
                working.remove(w);
                ended(w);
                changed();
            }
        }
        startWhatCan();
    }

    synchronized boolean isIdle() {
        return waiting.isEmpty() && working.isEmpty();
    }

    private void adopt() {
        for (RunFolder folder : workspace.all()) {
            if (find(folder.name()).isEmpty() && RunLock.isHeld(folder)) {
                adopt(folder);
            }
        }
        working.forEach(w -> log.accept("knows " + w.run()));
    }

    private void adopt(RunFolder folder) {
        working.add(
                new Working(
                        folder.name(), folder.readSpec().device(), new RunStarter.Started(0, 0)));
        waiting.removeIf(w -> w.run().equals(folder.name()));
        changed();
    }

    private void startWhatCan() {
        if (starter.queues() && waiting.size() > 1) {
            startTogether();
            return;
        }
        for (Waiting next : List.copyOf(waiting)) {
            boolean free =
                    working.stream()
                            .filter(w -> w.process().slurmJob() == null)
                            .noneMatch(w -> share(w.device(), next.device()));
            if (free || starter.queues()) {
                start(next);
            }
        }
    }

    /// Hands over what waits, as many at once as take the same number of cards.
    private void startTogether() {
        Map<Integer, List<Waiting>> byCards =
                waiting.stream()
                        .collect(
                                Collectors.groupingBy(
                                        w -> devices(w.device()).size(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        for (List<Waiting> group : byCards.values()) {
            for (int from = 0; from < group.size(); from += MOST_TOGETHER) {
                startTogether(group.subList(from, Math.min(group.size(), from + MOST_TOGETHER)));
            }
        }
    }

    private void startTogether(List<Waiting> group) {
        try {
            List<RunStarter.Started> started =
                    starter.startAll(group.stream().map(w -> workspace.run(w.run())).toList());
            for (int i = 0; i < group.size(); i++) {
                Waiting w = group.get(i);
                working.add(new Working(w.run(), w.device(), started.get(i)));
            }
            log.accept(
                    "handed over %d runs, the first as %s"
                            .formatted(group.size(), started.getFirst().slurmJob()));
        } catch (ProblemException e) {
            group.forEach(w -> killed.add(new Killed(w.run(), e.problem(), 0)));
            log.accept("cannot start %d runs: %s".formatted(group.size(), e.getMessage()));
        }
        waiting.removeAll(group);
        changed();
    }

    /// Whether two specifications name a device in common: `cuda:0,1` and `cuda:1` do.
    private static boolean share(String one, String other) {
        return !Collections.disjoint(devices(one), devices(other));
    }

    private static List<String> devices(String named) {
        return List.of(named.replace("cuda:", "").split(",", -1));
    }

    private void start(Waiting next) {
        try {
            RunFolder folder = workspace.run(next.run());
            if (RunLock.isHeld(folder)) {
                adopt(folder); // somebody else has started it
                return;
            }
            RunStarter.Started process = starter.start(folder);
            waiting.remove(next);
            working.add(new Working(next.run(), next.device(), process));
            log.accept(
                    "started %s as %s"
                            .formatted(
                                    next.run(),
                                    process.slurmJob() == null
                                            ? "process " + process.pid()
                                            : "Slurm job " + process.slurmJob()));
        } catch (ProblemException e) {
            waiting.remove(next);
            killed.add(new Killed(next.run(), e.problem(), 0));
            log.accept("cannot start " + next.run() + ": " + e.getMessage());
        }
        changed();
    }

    private void ended(Working w) {
        String how = starter.ending(w.process());
        log.accept("ended " + w.run() + ", " + how);
        RunFolder folder = new RunFolder(workspace.runs().resolve(w.run()));
        int resumed =
                killed.stream()
                        .filter(k -> k.run().equals(w.run()))
                        .mapToInt(Killed::resumed)
                        .findFirst()
                        .orElse(0);
        killed.removeIf(k -> k.run().equals(w.run()));
        if (!Files.exists(folder.spec()) || hasSaidWhy(folder)) {
            return;
        }
        boolean again = resumeKilled && resumed < MOST_RESUMED;
        killed.add(
                new Killed(
                        w.run(),
                        Problem.of(Problem.Code.RUN_KILLED, w.run(), how),
                        again ? resumed + 1 : resumed));
        if (again) {
            waiting.addFirst(new Waiting(w.run(), w.device()));
        }
    }

    /// Whether the journal's end tells how the run ended.
    private static boolean hasSaidWhy(RunFolder folder) {
        Deque<byte[]> last = new ArrayDeque<>();
        try {
            JournalReader journal = folder.journal();
            journal.forEachNewLine(
                    1,
                    line -> {
                        last.addLast(line);
                        if (last.size() > LAST_LINES) {
                            last.removeFirst();
                        }
                        return true;
                    });
            boolean said = false;
            for (byte[] line : last) {
                said =
                        switch (JournalLine.message(line, folder.events().toString()).event()) {
                            case Event.RunFinished _, Event.RunStopped _, Event.RunFailed _ -> true;
                            case Event.RunStarted _, Event.StageStarted _ -> false;
                            case Event.RowsRead _,
                                    Event.StepCompleted _,
                                    Event.EvaluationCompleted _,
                                    Event.SampleReply _,
                                    Event.CheckpointSaved _,
                                    Event.Paused _,
                                    Event.Resumed _,
                                    Event.WeightsChanged _,
                                    Event.MemoryMeasured _,
                                    Event.LogLine _ ->
                                    said;
                        };
            }
            return said;
        } catch (ProblemException _) {
            return true; // damaged: starting it again cannot help
        }
    }

    private boolean isAlive(Working w) {
        boolean started = w.process().pid() != 0 || w.process().slurmJob() != null;
        return (started && starter.isAlive(w.process()))
                || RunLock.isHeld(new RunFolder(workspace.runs().resolve(w.run())));
    }

    private Optional<Working> find(String run) {
        return working.stream().filter(w -> w.run().equals(run)).findFirst();
    }

    private void changed() {
        new QueueFile(List.copyOf(waiting), List.copyOf(working), List.copyOf(killed), resumeKilled)
                .write(workspace.queue());
        changes.incrementAndGet();
    }
}
