package dev.sku.app.configure;

import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.RunSpec;
import org.jspecify.annotations.Nullable;

/// What a person has in every new draft, in place of what its preset has.
///
/// @param device null for the preset's
/// @param checkpointEvery steps; null for the preset's
/// @param judge null for the preset's
public record Usual(
        @Nullable String device, @Nullable Integer checkpointEvery, @Nullable JudgeSpec judge) {
    public static final Usual PRESET = new Usual(null, null, null);

    RunSpec in(RunSpec preset) {
        RunSpec spec = preset;
        if (device != null) {
            spec = Draft.with(spec, "device", device);
        }
        if (checkpointEvery != null) {
            spec = Draft.with(spec, "output.checkpointEvery", checkpointEvery);
        }
        return judge == null ? spec : Draft.with(spec, "evaluation.judge", judge);
    }

    public Usual withDevice(@Nullable String name) {
        return new Usual(name, checkpointEvery, judge);
    }

    public Usual withCheckpointEvery(@Nullable Integer steps) {
        return new Usual(device, steps, judge);
    }

    public Usual withJudge(@Nullable JudgeSpec other) {
        return new Usual(device, checkpointEvery, other);
    }
}
