package dev.sku.app.store;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunNotes;
import dev.sku.app.journal.RunState;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.journal.RunTally;
import dev.sku.app.link.RunHandle;
import dev.sku.protocol.JournalLine;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The runs of a workspace with their summaries, kept up to date by reading only what was appended to their journals.
///
/// Not for the JavaFX thread: it reads files.
public final class RunLibrary {
    private final RunStore store;
    private final Path workspace;
    private final Map<String, Reading> readings = new ConcurrentHashMap<>();
    private @Nullable Map<String, RunStore.Indexed> indexed;

    /// @param workspace where runs lie in `runs/` and are thrown into `bin/`
    public RunLibrary(RunStore store, Path workspace) {
        this.store = store;
        this.workspace = workspace;
    }

    /// How far a journal has been counted.
    private static final class Reading {
        /// What a summary takes nothing from but the newest step and the time of the last message.
        private static final Set<String> PASSED_OVER =
                Set.of(
                        "stepCompleted",
                        "sampleReply",
                        "memoryMeasured",
                        "logLine",
                        "rowsRead",
                        "stageStarted",
                        "checkpointSaved",
                        "weightsChanged");

        private final RunFolder folder;
        private final JournalReader journal;
        private final RunTally tally;
        private byte @Nullable [] newestStep;
        private byte @Nullable [] last;
        private @Nullable Problem broken;

        Reading(RunFolder folder) {
            this.folder = folder;
            journal = folder.journal();
            tally = new RunTally(folder.name(), spec(folder));
        }

        private static @Nullable RunSpec spec(RunFolder folder) {
            try {
                return folder.readSpec();
            } catch (ProblemException _) {
                return null; // shown as a run whose specification cannot be read
            }
        }

        void read() {
            try {
                journal.forEachNewLine(1, this::line);
            } catch (ProblemException e) {
                broken = e.problem();
            }
            count(newestStep);
            count(last);
            newestStep = null;
            last = null;
        }

        private boolean line(byte[] line) {
            String kind = JournalLine.kind(line);
            if (JournalLine.seq(line) > 1 && PASSED_OVER.contains(kind)) {
                newestStep = kind.equals("stepCompleted") ? line : newestStep;
                last = line;
            } else {
                count(newestStep);
                newestStep = null;
                last = null;
                count(line);
            }
            return true;
        }

        private void count(byte @Nullable [] line) {
            if (line != null) {
                tally.accept(JournalLine.message(line, folder.events().toString()));
            }
        }

        RunSummary summary(boolean live) {
            RunSummary s = tally.summary(live);
            return broken == null
                    ? s
                    : new RunSummary(
                            s.name(),
                            s.spec(),
                            RunState.FAILED,
                            s.step(),
                            s.base(),
                            s.latest(),
                            s.latestStep(),
                            s.started(),
                            s.seconds(),
                            broken);
        }
    }

    /// The runs that lie in the workspace, in the state that they were last known in: what can be said before anybody has told
    /// which of them are worked on.
    public synchronized List<RunEntry> lastKnown() {
        Map<String, RunStore.Indexed> known = index();
        List<RunHandle> handles = new ArrayList<>();
        try (Stream<Path> folders = Files.list(workspace.resolve("runs"))) {
            folders.filter(f -> Files.exists(new RunFolder(f).spec()))
                    .forEach(folder -> {
                        String name = String.valueOf(folder.getFileName());
                        RunStore.Indexed run = known.get(name);
                        RunState state = run == null ? RunState.RUNNING : run.summary().state();
                        handles.add(
                                new RunHandle(
                                        name,
                                        folder,
                                        !state.ended() && state != RunState.WAITING,
                                        state == RunState.WAITING));
                    });
        } catch (IOException _) {
            return List.of(); // there are no runs yet
        }
        return refresh(handles).stream()
                .map(e ->
                        new RunEntry(
                                e.summary(),
                                e.notes(),
                                e.folder(),
                                e.live() && !e.summary().state().ended(),
                                e.missing()))
                .toList();
    }

