package dev.sku.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A way to hand runs to Slurm, by a name that a person chooses; what is null is left to Slurm.
///
/// @param time limit as Slurm writes it, `12:00:00`
/// @param gres kind of card, `gpu` or `gpu:a100`; how many a run takes, its device says
/// @param extra further flags of `sbatch`, each whole: `--constraint=a100`
public record SlurmPreset(
        String name,
        @Nullable String partition,
        @Nullable String account,
        @Nullable String time,
        @Nullable String gres,
        @Nullable List<String> extra) {
    /// Every kind of card.
    public static final String ANY_CARD = "gpu";

    /// @throws ProblemException `SLURM_PRESET` where it has no name, or a further flag is none
    public SlurmPreset checked() {
        if (name.isBlank()) {
            throw ProblemException.of(Problem.Code.SLURM_PRESET, "it needs a name");
        }
        Stream.of(partition, account, time, gres)
                .filter(Objects::nonNull)
                .filter(word -> word.isBlank() || word.chars().anyMatch(Character::isWhitespace))
                .findFirst()
                .ifPresent(word -> {
                    throw ProblemException.of(
                            Problem.Code.SLURM_PRESET,
                            "\u201c%s\u201d is not one word".formatted(word));
                });
        for (String flag : extra == null ? List.<String>of() : extra) {
            if (!flag.startsWith("-")) {
                throw ProblemException.of(
                        Problem.Code.SLURM_PRESET,
                        "\u201c%s\u201d is no flag of sbatch; write it whole, as --constraint=a100"
                                .formatted(flag));
            }
        }
        return this;
    }

    /// What `sbatch` and `srun` take.
    ///
    /// @param cards that the run's specification names
    public List<String> flags(int cards) {
        List<String> flags = new ArrayList<>();
        add(flags, "--partition=", partition);
        add(flags, "--account=", account);
        add(flags, "--time=", time);
        if (cards > 0) {
            flags.add("--gres=%s:%d".formatted(gres == null ? ANY_CARD : gres, cards));
        }
        if (extra != null) {
            flags.addAll(extra);
        }
        return flags;
    }

    private static void add(List<String> flags, String name, @Nullable String value) {
        if (value != null) {
            flags.add(name + value);
        }
    }
}
