package dev.sku.app.link;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.protocol.RemoteHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An OpenSSH server of a test's own on loopback, with keys that live as long as the test, behind a line that can be cut,
/// frozen and slowed down.
public final class LoopbackSshd implements AutoCloseable {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    private final Path folder;
    private final int port;
    private Process server;
    private String forced = "";
    final BadLine line;

    public LoopbackSshd(Path folder) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(SSHD), "no OpenSSH server here");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ssh")), "no OpenSSH client here");
        this.folder = Files.createDirectories(folder.resolve("ssh"));
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd")); // what a server of root's wants
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        key("host", "");
        key("user", "");
        Files.copy(this.folder.resolve("user.pub"), this.folder.resolve("authorized"));
        line = new BadLine(port);
        identity("user");
        start();
    }

    /// Makes `ssh` offer this key.
    void identity(String name) throws IOException {
        Files.writeString(
                folder.resolve("config"),
                """
                Host loop
                    HostName 127.0.0.1
                    Port %d
                    User %s
                    IdentityFile %s/%s
                    IdentitiesOnly yes
                    IdentityAgent none
                    UserKnownHostsFile %3$s/known_hosts
                    GlobalKnownHostsFile /dev/null
                """
                        .formatted(line.port(), System.getProperty("user.name"), folder, name));
    }

    void key(String name, String passphrase) throws IOException, InterruptedException {
        Files.deleteIfExists(folder.resolve(name));
        Files.deleteIfExists(folder.resolve(name + ".pub"));
        Process made =
                new ProcessBuilder(
                                "ssh-keygen",
                                "-q",
                                "-t",
                                "ed25519",
                                "-N",
                                passphrase,
                                "-C",
                                "test",
                                "-f",
                                folder.resolve(name).toString())
                        .inheritIO()
                        .start();
        if (made.waitFor() != 0) {
            throw new IOException("ssh-keygen ended with " + made.exitValue());
        }
    }

    /// Lets a key in.
    void authorize(String name) throws IOException {
        Files.copy(
                folder.resolve(name + ".pub"),
                folder.resolve("authorized"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private void start() throws IOException {
        Files.writeString(
                folder.resolve("sshd_config"),
                """
                ListenAddress 127.0.0.1:%1$d
                HostKey %2$s/host
                AuthorizedKeysFile %2$s/authorized
                PidFile none
                UsePAM no
                StrictModes no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PermitRootLogin yes
                MaxStartups 100
                LogLevel INFO
                %3$s
                """
                        .formatted(port, folder, forced));
        server =
                new ProcessBuilder(
                                SSHD.toString(),
                                "-D",
                                "-e",
                                "-f",
                                folder.resolve("sshd_config").toString())
                        .redirectErrorStream(true)
                        .start();
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder all = new StringBuilder();
        for (String words = said.readLine(); words != null; words = said.readLine()) {
            all.append(words).append('\n');
            if (words.contains("Server listening")) {
                Thread.ofVirtual().start(() -> readOn(said));
                return;
            }
        }
        throw new IOException("sshd: " + all);
    }

    private static void readOn(BufferedReader said) {
        try {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                // it must not wait for somebody to listen
            }
        } catch (IOException _) {
            // it was ended
        }
    }

    /// The same server with another key, as after a new installation, or as somebody in between.
    void changeKey() throws IOException, InterruptedException {
        stop();
        key("host", "");
        start();
    }

    /// Lets every command begin in a folder, as in the home of an account of its own, with nothing else around it.
    public void home(Path home) throws IOException {
        forced =
                "ForceCommand cd '%1$s' && exec env -i HOME='%1$s' PATH=/usr/bin:/bin /bin/sh -c \"$SSH_ORIGINAL_COMMAND\""
                        .formatted(Files.createDirectories(home));
        stop();
        start();
    }

    /// Ends every connection at once.
    public void cut() {
        line.cut();
    }

    /// Bytes in both directions so far.
    public long passed() {
        return line.passed();
    }

    public Path config() {
        return folder.resolve("config");
    }

    Path folder() {
        return folder;
    }

    Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    /// Writes its key down as known.
    public void know() throws IOException {
        List<String> words = List.of(Files.readString(folder.resolve("host.pub")).split(" ", -1));
        Files.writeString(
                knownHosts(),
                "[127.0.0.1]:%d %s %s%n".formatted(line.port(), words.get(0), words.get(1)));
    }

    /// The host with a real agent's program and workspace.
    RemoteHost host(RealAgent agent) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("runtime/current/bin"));
        if (!Files.exists(bin.resolve("sku"))) {
            Files.createSymbolicLink(bin.resolve("sku"), agent.sku());
        }
        return new RemoteHost(
                "loop",
                "loop",
                agent.workspace().toString(),
                folder.resolve("runtime").toString(),
                folder.resolve("config").toString());
    }

    /// A command of the program here, with this test's list of hosts.
    Said sku(RealAgent agent, String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(agent.sku().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SKU_HOSTS", folder.resolve("hosts.json").toString());
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Said(process.exitValue(), said);
    }

    /// What a command ended with and printed.
    record Said(int exit, String text) {}

    private void stop() {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
        server.onExit().join();
    }

    @Override
    public void close() throws IOException {
        stop();
        line.close();
    }
}
