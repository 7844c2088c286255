package dev.sku.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a workspace stands to Slurm.
///
/// @param there its commands are on the computer
/// @param used name of the preset that runs are handed over with from now on; null where they are started on the computer
/// @param jobs of the runs that Slurm has
public record SlurmState(
        boolean there, List<SlurmPreset> presets, @Nullable String used, List<Job> jobs) {
    public static final SlurmState NONE = new SlurmState(false, List.of(), null, List.of());

    /// @param id Slurm's, of a task of an array with the task's number: `17_3`
    /// @param state as Slurm writes it, `PENDING`; empty before it was heard of
    /// @param reason why it waits, as Slurm writes it, `Resources`; empty where it does not
    public record Job(String run, String id, String state, String reason) {
        public boolean waits() {
            return state.isEmpty() || state.equals("PENDING") || state.startsWith("REQUEUE");
        }
    }
}
