package dev.sku.app.hosts;

import static dev.sku.resources.Texts.text;

import dev.sku.app.link.HostPrograms;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.shell.Notices;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.DeviceNames;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.HostKey;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.RemoteHost;
import dev.sku.protocol.Transfer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Other computers: met, checked, prepared, and chosen to work on. The pages then show that host's workspace.
public final class HostsViewModel {
    private static final int LOOK_SECONDS = 5;

    private final HostPrograms programs;
    private final Shown place;
    private final Notices notices;
    private final RunMoves moves;
    private final Executor fxThread;
    private final ObservableList<HostEntry> hosts = FXCollections.observableArrayList();
    private final ObservableList<String> aliases = FXCollections.observableArrayList();
    private final Map<String, CompletableFuture<String>> questions = new HashMap<>();
    private final Map<String, LiveHost> live = new HashMap<>();
    private int sinceLooked;

    /// What the window shows now.
    ///
    /// @param host null for this computer
    /// @param devices of it, with their free memory
    /// @param queue of its agent
    /// @param open lets the window show another host's workspace; null for this computer's
    /// @param links makes a link to a host's agent
    /// @param own its queue, as runs are moved between them
    public record Shown(
            @Nullable RemoteHost host,
            ObservableList<DeviceSeen> devices,
            ReadOnlyObjectProperty<QueueState> queue,
            Consumer<@Nullable RemoteHost> open,
            Function<RemoteHost, RuntimeLink> links,
            RunMoves.Queue own) {}

    public HostsViewModel(HostPrograms programs, Shown place, Notices notices, Executor fxThread) {
        this.programs = programs;
        this.place = place;
        this.notices = notices;
        this.moves = new RunMoves(notices, fxThread);
        this.fxThread = fxThread;
    }

    /// Looks which hosts there are.
    public void begin() {
        then(programs.hosts(), found -> hosts.setAll(found.stream().map(HostEntry::of).toList()));
        then(programs.aliases(), aliases::setAll);
    }

    /// Adds a host and meets it: its fingerprint is then shown, and its checks follow where it is known.
    ///
    /// @param destination an alias, `user@host` or `ssh://user@host:port`
    public void add(String destination) {
        String words = destination.strip();
        String name =
                words.replaceFirst("^ssh://", "")
                        .replaceFirst("^.*@", "")
                        .replaceAll("[^A-Za-z0-9._-]", "-");
        RemoteHost host =
                new RemoteHost(
                        name, words, RemoteHost.USUAL_WORKSPACE, RemoteHost.USUAL_RUNTIME, null);
        try {
            host.check();
        } catch (ProblemException e) {
            notices.fail(text("hosts.notAdded"), Problems.sentence(e));
            return;
        }
        then(
                programs.put(host),
                _ -> {
                    hosts.removeIf(e -> e.host().name().equals(name));
                    hosts.add(HostEntry.of(host));
                    meet(name);
                });
    }

    /// Asks for the host's key; a known one is checked at once.
    public void meet(String name) {
        change(name, e -> e.doing(text("hosts.meeting")));
        tried(
                name,
                programs.key(name),
                key -> {
                    change(name, e -> e.shown(key));
                    if (key.trust() == HostKey.Trust.KNOWN) {
                        check(name);
                    }
                });
    }

    /// The person has compared the fingerprint that is shown.
    public void trust(String name) {
        entry(name)
                .map(HostEntry::key)
                .ifPresent(key -> {
                    change(name, e -> e.doing(text("hosts.meeting")));
                    tried(name, programs.trust(name, key.fingerprint()), _ -> meet(name));
                });
    }

    public void check(String name) {
        change(name, e -> e.doing(text("hosts.checking")));
        tried(
                name,
                programs.check(name),
                report -> {
                    change(name, e -> e.checked(report));
                    connect(name);
                });
    }

    /// What is fit is followed from then on, unless the window works there already.
    private void connect(String name) {
        RemoteHost shown = place.host();
        if (shown != null && shown.name().equals(name)) {
            return;
        }
        entry(name)
                .filter(HostEntry::usable)
                .filter(_ -> !live.containsKey(name))
                .ifPresent(e -> {
                    live.put(name, new LiveHost(place.links().apply(e.host()), fxThread));
                    change(name, same -> same);
                });
    }

    /// Called once a second while the page is in view.
    public void refresh() {
        if (++sinceLooked >= LOOK_SECONDS) {
            sinceLooked = 0;
            live.values().forEach(LiveHost::look);
        }
    }

    /// A host's devices and queue, where it is connected.
    Optional<LiveHost> live(String name) {
        return Optional.ofNullable(live.get(name));
    }

