package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunNotes;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.store.RunArchive;
import dev.sku.app.store.RunLibrary;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import java.nio.file.Path;

/// What can be done with a run of the library besides looking at it.
public final class RunActions {
    private final Path workspace;
    private final RuntimeLink link;
    private final RunLibrary library;
    private final RunOverlay overlay;
    private final Errands errands;
    private final Runnable refresh;

    /// @param refresh looks at the workspace again
    RunActions(
            Path workspace,
            RuntimeLink link,
            RunLibrary library,
            RunOverlay overlay,
            Errands errands,
            Runnable refresh) {
        this.workspace = workspace;
        this.link = link;
        this.library = library;
        this.overlay = overlay;
        this.errands = errands;
        this.refresh = refresh;
    }

    /// Keeps the person's name, note and tags of a run.
    public void setNotes(RunEntry entry, RunNotes notes) {
        errands.run(
                () -> {
                    library.setNotes(entry.summary().name(), notes);
                    return notes;
                },
                _ -> refresh.run());
    }

    /// Writes a run as one ZIP file.
    public void export(RunEntry entry, Path zip) {
        errands.run(
                () -> {
                    RunArchive.pack(new RunFolder(entry.folder()), zip);
                    return zip;
                },
                done -> errands.notices().tell(text("runs.exported", done), ""));
    }

    /// Takes a run's folder or archive from elsewhere into the workspace.
    public void importRun(Path source) {
        errands.run(
                () -> RunArchive.takeIn(source, workspace),
                name -> {
                    errands.notices().tell(text("runs.imported", name), "");
                    refresh.run();
                });
    }

    /// Moves a run that is not working into the bin, and offers to take it out again.
    public void discard(RunEntry entry) {
        if (entry.live()) {
            errands.notices().fail(text("runs.liveNotDiscarded"), "");
            return;
        }
        overlay.tick(entry, false);
        String name = entry.summary().name();
        errands.report(
                link.discard(name),
                binned -> {
                    refresh.run();
                    errands.notices()
                            .offer(
                                    text("runs.discarded", entry.title()),
                                    "",
                                    text("undo"),
                                    () ->
                                            errands.report(
                                                    link.restore(binned, name),
                                                    _ -> refresh.run()));
                });
    }

    /// Takes a missing run up again where its folder lies now; the folder stays there.
    public void find(RunEntry entry, Path folder) {
        errands.run(
                () -> {
                    if (!RunFolder.open(folder).readSpec().equals(entry.summary().spec())) {
                        throw ProblemException.of(
                                Problem.Code.RUN_FOLDER_INVALID,
                                folder,
                                "it holds another run than " + entry.title());
                    }
                    RunArchive.link(
                            folder, workspace.resolve("runs").resolve(entry.summary().name()));
                    return folder;
                },
                found -> {
                    errands.notices().tell(text("runs.found", entry.title(), found), "");
                    refresh.run();
                });
    }

    /// Takes a missing run off the list.
    public void forget(RunEntry entry) {
        errands.run(
                () -> {
                    library.forget(entry.summary().name());
                    return entry;
                },
                _ -> refresh.run());
    }
}
