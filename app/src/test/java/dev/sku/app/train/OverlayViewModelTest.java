package dev.sku.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunNotes;
import dev.sku.app.journal.RunTally;
import dev.sku.app.shell.Notices;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.Event;
import dev.sku.protocol.JournalLine;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.LossTerms;
import dev.sku.protocol.Message;
import dev.sku.protocol.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Objects;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayViewModelTest {
    private static final Instant THEN = Instant.parse("2026-11-21T09:00:00Z");

    @TempDir Path folder;

    private final ObservableList<RunEntry> runs = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper known = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper followed = new ReadOnlyStringWrapper("open");
    private final Notices notices = new Notices();
    private OverlayViewModel model = made();

    private OverlayViewModel made() {
        return new OverlayViewModel(
                runs,
                known.getReadOnlyProperty(),
                followed.getReadOnlyProperty(),
                notices,
                Runnable::run,
                Runnable::run);
    }

    @BeforeEach
    void someRuns() {
        for (String name : new String[] {"open", "b", "c", "d", "e", "f"}) {
            runs.add(entry(DemonstrationRuns.finished(folder, name, folder, THEN), false));
        }
        runs.add(entry(DemonstrationRuns.running(folder, "live", 100, 40, folder, THEN), true));
        known.set(true);
    }

    private static RunEntry entry(RunFolder run, boolean live) {
        RunTally tally = new RunTally(run.name(), run.readSpec());
        JournalReader.read(run.events(), 1).forEach(tally::accept);
        return new RunEntry(tally.summary(live), RunNotes.NONE, run.path(), live);
    }

    private RunCurves curves(int index) {
        return Objects.requireNonNull(model.shown().get(index).curves());
    }

    @Test
    void everyOtherRunThatHasDoneAStepIsOffered() {
        assertThat(model.offered())
                .extracting(e -> e.summary().name())
                .containsExactly("b", "c", "d", "e", "f", "live");
    }

    @Test
    void aRunThatIsLaidOverHasTheLossesOfTheFollowedOneAndItsOwnColour() {
        model.lay("b", true);
        model.lay("c", true);

        assertThat(model.shown())
                .extracting(OverlayViewModel.Overlaid::run)
                .containsExactly("b", "c");
        assertThat(model.shown())
                .extracting(OverlayViewModel.Overlaid::colour)
                .doesNotHaveDuplicates();
        WeightedStep first = curves(0).steps().getFirst();
        assertThat(curves(0).steps()).hasSize(60);
        assertThat(first.loss(1) + first.loss(2) + first.loss(3))
                .isCloseTo(first.loss(0), org.assertj.core.data.Offset.offset(1e-9));

        model.lay("b", false);
        assertThat(model.shown()).extracting(OverlayViewModel.Overlaid::run).containsExactly("c");
    }

    @Test
    void aFifthIsRefusedInWords() {
        for (String run : new String[] {"b", "c", "d", "e", "f"}) {
            model.lay(run, true);
        }

        assertThat(model.shown()).hasSize(OverlayViewModel.MOST);
        assertThat(notices.shown().getFirst().title())
                .isEqualTo("At most 4 runs can be laid over the loss");
    }

    @Test
    void aRunThatIsOverIsReadOnceAndOneThatGoesOnIsReadOn() throws IOException {
        model.lay("b", true);
        model.lay("live", true);
        Files.delete(
                folder.resolve("b").resolve("events.ndjson")); // who reads it again finds nothing
        Event step = new Event.StepCompleted(41, new LossTerms(1, 1, 1, 3), 1, 1e-4, 100, .1);
        long last = JournalReader.read(folder.resolve("live/events.ndjson"), 1).getLast().seq();
        byte[] line = JournalLine.of(new Message(last + 1, THEN, "live", step));
        Files.write(
                folder.resolve("live/events.ndjson"),
                (new String(line, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.APPEND);
        runs.set(6, entry(new RunFolder(folder.resolve("live")), true));

        assertThat(curves(0).steps()).hasSize(60);
        assertThat(curves(1).steps()).hasSize(41);
        assertThat(curves(1).steps().getLast().loss(0)).isEqualTo(3);
    }

    @Test
    void aRunThatHasVanishedGoesAwayWithASentence() {
        model.lay("b", true);
        model.lay("c", true);
        runs.removeIf(e -> e.summary().name().equals("b"));

        assertThat(model.shown()).extracting(OverlayViewModel.Overlaid::run).containsExactly("c");
        assertThat(model.namesProperty().get()).isEqualTo("c");
        assertThat(notices.shown().getFirst().title())
                .isEqualTo("b is not here any more; its curves were taken off the loss");
    }

    @Test
    void aRunWhoseJournalIsDamagedGoesAwayWithItsReason() throws IOException {
        Path events = folder.resolve("b").resolve("events.ndjson");
        Files.writeString(
                events, Files.readString(events).replaceFirst("\"seq\":5,", "\"seq\":55,"));
        model.lay("b", true);

        assertThat(model.shown()).isEmpty();
        assertThat(notices.shown().getFirst().title()).isEqualTo("The curves of b cannot be read");
        assertThat(notices.shown().getFirst().detail()).contains("events.ndjson");
    }

    @Test
    void theFollowedRunIsNotLaidOverItself() {
        model.lay("b", true);
        followed.set("b");
        assertThat(model.shown()).isEmpty();
        followed.set("open");
        assertThat(model.shown()).hasSize(1);
    }

    @Test
    void whatWasLaidOverComesBack() {
        model.lay("b", true);
        model.lay("c", true);
        String remembered = model.namesProperty().get();
        model = made();
        model.namesProperty().set(remembered);

        assertThat(model.shown())
                .extracting(OverlayViewModel.Overlaid::run)
                .containsExactly("b", "c");
        assertThat(notices.shown()).isEmpty();
    }
}
