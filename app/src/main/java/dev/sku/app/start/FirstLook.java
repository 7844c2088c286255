package dev.sku.app.start;

import static dev.sku.resources.Texts.text;

import dev.sku.app.link.RuntimeLink;
import dev.sku.app.start.StartViewModel.Fact;
import dev.sku.app.start.StartViewModel.Found;
import dev.sku.app.ui.Numbers;
import dev.sku.protocol.DeviceNames;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.Inquiry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// What a first run finds where it would work: on this computer, or on a host, by asking the agent there.
public final class FirstLook {
    private static final long ENOUGH_BYTES = 1_000_000_000L;

    private FirstLook() {}

    public static CompletableFuture<Found> here(
            Path workspace, Path sampleData, Executor background) {
        return CompletableFuture.supplyAsync(() -> look(workspace, sampleData), background);
    }

    /// @param workspace there, as the person knows it
    public static CompletableFuture<Found> at(
            RuntimeLink link, String host, String workspace, Path sampleData) {
        String sample = sampleData.resolve("opt").toString();
        return link.find(new Inquiry.Devices())
                .thenCombine(
                        link.find(new Inquiry.Places(List.of(sample))),
                        (devices, places) ->
                                new Found(
                                        facts(devices.devices(), host, workspace),
                                        places.places().getFirst().kind()
                                                == Finding.Place.Kind.FOLDER));
    }

    private static List<Fact> facts(List<DeviceSeen> devices, String host, String workspace) {
        List<Fact> facts = new ArrayList<>();
        for (DeviceSeen seen : devices) {
            boolean card = !seen.device().name().equals(DeviceNames.CPU);
            String memory = Numbers.bytes(seen.device().total());
            facts.add(
                    card
                            ? new Fact(
                                    text("start.card", seen.title(), memory),
                                    text("start.card.note", seen.device().name()),
                                    true)
                            : new Fact(
                                    text("start.processor", seen.title(), memory),
                                    text("start.cores.note"),
                                    true));
        }
        if (facts.size() == 1) {
            facts.add(new Fact(text("start.noGpu"), text("start.noGpu.note"), false));
        }
        facts.add(new Fact(text("start.there", host), workspace, true));
        return facts;
    }

    private static Found look(Path workspace, Path sampleData) {
        List<Fact> facts = new ArrayList<>();
        int cores = Runtime.getRuntime().availableProcessors();
        long memory =
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : 0;
        facts.add(
                new Fact(
                        text("start.cores", cores, Numbers.bytes(memory)),
                        text("start.cores.note"),
                        true));
        boolean gpu = Files.exists(Path.of("/dev/nvidia0"));
        facts.add(
                new Fact(
                        text(gpu ? "start.gpu" : "start.noGpu"),
                        text(gpu ? "start.gpu.note" : "start.noGpu.note"),
                        gpu));
        long free = free(workspace);
        facts.add(
                new Fact(
                        text("start.disk", Numbers.bytes(free)),
                        workspace.toString(),
                        free > ENOUGH_BYTES));
        return new Found(facts, Files.isDirectory(sampleData.resolve("opt")));
    }

    private static long free(Path folder) {
        for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at)) {
                try {
                    return Files.getFileStore(at).getUsableSpace();
                } catch (IOException _) {
                    return 0;
                }
            }
        }
        return 0;
    }
}
