package dev.sku.app.settings;

import dev.sku.app.configure.Usual;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.Later;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a person works: what new drafts begin with, who judges what is measured, and what is told.
///
/// @param measuring judge of the Trade-off page; null for each run's own
/// @param tellEnds whether the end of a run is told
public record Work(@Later Usual draft, @Nullable JudgeSpec measuring, @Later Boolean tellEnds) {
    public static final Work USUAL = new Work(Usual.PRESET, null, true);

    public Work {
        draft = Objects.requireNonNullElse(draft, Usual.PRESET);
        tellEnds = Objects.requireNonNullElse(tellEnds, true);
    }

    Work with(Usual other) {
        return new Work(other, measuring, tellEnds);
    }

    Work withMeasuring(@Nullable JudgeSpec judge) {
        return new Work(draft, judge, tellEnds);
    }

    Work withTellEnds(boolean tell) {
        return new Work(draft, measuring, tell);
    }
}
