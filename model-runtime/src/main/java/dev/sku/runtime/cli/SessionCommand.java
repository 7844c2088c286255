package dev.sku.runtime.cli;

import dev.sku.protocol.Problem;
import dev.sku.runtime.compare.Session;
import dev.sku.runtime.runs.Environment;
import dev.sku.runtime.runs.OwnProgram;
import dev.sku.runtime.serve.SlurmSession;
import dev.sku.runtime.serve.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sku session`: a comparison for a program, a JSON object a line in and out.
@Command(
        name = "session",
        description =
                "Compare models for a program: requests on standard input, replies on standard output.")
final class SessionCommand implements Callable<Integer> {
    @Spec CommandSpec command = CommandSpec.create();

    @Option(
            names = "--workspace",
            paramLabel = "WORKSPACE",
            description =
                    "Whose runs are compared: where Slurm has them, so does it the session, in a job that works or in one of its own.")
    @Nullable Path workspace;

    @Override
    public Integer call() throws IOException {
        Optional<List<String>> elsewhere =
                workspace == null
                        ? Optional.empty()
                        : SlurmSession.command(
                                new Workspace(workspace), OwnProgram.command("session"));
        return elsewhere.isPresent() ? passOn(elsewhere.get()) : serve();
    }

    /// Standard in and out are the other's from now on.
    private static int passOn(List<String> words) throws IOException {
        Process process = new ProcessBuilder(words).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            return process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroy();
            return Problem.Kind.INTERNAL.exitCode();
        }
    }

    private int serve() throws IOException {
        PrintWriter out = command.commandLine().getOut();
        System.setOut(System.err); // a library's chatter must not stand between the lines
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Session session =
                new Session(
                        line -> {
                            synchronized (out) {
                                out.print(line + "\n");
                                out.flush();
                            }
                        },
                        Environment.version(),
                        Failure::problem)) {
            session.serve(in);
        }
        return 0;
    }
}
