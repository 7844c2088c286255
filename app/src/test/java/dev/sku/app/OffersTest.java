package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.compare.Offer;
import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunNotes;
import dev.sku.app.journal.RunTally;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.Event;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.Message;
import dev.sku.protocol.RunFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffersTest {
    @Test
    void aRunThatWasStoppedIsComparedIfWhatItLearnedWasKept(@TempDir Path runs) {
        RunEntry kept = stopped(runs, "kept", true);
        RunEntry discarded = stopped(runs, "discarded", false);

        assertThat(Offers.of(List.of(kept, discarded), run -> run.folder().toString()))
                .filteredOn(offer -> !offer.isBase())
                .extracting(Offer::name)
                .containsExactly("kept");
    }

    private static RunEntry stopped(Path runs, String name, boolean keep) {
        RunFolder folder = DemonstrationRuns.running(runs, name, 100, 40, runs, Instant.EPOCH);
        RunTally tally = new RunTally(name, folder.readSpec());
        List<Message> said = JournalReader.read(folder.events(), 1);
        said.forEach(tally::accept);
        tally.accept(
                new Message(said.size() + 1, Instant.EPOCH, name, new Event.RunStopped(40, keep)));
        return new RunEntry(tally.summary(false), RunNotes.NONE, folder.path(), false);
    }
}
