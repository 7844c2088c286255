package dev.sku.runtime.serve;

import dev.sku.protocol.SlurmState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What Slurm says of jobs: one question for all of them, now and then, on a thread of its own. While nothing changes and
/// while no answer comes, it is asked more and more rarely.
final class SlurmJobs {
    private static final Set<String> ENDED =
            Set.of(
                    "BOOT_FAIL",
                    "CANCELLED",
                    "COMPLETED",
                    "DEADLINE",
                    "FAILED",
                    "NODE_FAIL",
                    "OUT_OF_MEMORY",
                    "TIMEOUT");

    private final SlurmCommands commands;
    private final SlurmPolling polling;
    private final Consumer<String> log;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicLong changes = new AtomicLong();
    private volatile long askedNanos;
    private volatile long pauseNanos;

    /// What is known of a job.
    ///
    /// @param state as Slurm has it; empty before it was heard of
    /// @param absent answers in a row without it
    private record Job(String state, String reason, int absent) {
        static final Job NEW = new Job("", "", 0);
    }

    SlurmJobs(SlurmCommands commands, SlurmPolling polling, Consumer<String> log) {
        this.commands = commands;
        this.polling = polling;
        this.log = log;
        this.pauseNanos = polling.every().toNanos();
        this.askedNanos = System.nanoTime() - pauseNanos;
    }

    /// A job that was handed over just now.
    void begin(String id) {
        jobs.put(id, Job.NEW);
        pauseNanos = polling.every().toNanos();
    }

    /// @return the state that it had last; empty where it was never heard of
    Optional<String> forget(String id) {
        return Optional.ofNullable(jobs.remove(id))
                .map(Job::state)
                .filter(state -> !state.isEmpty());
    }

    boolean isAlive(String id) {
        Job job = jobs.computeIfAbsent(id, _ -> Job.NEW);
        askInTime();
        return !ENDED.contains(job.state()) && job.absent() < polling.absences();
    }

    Optional<SlurmState.Job> job(String run, String id) {
        return Optional.ofNullable(jobs.get(id))
                .map(job -> new SlurmState.Job(run, id, job.state(), job.reason()));
    }

    /// Grows whenever a state or a reason is another.
    long changes() {
        return changes.get();
    }

    /// Asks on another thread, so that a controller that is busy holds nobody up.
    private void askInTime() {
        boolean due = System.nanoTime() - askedNanos >= pauseNanos;
        if (due && asking.compareAndSet(false, true)) {
            askedNanos = System.nanoTime();
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            boolean news = ask();
                            pauseNanos =
                                    news
                                            ? polling.every().toNanos()
                                            : Math.min(
                                                    pauseNanos * 3 / 2,
                                                    polling.slowest().toNanos());
                        } finally {
                            asking.set(false);
                        }
                    });
        }
    }

    /// @return whether anything is new
    private boolean ask() {
        Set<String> asked = Set.copyOf(jobs.keySet());
        String numbers =
                asked.stream()
                        .map(id -> id.replaceAll("_.*", "")) // an array is asked for as a whole
                        .distinct()
                        .collect(Collectors.joining(","));
        SlurmCommands.Answer answer =
                commands.run(
                        List.of(
                                "squeue",
                                "--noheader",
                                "--array",
                                "--states=all",
                                "--format=%i|%T|%r",
                                "--jobs=" + numbers),
                        "",
                        polling.patience());
        boolean forgotten = answer.err().contains("Invalid job id");
        if (!answer.good() && !forgotten) {
            log.accept("Slurm does not answer: " + answer.words());
            return false;
        }
        Map<String, Job> told =
                answer.out()
                        .lines()
                        .map(line -> line.strip().split("\\|", 3))
                        .filter(words -> words.length == 3)
                        .collect(
                                Collectors.toMap(
                                        w -> w[0],
                                        w -> new Job(w[1], reason(w[1], w[2]), 0),
                                        (_, last) -> last));
        boolean news = false;
        for (String id : asked) {
            Job before = jobs.getOrDefault(id, Job.NEW);
            Job now =
                    told.getOrDefault(
                            id, new Job(before.state(), before.reason(), before.absent() + 1));
            if (!now.equals(before) && jobs.replace(id, before, now)) {
                news = true;
                changes.incrementAndGet();
            }
        }
        return news;
    }

    /// Slurm has one for every state; it tells something while the job waits.
    private static String reason(String state, String said) {
        return state.equals("PENDING") && !said.equals("None") ? said : "";
    }
}
