package dev.sku.protocol;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Another computer that runs can go to, reached by the system's own `ssh`.
///
/// @param name what people call it here
/// @param destination what `ssh` takes: an alias of its configuration, `user@host`, or `ssh://user@host:port`
/// @param workspace folder there; relative ones begin at home
/// @param runtime folder there that the program is installed in
/// @param config file that `ssh` reads instead of the person's own; null for that
public record RemoteHost(
        String name,
        String destination,
        String workspace,
        String runtime,
        @Nullable String config) {
    public static final String USUAL_WORKSPACE = "sku-workbench";
    public static final String USUAL_RUNTIME = ".local/share/sku-workbench";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /// Nothing that `ssh` could take for an option, or a shell for more than a word.
    private static final Pattern DESTINATION =
            Pattern.compile("(ssh://)?([A-Za-z0-9_.+-]+@)?[A-Za-z0-9_\\[][A-Za-z0-9_.:\\[\\]%-]*");

    /// @throws ProblemException `HOST_INVALID`
    public void check() {
        if (!NAME.matcher(name).matches()) {
            throw ProblemException.of(
                    Problem.Code.HOST_INVALID, name, "a name is letters, digits, dots and dashes");
        }
        if (!DESTINATION.matcher(destination).matches()) {
            throw ProblemException.of(
                    Problem.Code.HOST_INVALID,
                    name,
                    "\u201c%s\u201d is no alias, user@host or ssh://user@host:port"
                            .formatted(destination));
        }
        for (String folder : List.of(workspace, runtime)) {
            if (folder.isBlank()
                    || folder.startsWith("-")
                    || folder.chars().anyMatch(c -> c < ' ')) {
                throw ProblemException.of(
                        Problem.Code.HOST_INVALID, name, "a folder there has no usable name");
            }
        }
    }

    /// `ssh` with what keeps it from asking, trusting, forwarding and hanging; whole commands follow it.
    ///
    /// @param options further ones, which come before and win
    public List<String> ssh(List<String> options) {
        List<String> command = new ArrayList<>(List.of("ssh", "-T"));
        command.addAll(options);
        command.addAll(
                List.of(
                        "-o", "BatchMode=yes",
                        "-o", "StrictHostKeyChecking=yes",
                        "-o", "ForwardAgent=no",
                        "-o", "ForwardX11=no",
                        "-o", "ClearAllForwardings=yes",
                        "-o", "PermitLocalCommand=no",
                        "-o", "ConnectTimeout=10",
                        "-o", "ServerAliveInterval=5",
                        "-o", "ServerAliveCountMax=3"));
        if (Files.exists(master())) {
            command.addAll(List.of("-o", "ControlPath=" + master()));
        }
        if (config != null) {
            command.addAll(List.of("-F", config));
        }
        command.addAll(List.of("--", destination));
        return List.copyOf(command);
    }

    /// A command of this program there.
    public List<String> sku(String... arguments) {
        List<String> command = new ArrayList<>(ssh(List.of()));
        StringBuilder words = new StringBuilder("exec ").append(quoted(launcher()));
        for (String argument : arguments) {
            words.append(' ').append(quoted(argument));
        }
        command.add(words.toString());
        return List.copyOf(command);
    }

    /// What connects with the agent of its workspace.
    public List<String> attach() {
        return sku("attach", path(workspace));
    }

    /// The program there.
    public String launcher() {
        return path(runtime) + "/current/bin/sku";
    }

    /// The sample that the program brings there.
    public String sample() {
        return path(runtime) + "/current/sample-data";
    }

    /// The folder of a run there.
    public String run(String run) {
        return path(workspace) + "/runs/" + run;
    }

    /// A path as a command there understands it: commands begin at home.
    public static String path(String folder) {
        return folder.startsWith("~/") ? folder.substring(2) : folder;
    }

    /// One word for a shell there, whatever is in it.
    public static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /// The socket of a connection that a person has opened with a password or passphrase, and that later ones share.
    public Path master() {
        String runtimeFolder = System.getenv("XDG_RUNTIME_DIR");
        Path folder =
                runtimeFolder == null || runtimeFolder.isBlank()
                        ? Path.of(
                                System.getProperty("java.io.tmpdir"),
                                "sku-workbench-" + System.getProperty("user.name"))
                        : Path.of(runtimeFolder, "sku-workbench");
        return folder.resolve("ssh-" + name);
    }
}
