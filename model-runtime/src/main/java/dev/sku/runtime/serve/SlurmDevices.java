package dev.sku.runtime.serve;

import dev.sku.protocol.DeviceNames;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.MemoryEstimate.Device;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.SlurmPreset;
import dev.sku.protocol.Wire;
import dev.sku.runtime.runs.OwnProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a workspace whose runs go to Slurm can compute on: not the login node, but the job of a run that works, and what an
/// allocation by the preset in use would have.
///
/// In a job the program itself is asked, so that memory is that of its node now. Of nodes that are not held only what Slurm
/// says is known: their memory, and how many cards there are.
final class SlurmDevices {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final long MEGABYTE = 1 << 20;

    /// `gpu:a100:4(S:0-1)` or `gpu:2`.
    private static final Pattern CARDS = Pattern.compile("(\\w+(?::\\w+)*?):(\\d+)(?:\\(.*\\))?");

    private static final Pattern MEMORY = Pattern.compile("--mem=(\\d+)([KMGT]?)");

    private final Workspace workspace;
    private final SlurmCommands commands;
    private CompletableFuture<List<DeviceSeen>> known =
            CompletableFuture.failedFuture(new IllegalStateException()); // guarded by this
    private @Nullable SlurmPreset of; // guarded by this
    private long askedNanos; // guarded by this

    SlurmDevices(Workspace workspace, SlurmCommands commands) {
        this.workspace = workspace;
        this.commands = commands;
    }

    /// Slurm is asked now and then only, however often this is.
    ///
    /// @return empty where the workspace's runs are started on this computer
    synchronized Optional<CompletableFuture<List<DeviceSeen>>> find() {
        Optional<SlurmPreset> preset = SlurmPresets.of(workspace).inUse();
        preset.ifPresent(now -> {
            boolean fresh = System.nanoTime() - askedNanos < KEPT.toNanos();
            boolean fits = now.equals(of) && !known.isCompletedExceptionally();
            if (!fits || (known.isDone() && !fresh)) {
                of = now;
                askedNanos = System.nanoTime();
                known =
                        CompletableFuture.supplyAsync(
                                () -> ask(now), task -> Thread.ofVirtual().start(task));
            }
        });
        return preset.map(_ -> known);
    }

    private List<DeviceSeen> ask(SlurmPreset preset) {
        List<DeviceSeen> own = allocation(preset);
        List<DeviceSeen> all =
                SlurmPlace.working(workspace, preset, commands)
                        .map(this::inJob)
                        .map(ArrayList::new)
                        .orElseGet(ArrayList::new);
        // A card that the job lacks is had in an allocation of its own.
        for (DeviceSeen seen : own) {
            if (all.stream().noneMatch(d -> d.device().name().equals(seen.device().name()))) {
                all.add(seen);
            }
        }
        all.sort(java.util.Comparator.comparing(d -> DeviceNames.CPU.equals(d.device().name())));
        return List.copyOf(all);
    }

    /// Asked beside the run; nothing where no answer comes.
    private List<DeviceSeen> inJob(SlurmPlace place) {
        SlurmCommands.Answer answer =
                commands.run(
                        place.command("sku-devices", OwnProgram.command("devices", "--json", "-")),
                        "",
                        PATIENCE);
        List<DeviceSeen> found = new ArrayList<>();
        try {
            JsonNode said =
                    Wire.tree(answer.out().strip().lines().reduce("{}", (_, l) -> l), "srun");
            int cards = 0;
            for (JsonNode card : said.path("cards")) {
                if (cards < place.cards()) {
                    String name = "cuda:" + cards++;
                    long total = Math.max(0, card.path("totalBytes").asLong(0));
                    long free = Math.max(0, card.path("freeBytes").asLong(0));
                    found.add(
                            new DeviceSeen(
                                    new Device(name, total, free),
                                    card.path("name").asString("a card")));
                }
            }
            JsonNode cpu = said.path("cpu");
            if (answer.good()) {
                long total = cpu.path("total").asLong(0);
                long free = cpu.path("free").asLong(0);
                found.add(
                        new DeviceSeen(
                                new Device(DeviceNames.CPU, total, free),
                                "Slurm job " + place.job()));
            }
        } catch (ProblemException _) {
            // It has ended meanwhile: what an allocation has is offered.
        }
        return found;
    }

    private List<DeviceSeen> allocation(SlurmPreset preset) {
        List<String> question =
                new ArrayList<>(List.of("sinfo", "--noheader", "--format=%m|%c|%G|%R|%P"));
        if (preset.partition() != null) {
            question.add("--partition=" + preset.partition());
        }
        SlurmCommands.Answer answer = commands.run(question, "", PATIENCE);
        List<String[]> nodes =
                answer.out()
                        .lines()
                        .map(line -> line.strip().split("\\|", 5))
                        .filter(words -> words.length == 5)
                        .filter(words -> preset.partition() != null || words[4].endsWith("*"))
                        .toList();
        if (nodes.isEmpty()) {
            return List.of(new DeviceSeen(new Device(DeviceNames.CPU, 0, 0), "Slurm"));
        }
        String kind = preset.gres() == null ? SlurmPreset.ANY_CARD : preset.gres();
        String partition = nodes.getFirst()[3];
        int cards = nodes.stream().mapToInt(n -> cards(n[2], kind)).max().orElse(0);
        // Whichever node it becomes: the one with least memory of those that have the cards.
        long node =
                nodes.stream()
                        .filter(n -> cards == 0 || cards(n[2], kind) > 0)
                        .mapToLong(n -> number(n[0]))
                        .min()
                        .orElse(0);
        long memory = node * MEGABYTE;
        long asked = memory(preset);
        long cpu = asked == 0 || memory == 0 ? memory + asked : Math.min(memory, asked);
        List<DeviceSeen> seen = new ArrayList<>();
        for (int i = 0; i < cards; i++) {
            seen.add(new DeviceSeen(new Device("cuda:" + i, 0, 0), kind + ", " + partition));
        }
        seen.add(
                new DeviceSeen(
                        new Device(DeviceNames.CPU, cpu, cpu),
                        "%d cores, %s".formatted(number(nodes.getFirst()[1]), partition)));
        return seen;
    }

    /// @param kind `gpu`, which every kind of card is, or `gpu:a100`
    static int cards(String gres, String kind) {
        return Stream.of(gres.split(",(?![^(]*\\))", -1))
                .map(CARDS::matcher)
                .filter(Matcher::matches)
                .filter(m -> m.group(1).equals(kind) || m.group(1).startsWith(kind + ":"))
                .mapToInt(m -> (int) number(m.group(2)))
                .sum();
    }

    /// What the preset itself asks for; 0 where it leaves that to Slurm.
    private static long memory(SlurmPreset preset) {
        List<String> extra = preset.extra();
        return extra == null
                ? 0
                : extra.stream()
                        .map(MEMORY::matcher)
                        .filter(Matcher::matches)
                        .mapToLong(m -> number(m.group(1)) * unit(m.group(2)))
                        .findFirst()
                        .orElse(0);
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "K" -> 1 << 10;
            case "G" -> 1L << 30;
            case "T" -> 1L << 40;
            default -> MEGABYTE;
        };
    }

    /// Slurm writes `4000+` where nodes differ.
    private static long number(String digits) {
        String only = digits.replaceAll("\\D.*", "");
        return only.isEmpty() || only.length() > 15 ? 0 : Long.parseLong(only);
    }
}
