package dev.sku.runtime.hosts;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RemoteHost;
import dev.sku.protocol.Transfer;
import dev.sku.runtime.weights.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings our program, with the Java it needs, into a person's folder on a host. No root, nothing outside that folder.
///
/// Each archive is unpacked beside the earlier ones, and `current` is turned to it last, in one step: runs there keep the
/// program that they were started with.
public final class RuntimeInstall {
    private static final int BUFFER = 1 << 18;
    private static final int TRIES = 5;

    private final RemoteHost host;
    private final Ssh ssh;
    private final Path archive;
    private final Consumer<Transfer> events;

    public RuntimeInstall(RemoteHost host, Path archive, Consumer<Transfer> events) {
        this.host = host;
        this.ssh = new Ssh(host);
        this.archive = archive;
        this.events = events;
    }

    /// @return the folder there
    /// @throws ProblemException `ARCHIVE_MISSING`, the `HOST_` codes
    public String run() {
        String sum;
        long bytes;
        try {
            sum = Sha256.of(archive);
            bytes = Files.size(archive);
            Path beside = archive.resolveSibling(archive.getFileName() + ".sha256");
            if (Files.exists(beside) && !Files.readString(beside).strip().equals(sum)) {
                throw ProblemException.of(
                        Problem.Code.ARCHIVE_MISSING,
                        archive,
                        "its checksum is not that of " + beside.getFileName());
            }
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(Problem.Code.ARCHIVE_MISSING, archive, "it cannot be read"), e);
        }
        String runtime = RemoteHost.path(host.runtime());
        String folder = runtime + "/" + sum.substring(0, 16);
        Paths at =
                new Paths(
                        RemoteHost.quoted(runtime),
                        RemoteHost.quoted(folder),
                        RemoteHost.quoted(runtime + "/" + sum + ".part"));
        boolean there = there(at);
        long have = there ? bytes : have(at, bytes);
        events.accept(new Transfer.Planned(host.name(), 1, bytes, have));
        if (!there) {
            send(at, have, bytes);
            unpack(at, sum);
        }
        turnTo(at, sum.substring(0, 16));
        return folder;
    }

    /// Words for the shell there.
    private record Paths(String runtime, String folder, String part) {}

    private boolean there(Paths at) {
        return ssh.ask("[ -x %s/bin/sku ] && echo yes || true".formatted(at.folder()))
                .strip()
                .equals("yes");
    }

    private long have(Paths at, long bytes) {
        String size =
                ssh.ask(
                                """
                                mkdir -p %s
                                [ -f %2$s ] && wc -c < %2$s || echo 0
                                """
                                        .formatted(at.runtime(), at.part()))
                        .strip();
        long have = size.matches("\\d{1,15}") ? Long.parseLong(size) : 0;
        return have > bytes ? 0 : have;
    }

    /// Goes on after a cut where the file there ends; a cut that brings nothing counts.
    private void send(Paths at, long from, long bytes) {
        long have = from;
        for (int failures = 0; have < bytes; ) {
            Problem why = piece(at, have, bytes);
            long now = have(at, bytes);
            failures = now > have ? 0 : failures + 1;
            have = now;
            if (have < bytes && (why == null || failures >= TRIES)) {
                throw new ProblemException(
                        why == null
                                ? Problem.of(
                                        Problem.Code.HOST_COMMAND,
                                        host.name(),
                                        "the file there is shorter than what was sent")
                                : why);
            }
            if (have < bytes && why != null) {
                events.accept(new Transfer.Waits(why));
            }
        }
    }

    private @Nullable Problem piece(Paths at, long from, long bytes) {
        List<String> command = new ArrayList<>(host.ssh(List.of()));
        command.add((from == 0 ? "cat > " : "cat >> ") + at.part());
        Process process = Ssh.start(command);
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ);
                OutputStream to = process.getOutputStream()) {
            channel.position(from);
            InputStream in = Channels.newInputStream(channel);
            byte[] buffer = new byte[BUFFER];
            long sent = from;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                to.write(buffer, 0, n);
                sent += n;
                events.accept(new Transfer.Moved(sent, bytes));
            }
        } catch (IOException _) {
            // The link is gone; what ssh says tells why.
        }
        try {
            String err =
                    new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            return exit == 0 ? null : ssh.problem(new Ssh.Answer(exit, "", err));
        } catch (IOException | InterruptedException e) {
            process.destroyForcibly();
            throw new ProblemException(
                    Problem.of(Problem.Code.HOST_COMMAND, host.name(), "it was interrupted"), e);
        }
    }

    private void unpack(Paths at, String sum) {
        ssh.ask(
                """
                set -e
                found=$(sha256sum < %3$s | cut -d ' ' -f 1)
                if [ "$found" != %4$s ]; then
                    rm -f %3$s
                    echo "the archive arrived damaged and was removed; install again" >&2
                    exit 1
                fi
                rm -rf %2$s.unpacking
                mkdir -p %2$s.unpacking
                tar -xzf %3$s -C %2$s.unpacking
                mv %2$s.unpacking %2$s
                rm -f %3$s
                """
                        .formatted(at.runtime(), at.folder(), at.part(), sum));
    }

    private void turnTo(Paths at, String name) {
        ssh.ask(
                """
                set -e
                cd %s
                %2$s/bin/sku --version > /dev/null
                ln -sfn %2$s current.next
                mv -T current.next current
                """
                        .formatted(at.runtime(), "./" + name));
    }
}