    /// Where a run that waits could wait as well.
    ///
    /// @param host that it waits on; empty for the one that the window works on
    List<RunMoves.Target> targets(String host, QueueState.Waiting run) {
        List<RunMoves.Target> targets = new ArrayList<>();
        List<String> taken = DeviceNames.of(run.device());
        add(targets, host, "", place.devices(), taken);
        live.forEach((name, other) ->
                add(targets, host, name, other.stateProperty().get().devices(), taken));
        return targets;
    }

    private void add(
            List<RunMoves.Target> targets,
            String from,
            String host,
            List<DeviceSeen> devices,
            List<String> taken) {
        for (DeviceSeen seen : devices) {
            String device = seen.device().name();
            if (from.equals(host) && !taken.contains(device)) {
                targets.add(new RunMoves.Target(host, device, text("hosts.move.device", device)));
            } else if (!from.equals(host)) {
                targets.add(
                        new RunMoves.Target(
                                host, device, text("hosts.move.host", title(host), device)));
            }
        }
    }

    /// @param host empty for the one that the window works on
    private String title(String host) {
        RemoteHost shown = place.host();
        return !host.isEmpty() ? host : shown == null ? text("hosts.thisOne") : shown.name();
    }

    /// @param host that it waits on; empty for the one that the window works on
    void move(String run, String host, RunMoves.Target target) {
        Optional<RunMoves.Queue> from = queue(host);
        if (target.host().equals(host)) {
            from.ifPresent(at -> moves.toDevice(run, at, target.device()));
            return;
        }
        String name = title(target.host());
        from.ifPresent(at ->
                queue(target.host())
                        .ifPresent(to -> moves.toHost(run, at, to, target.device(), name)));
    }

    private Optional<RunMoves.Queue> queue(String host) {
        return host.isEmpty()
                ? Optional.of(place.own())
                : entry(host)
                        .map(HostEntry::host)
                        .flatMap(there ->
                                live(host)
                                        .map(l ->
                                                new RunMoves.Queue(
                                                        l.link(),
                                                        Path.of(
                                                                RemoteHost.path(there.workspace()),
                                                                "runs"),
                                                        Path.of(there.sample()))));
    }

    /// Lets go of the links; runs go on.
    public void close() {
        live.values().forEach(LiveHost::close);
    }

    public void install(String name) {
        change(name, e -> e.doing(text("hosts.installing")));
        tried(
                name,
                programs.install(
                        name,
                        event -> {
                            if (event instanceof Transfer.Moved moved && moved.of() > 0) {
                                fxThread.execute(() ->
                                        change(
                                                name,
                                                e -> e.at((double) moved.bytes() / moved.of())));
                            }
                        }),
                _ -> check(name));
    }

    public void login(String name) {
        change(name, e -> e.doing(text("hosts.loggingIn")));
        tried(
                name,
                programs.login(
                        name,
                        prompt -> {
                            CompletableFuture<String> answer = new CompletableFuture<>();
                            fxThread.execute(() -> {
                                questions.put(name, answer);
                                change(name, e -> e.asks(prompt));
                            });
                            return answer;
                        }),
                _ -> check(name));
    }

    /// What the person says to the question that is shown; kept nowhere.
    public void answer(String name, String secret) {
        CompletableFuture<String> waiting = questions.remove(name);
        if (waiting != null) {
            change(name, e -> e.asks(""));
            waiting.complete(secret);
        }
    }

    public void remove(String name) {
        LiveHost gone = live.remove(name);
        if (gone != null) {
            gone.close();
        }
        then(programs.remove(name), _ -> hosts.removeIf(e -> e.host().name().equals(name)));
    }

    /// Lets the window show a host's workspace.
    public void open(String name) {
        entry(name).ifPresent(e -> place.open().accept(e.host()));
    }

    /// Lets the window show this computer's workspace again.
    public void openHere() {
        place.open().accept(null);
    }

    private Optional<HostEntry> entry(String name) {
        return hosts.stream().filter(e -> e.host().name().equals(name)).findFirst();
    }

    private void change(String name, UnaryOperator<HostEntry> to) {
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i).host().name().equals(name)) {
                hosts.set(i, to.apply(hosts.get(i)));
            }
        }
    }

    private <T> void tried(String name, CompletableFuture<T> work, Consumer<T> done) {
        var _ =
                work.whenComplete((result, fault) ->
                        fxThread.execute(() -> {
                            if (fault == null) {
                                done.accept(result);
                            } else {
                                change(name, e -> e.failed(Problems.sentence(fault)));
                            }
                        }));
    }

    private <T> void then(CompletableFuture<T> work, Consumer<T> done) {
        var _ =
                work.whenComplete((result, fault) ->
                        fxThread.execute(() -> {
                            if (fault == null) {
                                done.accept(result);
                            } else {
                                notices.fail(text("hosts.notRead"), Problems.sentence(fault));
                            }
                        }));
    }

    Shown place() {
        return place;
    }

    ObservableList<HostEntry> hosts() {
        return hosts;
    }

    ObservableList<String> aliases() {
        return aliases;
    }
}
