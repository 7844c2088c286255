package dev.sku.app.start;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What a first run needs, and whether this computer has it.
public final class StartViewModel {
    private final ObservableList<Fact> facts = FXCollections.observableArrayList();
    private final ObservableList<Fact> factsView = FXCollections.unmodifiableObservableList(facts);
    private final ReadOnlyBooleanWrapper samplePossible = new ReadOnlyBooleanWrapper(true);

    /// Something that was found here.
    ///
    /// @param good false for something that limits what can be done
    public record Fact(String what, String note, boolean good) {}

    private record Found(List<Fact> facts, boolean sample) {}

    public StartViewModel(Path workspace, Path sampleData, Executor background, Executor fxThread) {
        var _ =
                CompletableFuture.supplyAsync(() -> look(workspace, sampleData), background)
                        .thenAccept(found ->
                                fxThread.execute(() -> {
                                    facts.setAll(found.facts());
                                    samplePossible.set(found.sample());
                                }));
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
                        free > 1_000_000_000L));
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

    public ObservableList<Fact> facts() {
        return factsView;
    }

    /// Whether the shipped sample is there.
    public ReadOnlyBooleanProperty samplePossibleProperty() {
        return samplePossible.getReadOnlyProperty();
    }
}
