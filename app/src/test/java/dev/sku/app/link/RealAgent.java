package dev.sku.app.link;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The command `sku` as it was built beside this module, for a workspace of a test's own.
public final class RealAgent implements AutoCloseable {
    private static final Path RUNTIME = Path.of("..", "model-runtime", "target").toAbsolutePath();

    /// Before the jar in `lib`, which is only as new as the last whole build.
    private static final Path PROTOCOL =
            Path.of("..", "protocol", "target", "classes").toAbsolutePath();

    private final Path workspace;
    private final Path sku;

    public RealAgent(Path folder) throws IOException {
        assumeTrue(
                Files.isDirectory(RUNTIME.resolve("lib"))
                        && Files.isDirectory(RUNTIME.resolve("classes")),
                "the runtime is not built beside the window");
        workspace = Files.createDirectories(folder.resolve("workspace"));
        Path sockets = Files.createDirectories(folder.resolve("run"));
        sku = folder.resolve("sku");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Files.writeString(
                sku,
                """
                #!/bin/sh
                export XDG_RUNTIME_DIR='%s' OMP_WAIT_POLICY=PASSIVE
                echo 'Welcome to this computer.'
                exec '%s' --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx400m \\
                    -Dai.djl.offline=true -DOPT_OUT_TRACKING=true \\
                    -cp '%s/classes:%s:%s/lib/*' dev.sku.runtime.cli.Main "$@"
                """
                        .formatted(sockets, java, RUNTIME, PROTOCOL, RUNTIME));
        if (!sku.toFile().setExecutable(true)) {
            throw new IOException("not executable: " + sku);
        }
    }

    public Path workspace() {
        return workspace;
    }

    public Path sku() {
        return sku;
    }

    /// The same command with further variables around it.
    public Path sku(Map<String, String> variables) throws IOException {
        StringBuilder words = new StringBuilder("#!/bin/sh\n");
        variables.forEach((name, value) -> words.append("%s='%s' ".formatted(name, value)));
        Path with = sku.resolveSibling("sku-with-" + String.join("-", variables.keySet()));
        Files.writeString(with, words.append("exec '%s' \"$@\"\n".formatted(sku)));
        if (!with.toFile().setExecutable(true)) {
            throw new IOException("not executable: " + with);
        }
        return with;
    }

    AgentLink link() {
        return new AgentLink(workspace, List.of(sku.toString(), "attach", workspace.toString()));
    }

    /// The agent that serves now.
    ProcessHandle process() {
        return process(workspace).orElseThrow();
    }

    private static Optional<ProcessHandle> process(Path workspace) {
        Path endpoint = workspace.resolve("agent").resolve("endpoint.json");
        return Files.exists(endpoint)
                ? ProcessHandle.of(
                        Wire.tree(WholeFile.read(endpoint), "endpoint").get("pid").asLong())
                : Optional.empty();
    }

    /// Ends the agent, and leaves runs alone.
    public void stop() {
        process().destroyForcibly();
    }

    /// Ends agent and runs.
    @Override
    public void close() {
        end(workspace);
    }

    /// Ends agent and runs of a workspace.
    public static void end(Path workspace) {
        process(workspace)
                .ifPresent(agent -> {
                    List<ProcessHandle> runs = agent.children().toList();
                    Stream.concat(Stream.of(agent), runs.stream())
                            .forEach(p -> {
                                p.destroyForcibly();
                                p.onExit().join();
                            });
                });
    }
}
