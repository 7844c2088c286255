package dev.sku.app.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.Event;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.Message;
import dev.sku.protocol.RunFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTallyTest {
    @Test
    void theTimeInWhichNobodyWorkedIsNotCounted(@TempDir Path runs) {
        RunFolder run = DemonstrationRuns.running(runs, "a", 100, 40, runs, Instant.EPOCH);
        List<Message> said = JournalReader.read(run.events(), 1);
        RunTally tally = new RunTally("a", run.readSpec());
        said.forEach(tally::accept);
        double worked = tally.summary(false).seconds();

        Instant nextDay = said.getLast().time().plus(Duration.ofDays(1));
        Event.RunStarted first = (Event.RunStarted) said.getFirst().event();
        Event again = new Event.RunStarted(first.spec(), 40, first.environment());
        tally.accept(new Message(said.size() + 1, nextDay, "a", again));
        tally.accept(
                new Message(said.size() + 2, nextDay.plusSeconds(10), "a", new Event.Paused(40)));

        assertThat(worked).isPositive();
        assertThat(tally.summary(true).seconds()).isEqualTo(worked + 10);
    }
}
