package dev.sku.protocol;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a client asks of a workspace's agent. Every request has a number and is answered once, by a [Reply] that names it.
public sealed interface Request {
    /// A request as it goes over the line.
    ///
    /// @param id chosen by the client, for the answer
    record Asked(long id, Request request) {}

    /// Comes first; whatever arrives before it is noise and is skipped.
    ///
    /// @param nonce comes back in the answer, so that the client knows what was said before it as noise too
    record Hello(int protocol, String nonce) implements Request {}

    /// Asks for a sign of life.
    record Ping() implements Request {}

    /// Makes a run folder and queues it.
    record Submit(RunSpec spec, Turn turn) implements Request {}

    /// Makes the folders of several runs and queues them together; where Slurm has them they are one array.
    record SubmitAll(List<RunSpec> specs) implements Request {
        public SubmitAll {
            specs = List.copyOf(specs);
        }
    }

    /// Queues a run that has ended before its last step, before all others: it goes on from its newest checkpoint.
    record Resume(String run) implements Request {}

    /// Puts these waiting runs first, in this order; those that are not named follow in the order they have.
    record Arrange(List<String> runs) implements Request {}

    /// Takes a waiting run out of the queue; its folder stays.
    record Withdraw(String run) implements Request {}

    /// Takes out every run that waits, here or at Slurm.
    record WithdrawAll() implements Request {}

    /// Lets a run that waits, and has never worked, wait for another device.
    record Assign(String run, String device) implements Request {}

    /// Hands runs to Slurm from now on, as a preset says, or starts them on the computer again.
    ///
    /// @param preset null for none
    record UseSlurm(@Nullable String preset) implements Request {}

    /// Keeps a preset; one of its name is replaced.
    record PutSlurm(SlurmPreset preset) implements Request {}

    record DropSlurm(String preset) implements Request {}

    /// An order to a run, which takes it before its next step.
    record Control(String run, Command command) implements Request {}

    /// Asks for all messages of a run after a number, those there are and those to come.
    record Follow(String run, long afterSeq) implements Request {}

    record Unfollow(String run) implements Request {}

    record ListRuns() implements Request {}

    /// Moves a run that is not worked on into the workspace's bin.
    record Discard(String run) implements Request {}

    /// Takes a run out of the bin again.
    ///
    /// @param binned its name there, as [Discard] was answered
    record Restore(String binned, String run) implements Request {}

    /// Whether a run whose process was killed is started again unasked, at most three times.
    record ResumeKilled(boolean on) implements Request {}

    /// Asks about models, rows or devices.
    record Inquire(Inquiry<?> inquiry) implements Request {}

    /// Measures a run's model at some λ; points and progress come before the answer. One such request works at a time.
    ///
    /// @param step optimizer steps; null for the run's outcome, or its newest checkpoint before that
    /// @param prompts files of harmful prompts besides the run's own
    /// @param normalPrompts files of normal ones
    /// @param again whether to measure what was measured before
    /// @param robustness what is tried on each model above λ 0
    record Measure(
            String run,
            @Nullable Integer step,
            List<Double> lambdas,
            JudgeSpec judge,
            List<String> prompts,
            List<String> normalPrompts,
            boolean again,
            @Later Robustness robustness)
            implements Request {
        public Measure {
            robustness = Objects.requireNonNullElse(robustness, Robustness.NONE);
            lambdas = List.copyOf(lambdas);
            prompts = List.copyOf(prompts);
            normalPrompts = List.copyOf(normalPrompts);
        }

        /// With nothing tried.
        public Measure(
                String run,
                @Nullable Integer step,
                List<Double> lambdas,
                JudgeSpec judge,
                List<String> prompts,
                List<String> normalPrompts,
                boolean again) {
            this(run, step, lambdas, judge, prompts, normalPrompts, again, Robustness.NONE);
        }
    }

    /// Ends the measurement that is at work; its points so far are kept.
    record StopMeasuring() implements Request {}

    /// Where a run comes in the queue of its device.
    enum Turn {
        NEXT,
        LAST
    }
}
