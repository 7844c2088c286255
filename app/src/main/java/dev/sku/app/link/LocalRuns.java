package dev.sku.app.link;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Runs of this computer: `sku run FOLDER`, a process each, that outlives the window.
public final class LocalRuns implements RunStarter {
    private final Path launcher;
    private final Map<Path, Process> processes = new ConcurrentHashMap<>();

    /// @param launcher the command `sku`
    public LocalRuns(Path launcher) {
        this.launcher = launcher;
    }

    @Override
    public void start(RunFolder folder) {
        if (!Files.isExecutable(launcher)) {
            throw ProblemException.of(Problem.Code.FILE_MISSING, launcher);
        }
        File output = folder.path().resolve("process.log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(launcher.toString(), "run", folder.path().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        try {
            processes.put(folder.path(), builder.start());
        } catch (IOException e) {
            throw ProblemException.of(Problem.Code.INTERNAL, launcher + ": " + e.getMessage());
        }
    }

    @Override
    public boolean running(RunFolder folder) {
        Process process = processes.get(folder.path());
        return process != null && process.isAlive();
    }

    /// Done when a process that was started here has ended; at once where none was.
    public CompletableFuture<Void> ended(RunFolder folder) {
        Process process = processes.get(folder.path());
        return process == null
                ? CompletableFuture.completedFuture(null)
                : process.onExit().thenAccept(_ -> {});
    }
}
