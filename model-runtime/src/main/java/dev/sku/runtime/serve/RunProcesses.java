package dev.sku.runtime.serve;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.runtime.runs.OwnProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Processes of this program's own commands that outlive who starts them: the same Java with the same options, in a
/// session of its own, so that neither the end of a terminal nor a Ctrl-C in it reaches them.
final class RunProcesses implements RunStarter {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final Map<Long, Process> own = new ConcurrentHashMap<>();

    RunProcesses() {}

    @Override
    public Started start(RunFolder folder) {
        try {
            Process process =
                    detached(
                            folder.path().resolve("process.log").toFile(),
                            "run",
                            folder.path().toString());
            own.put(process.pid(), process);
            return new Started(process.pid(), startedMillis(process.toHandle()));
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(folder.path(), e), e);
        }
    }

    @Override
    public boolean queues() {
        return false;
    }

    /// A process works from its first moment on: it is asked to stop, not taken back.
    @Override
    public void cancel(List<Started> started) {}

    @Override
    public boolean isAlive(Started started) {
        Process process = own.get(started.pid());
        if (process != null) {
            return process.isAlive();
        }
        // A process that nobody has waited for is there too, but has no command any more.
        return ProcessHandle.of(started.pid())
                .filter(ProcessHandle::isAlive)
                .filter(p -> p.info().command().isPresent())
                .filter(p -> startedMillis(p) == started.startedMillis())
                .isPresent();
    }

    @Override
    public String ending(Started started) {
        Process process = own.remove(started.pid());
        if (process == null || process.isAlive()) {
            return "unknown";
        }
        int code = process.exitValue();
        return code > 128 ? "signal " + (code - 128) : "exit code " + code;
    }

    /// Starts a command of this program.
    static Process detached(File output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.addAll(OwnProgram.command(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
    }

    private static long startedMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
