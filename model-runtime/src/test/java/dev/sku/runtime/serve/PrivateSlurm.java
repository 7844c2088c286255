package dev.sku.runtime.serve;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.opentest4j.TestAbortedException;

/// A Slurm cluster of a test's own on this computer: one node with as many cores as there are and two cards that only Slurm
/// knows of, ended with the test.
public final class PrivateSlurm implements AutoCloseable {
    private static final List<String> NEEDED =
            List.of(
                    "/usr/sbin/munged",
                    "/usr/sbin/slurmctld",
                    "/usr/sbin/slurmd",
                    "/usr/bin/sbatch");
    private static final String NODE = "testnode";

    private final Path folder;
    private final Path configuration;
    private final List<Process> started = new ArrayList<>();

    PrivateSlurm(Path folder) throws IOException, InterruptedException {
        NEEDED.forEach(p -> assumeTrue(Files.isExecutable(Path.of(p)), "no Slurm here: " + p));
        assumeTrue(System.getProperty("user.name").equals("root"), "Slurm's node needs root");
        this.folder = folder;
        this.configuration = folder.resolve("slurm.conf");
        for (String name : List.of("munge", "control", "node", "log")) {
            Files.createDirectories(folder.resolve(name));
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(
                folder.resolve("munge"), PosixFilePermissions.fromString("rwx------"));
        byte[] key = new byte[1024];
        new SecureRandom().nextBytes(key);
        Path keyFile = Files.write(folder.resolve("munge/key"), key);
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("r--------"));
        configure();
        try {
            begin(
                    "munged",
                    "/usr/sbin/munged",
                    "--foreground",
                    "--force",
                    "--key-file=" + keyFile,
                    "--socket=" + folder.resolve("munge.sock"),
                    "--pid-file=" + folder.resolve("munge/pid"),
                    "--log-file=" + folder.resolve("munge/log"),
                    "--seed-file=" + folder.resolve("munge/seed"));
            await(Duration.ofSeconds(20), () -> Files.exists(folder.resolve("munge.sock")));
            begin("control", "/usr/sbin/slurmctld", "-D", "-c", "-f", configuration.toString());
            begin("node", "/usr/sbin/slurmd", "-D", "-N", NODE, "-f", configuration.toString());
            await(
                    Duration.ofSeconds(60),
                    () -> ask("sinfo", "--noheader", "--format=%t").strip().equals("idle"));
        } catch (IOException | AssertionError e) {
            close(); // what has begun would stay
            throw e;
        }
    }

    /// The cluster for a test of another module: it says where its configuration is, and ends when its input does.
    ///
    /// @param arguments a folder
    public static void main(String... arguments) throws IOException, InterruptedException {
        try (PrivateSlurm slurm = new PrivateSlurm(Path.of(arguments[0]))) {
            System.out.println("ready " + slurm.configuration());
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (TestAbortedException e) {
            System.out.println("skipped " + e.getMessage());
        }
    }

    private void configure() throws IOException {
        // A card must be a device; nothing opens these.
        Files.writeString(
                folder.resolve("gres.conf"),
                "AutoDetect=off\nName=gpu Type=fake File=/dev/null\nName=gpu Type=fake File=/dev/zero\n");
        int cores = Runtime.getRuntime().availableProcessors();
        Files.writeString(
                configuration,
                """
                ClusterName=test
                SlurmctldHost=%1$s(127.0.0.1)
                SlurmUser=root
                SlurmdUser=root
                AuthType=auth/munge
                AuthInfo=socket=%2$s/munge.sock
                CredType=cred/munge
                CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
                SlurmctldPort=%3$d
                SlurmctldPidFile=%2$s/control.pid
                SlurmdPidFile=%2$s/node.pid
                StateSaveLocation=%2$s/control
                SlurmdSpoolDir=%2$s/node
                SlurmctldLogFile=%2$s/log/control
                SlurmdLogFile=%2$s/log/node
                SwitchType=switch/none
                MpiDefault=none
                ProctrackType=proctrack/linuxproc
                TaskPlugin=task/none
                JobAcctGatherType=jobacct_gather/none
                AccountingStorageType=accounting_storage/none
                SchedulerType=sched/backfill
                SelectType=select/cons_tres
                SelectTypeParameters=CR_Core
                ReturnToService=2
                KillWait=5
                MailProg=/bin/true
                GresTypes=gpu
                NodeName=%4$s NodeAddr=127.0.0.1 Port=%5$d CPUs=%6$d RealMemory=4000 Gres=gpu:fake:2 State=UNKNOWN
                PartitionName=debug Nodes=%4$s Default=YES MaxTime=INFINITE State=UP
                """
                        .formatted(
                                InetAddress.getLocalHost().getHostName().replaceAll("\\..*", ""),
                                folder,
                                freePort(),
                                NODE,
                                freePort(),
                                cores));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void begin(String name, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("log").resolve(name + ".out").toFile());
        builder.environment().put("SLURM_CONF", configuration.toString());
        started.add(builder.start());
    }

    /// What a command of Slurm prints, asked from this cluster.
    String ask(String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("SLURM_CONF", configuration.toString());
            Process process = builder.start();
            process.getOutputStream().close();
            try (BufferedReader out =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8))) {
                String said = String.join("\n", out.lines().toList());
                process.waitFor(20, TimeUnit.SECONDS);
                return said;
            }
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /// Where commands find this cluster.
    Path configuration() {
        return configuration;
    }

    static void await(Duration patience, BooleanSupplier what) {
        Instant end = Instant.now().plus(patience);
        while (!what.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("it did not happen in " + patience);
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    @Override
    public void close() {
        ask("scancel", "--user=root");
        for (Process process : started.reversed()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroy();
            process.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(_ -> process).join();
            process.destroyForcibly();
        }
    }
}
