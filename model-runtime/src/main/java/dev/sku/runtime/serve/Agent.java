package dev.sku.runtime.serve;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The agent of one workspace: serves clients over a socket, and lets runs work. Its own end, however it comes, costs
/// nothing: runs are processes of their own, and the next agent knows them again.
public final class Agent implements AutoCloseable {
    private static final long LOOK_MILLIS = 250;

    private final Workspace workspace;
    private final Limits limits;
    private final Consumer<String> log;
    private final FileChannel lock;
    private final Endpoint endpoint;
    private final ServerSocketChannel server;
    private final RunQueue queue;
    private final InputReader inputs;
    private final SlurmDevices slurm;
    private final MeasuringQueue measuring;
    private final Set<ClientLink> clients = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("queue").factory());
    private long idleSince = System.nanoTime();

    /// @param patience how long a client may take nothing before its link is closed
    /// @param linger how long the agent stays with no client and no run; null for ever
    public record Limits(Duration patience, @Nullable Duration linger) {
        public static final Limits USUAL = new Limits(Duration.ofSeconds(30), null);
    }

    /// @param log gets what nobody has asked, a line at a time
    /// @throws ProblemException `AGENT_LOCKED` where the workspace has an agent, `AGENT_SOCKET`
    public static Agent open(Workspace workspace, Limits limits, Consumer<String> log) {
        return new Agent(workspace, limits, RunStarters.of(workspace, log), log);
    }

    Agent(Workspace workspace, Limits limits, RunStarter starter, Consumer<String> log) {
        this.workspace = workspace;
        this.limits = limits;
        this.log = log;
        workspace.makeAgentFolder();
        lock = lock();
        endpoint = Endpoint.create(workspace);
        server = listen();
        queue = new RunQueue(workspace, starter, log);
        inputs = new InputReader(workspace.readerLog());
        slurm = new SlurmDevices(workspace, new SlurmCommands(null));
        measuring = new MeasuringQueue(workspace.measuringLog());
        endpoint.announce(workspace);
    }

    /// Where it listens.
    public String socket() {
        return endpoint.socket();
    }

    /// Serves until it is closed, has been idle for long, or the workspace is gone.
    public void serve() {
        var _ = clock.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        try {
            while (true) {
                ClientLink client =
                        new ClientLink(
                                server.accept(),
                                workspace,
                                queue,
                                inputs,
                                slurm,
                                measuring,
                                log,
                                clients::remove);
                clients.add(client);
                client.begin();
            }
        } catch (ClosedChannelException _) {
            log.accept("ends");
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(Problem.Code.AGENT_SOCKET, socket(), String.valueOf(e.getMessage())),
                    e);
        } finally {
            close();
        }
    }

    private void look() {
        try {
            queue.advance();
        } catch (ProblemException e) {
            log.accept(e.problem().sentence(java.util.Locale.ENGLISH));
        } catch (RuntimeException e) {
            log.accept(e.toString()); // the next look may fare better: the queue must not stop
        }
        clients.forEach(client -> client.dropIfStuck(limits.patience()));
        inputs.endIfIdle();
        if (!clients.isEmpty() || !queue.isIdle() || !measuring.isIdle()) {
            idleSince = System.nanoTime();
        }
        Duration linger = limits.linger();
        boolean idle = linger != null && System.nanoTime() - idleSince > linger.toNanos();
        if (idle || !Files.exists(workspace.lock())) {
            close();
        }
    }

    private FileChannel lock() {
        try {
            FileChannel channel =
                    FileChannel.open(
                            workspace.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw ProblemException.of(Problem.Code.AGENT_LOCKED, workspace.path(), other());
            }
            return channel;
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(workspace.lock(), e), e);
        }
    }

    private String other() {
        try {
            Endpoint other = Endpoint.announced(workspace);
            return "process " + other.pid() + " on " + other.host();
        } catch (ProblemException _) {
            return "it has just been started";
        }
    }

    private ServerSocketChannel listen() {
        try {
            Files.deleteIfExists(endpoint.path()); // the lock is ours: nobody listens there
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(endpoint.path()));
            Files.setPosixFilePermissions(endpoint.path(), Endpoint.OWNER_SOCKET);
            return channel;
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(
                            Problem.Code.AGENT_SOCKET,
                            endpoint.socket(),
                            String.valueOf(e.getMessage())),
                    e);
        }
    }

    /// Lets go of socket, clients and lock; runs go on.
    @Override
    public void close() {
        clock.shutdown();
        clients.forEach(ClientLink::close);
        inputs.close();
        measuring.close();
        try {
            server.close();
            if (lock.isOpen()) {
                Files.deleteIfExists(endpoint.path());
            }
            lock.close();
        } catch (IOException e) {
            log.accept(String.valueOf(e.getMessage()));
        }
    }
}
