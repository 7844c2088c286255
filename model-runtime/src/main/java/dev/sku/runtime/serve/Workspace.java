package dev.sku.runtime.serve;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A folder of runs, with a bin, and with what its agent keeps: `runs/`, `bin/`, `agent/`.
public record Workspace(Path path) {
    public Workspace {
        path = path.toAbsolutePath().normalize();
    }

    /// Where paths begin that do not begin with `/`: a client elsewhere knows no other folder.
    static Path home() {
        String named = System.getenv("HOME");
        return Path.of(named == null || named.isBlank() ? System.getProperty("user.home") : named);
    }

    public Path runs() {
        return path.resolve("runs");
    }

    /// Held by the agent as long as it lives.
    Path lock() {
        return agent().resolve("lock");
    }

    /// Names the agent's socket and its computer.
    Path endpoint() {
        return agent().resolve("endpoint.json");
    }

    Path queue() {
        return agent().resolve("queue.json");
    }

    /// How runs can be handed to Slurm, and whether they are.
    Path slurm() {
        return agent().resolve("slurm-presets.json");
    }

    /// What the tasks of arrays say before their runs begin.
    Path slurmLog() {
        return agent().resolve("slurm.log");
    }

    /// What the agent says that nobody has asked.
    Path log() {
        return agent().resolve("agent.log");
    }

    /// What the process says that reads models and rows.
    Path readerLog() {
        return agent().resolve("reader.log");
    }

    /// What processes say that measure.
    Path measuringLog() {
        return agent().resolve("measuring.log");
    }

    private Path agent() {
        return path.resolve("agent");
    }

    public void makeAgentFolder() {
        try {
            Files.createDirectories(agent());
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(agent(), e), e);
        }
    }

    /// @throws ProblemException `RUN_UNKNOWN` where there is none of this name, also where the name leads elsewhere
    RunFolder run(String name) {
        Path at = inside(runs(), name);
        if (!Files.isRegularFile(at.resolve("spec.json"))) {
            throw ProblemException.of(Problem.Code.RUN_UNKNOWN, name);
        }
        return new RunFolder(at);
    }

    List<RunFolder> all() {
        if (!Files.isDirectory(runs())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(runs())) {
            return folders.sorted()
                    .map(RunFolder::new)
                    .filter(run -> Files.isRegularFile(run.spec()))
                    .toList();
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(runs(), e), e);
        }
    }

    /// Moves a run into the bin.
    ///
    /// @return its name there
    String discard(String name) {
        RunFolder run = run(name);
        Path bin = path.resolve("bin");
        try {
            Files.createDirectories(bin);
            Path target = bin.resolve(name);
            for (int i = 2; Files.exists(target); i++) {
                target = bin.resolve(name + "~" + i); // no run is called so
            }
            Files.move(run.path(), target);
            WholeFile.forceFolder(bin);
            return String.valueOf(target.getFileName());
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(run.path(), e), e);
        }
    }

    /// Takes a run out of the bin again.
    void restore(String binned, String name) {
        Path from = inside(path.resolve("bin"), binned);
        Path to = inside(runs(), name);
        if (!Files.isDirectory(from)) {
            throw ProblemException.of(Problem.Code.RUN_UNKNOWN, binned);
        }
        if (Files.exists(to)) {
            throw ProblemException.of(Problem.Code.FILE_EXISTS, to);
        }
        try {
            Files.createDirectories(runs());
            Files.move(from, to);
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(to, e), e);
        }
    }

    private static Path inside(Path folder, String name) {
        boolean plain =
                !name.isBlank()
                        && !name.startsWith(".")
                        && name.chars().noneMatch(c -> c == '/' || c == '\\' || c < ' ');
        if (!plain) {
            throw ProblemException.of(Problem.Code.RUN_UNKNOWN, name);
        }
        return folder.resolve(name);
    }
}
