package dev.sku.protocol;

import java.util.List;

/// What the agent says to a client: answers by the number of their request, and news of what the client follows.
public sealed interface Reply {
    /// The answer to [Request.Hello].
    ///
    /// @param nonce the client's own
    /// @param version of the program that the agent is
    /// @param pid its process
    record Hello(int protocol, String nonce, String version, long pid) implements Reply {}

    /// It is done.
    ///
    /// @param name of the run that was made or is in the bin, otherwise of the run it was about; empty where none
    record Done(long id, String name) implements Reply {}

    /// The runs that [Request.SubmitAll] made, in its order.
    record Made(long id, List<String> runs) implements Reply {}

    record Refused(long id, Problem problem) implements Reply {}

    record Runs(long id, List<RunStanding> runs) implements Reply {}

    record Found(long id, Finding finding) implements Reply {}

    /// A point is being measured.
    ///
    /// @param done points finished of this request
    record Measuring(long id, double lambda, int done, int of) implements Reply {}

    /// @param remembered whether it had been measured before
    record Measured(long id, MeasuredPoint point, boolean remembered) implements Reply {}

    /// So many lines of the run's journal follow, as they are in `events.ndjson`.
    record Messages(String run, int count) implements Reply {}

    /// Whether some process works on a followed run now.
    record Live(String run, boolean live) implements Reply {}

    /// The messages of a followed run end here, because what follows cannot be read.
    record Broken(String run, Problem problem) implements Reply {}

    /// The queue, after the hello and whenever it changes.
    record Queue(QueueState state) implements Reply {}

    /// The agent closes this link and says why.
    record Farewell(Problem problem) implements Reply {}
}