    private Map<String, RunStore.Indexed> index() {
        Map<String, RunStore.Indexed> now = indexed;
        if (now == null) {
            now = new ConcurrentHashMap<>(store.summaries());
            indexed = now;
        }
        return now;
    }

    /// The runs as they are now.
    public synchronized List<RunEntry> refresh(List<RunHandle> handles) {
        Map<String, RunNotes> notes = store.notes();
        Map<String, RunStore.Indexed> index = index();
        Map<String, RunStore.Indexed> current =
                handles.parallelStream()
                        .collect(
                                Collectors.toConcurrentMap(
                                        RunHandle::name, h -> current(h, index.get(h.name()))));
        List<RunStore.Indexed> changed = new ArrayList<>();
        List<RunEntry> entries = new ArrayList<>();
        for (RunHandle handle : handles) {
            RunStore.Indexed now = Objects.requireNonNull(current.get(handle.name()));
            if (!now.equals(index.put(handle.name(), now))) {
                changed.add(now);
            }
            entries.add(
                    new RunEntry(
                            standing(now.summary(), handle),
                            notes.getOrDefault(handle.name(), RunNotes.NONE),
                            handle.folder(),
                            handle.live()));
        }
        entries.addAll(missing(handles, index, notes));
        if (!changed.isEmpty()) {
            store.put(changed);
        }
        return List.copyOf(entries);
    }

    /// A run that has said nothing and that nobody is about to start was taken out of the queue.
    private static RunSummary standing(RunSummary said, RunHandle handle) {
        if (handle.waiting() && !handle.live()) {
            return said.as(RunState.WAITING);
        }
        return said.state() == RunState.WAITING && !handle.live()
                ? said.as(RunState.STOPPED)
                : said;
    }

    private RunStore.Indexed current(RunHandle handle, RunStore.@Nullable Indexed known) {
        RunFolder folder = new RunFolder(handle.folder());
        long bytes = size(folder.events());
        return known != null
                        && known.journalBytes() == bytes
                        && !handle.live()
                        && known.summary().state().ended()
                ? known
                : read(handle, folder, bytes);
    }

    private RunStore.Indexed read(RunHandle handle, RunFolder folder, long bytes) {
        Reading reading = readings.computeIfAbsent(handle.name(), _ -> new Reading(folder));
        reading.read();
        RunSummary summary = reading.summary(handle.live());
        if (summary.state().ended() && !handle.live()) {
            readings.remove(handle.name());
        }
        return new RunStore.Indexed(summary, bytes);
    }

    /// Known runs whose folder nobody has moved into the bin and that are gone all the same. The others are forgotten.
    private List<RunEntry> missing(
            List<RunHandle> handles,
            Map<String, RunStore.Indexed> index,
            Map<String, RunNotes> notes) {
        Set<String> there = handles.stream().map(RunHandle::name).collect(Collectors.toSet());
        List<RunEntry> missing = new ArrayList<>();
        for (String name : List.copyOf(index.keySet())) {
            Path folder = workspace.resolve("runs").resolve(name);
            if (there.contains(name)) {
                continue;
            }
            if (Files.exists(folder) || isBinned(name)) {
                forget(name);
            } else {
                readings.remove(name);
                missing.add(
                        new RunEntry(
                                Objects.requireNonNull(index.get(name)).summary(),
                                notes.getOrDefault(name, RunNotes.NONE),
                                folder,
                                false,
                                true));
            }
        }
        return missing;
    }

    /// Whether the bin has it: under its name, or with a number behind where one of its name was there.
    private boolean isBinned(String name) {
        try (Stream<Path> binned = Files.list(workspace.resolve("bin"))) {
            return binned.map(f -> String.valueOf(f.getFileName()))
                    .anyMatch(f -> f.equals(name) || f.matches(Pattern.quote(name) + "~\\d+"));
        } catch (IOException _) {
            return false; // nothing was thrown away yet
        }
    }

    /// What is known of a run, except for the person's notes.
    public synchronized void forget(String name) {
        index().remove(name);
        readings.remove(name);
        store.forget(name);
    }

    public void setNotes(String run, RunNotes notes) {
        store.setNotes(run, notes);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0;
        }
    }
}
