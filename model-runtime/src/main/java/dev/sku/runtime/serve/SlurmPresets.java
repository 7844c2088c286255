package dev.sku.runtime.serve;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.SlurmPreset;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The presets of a workspace, kept with it, and the one that its runs are handed over with.
///
/// @param used null where runs are started on this computer
public record SlurmPresets(List<SlurmPreset> presets, @Nullable String used) {
    private static final SlurmPresets NONE = new SlurmPresets(List.of(), null);

    public static SlurmPresets of(Workspace workspace) {
        Path file = workspace.slurm();
        return Files.isRegularFile(file)
                ? Wire.read(WholeFile.read(file), SlurmPresets.class, file.toString())
                : NONE;
    }

    /// With a preset more, or in place of the one of its name.
    public SlurmPresets with(SlurmPreset preset) {
        List<SlurmPreset> all = new ArrayList<>(presets);
        all.removeIf(p -> p.name().equals(preset.name()));
        all.add(preset.checked());
        return new SlurmPresets(List.copyOf(all), used);
    }

    public SlurmPresets without(String name) {
        return new SlurmPresets(
                presets.stream().filter(p -> !p.name().equals(name)).toList(),
                name.equals(used) ? null : used);
    }

    /// @param name null for none: runs are started on this computer
    /// @throws ProblemException `SLURM_PRESET` where there is none of this name
    public SlurmPresets using(@Nullable String name) {
        if (name != null && presets.stream().noneMatch(p -> p.name().equals(name))) {
            throw ProblemException.of(
                    Problem.Code.SLURM_PRESET,
                    presets.isEmpty()
                            ? "there is none yet"
                            : "there is none called %s, only %s"
                                    .formatted(
                                            name,
                                            String.join(
                                                    ", ",
                                                    presets.stream()
                                                            .map(SlurmPreset::name)
                                                            .toList())));
        }
        return new SlurmPresets(presets, name);
    }

    /// The one that runs are handed over with.
    public Optional<SlurmPreset> inUse() {
        return presets.stream().filter(p -> p.name().equals(used)).findFirst();
    }

    public void write(Workspace workspace) {
        workspace.makeAgentFolder();
        WholeFile.write(workspace.slurm(), Wire.pretty(this));
    }
}
