package dev.sku.runtime.cli;

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
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
        PrintWriter out = command.commandLine().getOut();
        System.setOut(System.err); // a library's chatter must not stand between the lines
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Consumer<String> lines =
                line -> {
                    synchronized (out) {
                        out.print(line + "\n");
                        out.flush();
                    }
                };
        Workspace of = workspace == null ? null : new Workspace(workspace);
        if (of != null && SlurmSession.isWanted(of)) {
            return onSlurm(of, in, lines);
        }
        try (Session session = new Session(lines, Environment.version(), Failure::problem)) {
            session.serve(in);
        }
        return 0;
    }

    private static int onSlurm(Workspace of, BufferedReader in, Consumer<String> lines)
            throws IOException {
        try (SlurmSession session =
                new SlurmSession(of, OwnProgram.command("session"), lines, Environment.version())) {
            // A signal ends the job too, where it has one of its own.
            Runtime.getRuntime().addShutdownHook(new Thread(session::close));
            return session.serve(in);
        }
    }
}
