package dev.sku.runtime.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.Event;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.Message;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJournalTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:30:00.123456789Z");

    @TempDir Path path;

    @Test
    void eventsAreNumberedFromOneAndNamedByTheFolder() {
        RunFolder folder = new RunFolder(path);
        try (RunLock lock = RunLock.acquire(folder);
                RunJournal journal = RunJournal.open(lock, _ -> {}, InstantSource.fixed(NOW))) {
            journal.append(new Event.Paused(3));
            journal.append(new Event.Resumed(3));
        }

        Instant millis = Instant.parse("2026-11-21T09:30:00.123Z");
        assertThat(JournalReader.read(folder.events(), 1))
                .containsExactly(
                        new Message(1, millis, folder.name(), new Event.Paused(3)),
                        new Message(2, millis, folder.name(), new Event.Resumed(3)));
    }

    @Test
    void anEventCanBeReadAsSoonAsItIsAppended() {
        RunFolder folder = new RunFolder(path);
        try (RunLock lock = RunLock.acquire(folder);
                RunJournal journal = RunJournal.open(lock)) {
            journal.append(new Event.Paused(1));

            assertThat(JournalReader.read(folder.events(), 1)).hasSize(1);
        }
    }

    @Test
    void aTornTailIsCutAndTheNumbersGoOn() throws IOException {
        RunFolder folder = new RunFolder(path);
        append(folder, new Event.Paused(1), new Event.Paused(2));
        Files.writeString(folder.events(), "{\"seq\":3,\"time\":\"2026", StandardOpenOption.APPEND);

        append(folder, new Event.Paused(3));

        assertThat(JournalReader.read(folder.events(), 1))
                .extracting(Message::seq, Message::event)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, new Event.Paused(1)),
                        org.assertj.core.groups.Tuple.tuple(2L, new Event.Paused(2)),
                        org.assertj.core.groups.Tuple.tuple(3L, new Event.Paused(3)));
    }

    @Test
    void aJournalDamagedInTheMiddleIsNotWrittenOn() throws IOException {
        RunFolder folder = new RunFolder(path);
        append(folder, new Event.Paused(1), new Event.Paused(2));
        byte[] bytes = Files.readAllBytes(folder.events());
        bytes[12] ^= 1;
        Files.write(folder.events(), bytes);

        assertThatThrownBy(() -> append(folder, new Event.Paused(3)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().code())
                                        .isEqualTo(Problem.Code.JOURNAL_INVALID));
        assertThat(folder.events()).hasBinaryContent(bytes);
    }

    @Test
    void oneProcessAtATimeHoldsARun() {
        RunFolder folder = new RunFolder(path);
        try (RunLock _ = RunLock.acquire(folder)) {
            assertThatThrownBy(() -> RunLock.acquire(folder))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code().kind().exitCode()).isEqualTo(75));
        }
        RunLock.acquire(folder).close();
    }

    @Test
    void aContinuedRunChangesItsWeightsAtTheSameSteps() {
        ModuleWeights initial = new ModuleWeights(2.5, 0.5, 0.5);
        ModuleWeights second = new ModuleWeights(1, 0, 0);
        RunFolder folder = new RunFolder(path);
        append(folder, new Event.WeightsChanged(150, second));

        WeightsTimeline timeline = WeightsTimeline.of(folder, initial);

        assertThat(List.of(timeline.at(1), timeline.at(149), timeline.at(150), timeline.at(400)))
                .containsExactly(initial, initial, second, second);
    }

    @Test
    void anEarlierChangeMadeLaterReplacesTheRestOfTheCourse() {
        ModuleWeights initial = new ModuleWeights(2.5, 0.5, 0.5);
        RunFolder folder = new RunFolder(path);
        append(
                folder,
                new Event.WeightsChanged(150, new ModuleWeights(1, 0, 0)),
                new Event.WeightsChanged(120, new ModuleWeights(3, 0, 0)));

        assertThat(WeightsTimeline.of(folder, initial).at(200))
                .isEqualTo(new ModuleWeights(3, 0, 0));
    }

    private static void append(RunFolder folder, Event... events) {
        try (RunLock lock = RunLock.acquire(folder);
                RunJournal journal = RunJournal.open(lock)) {
            for (Event event : events) {
                journal.append(event);
            }
        }
    }
}
