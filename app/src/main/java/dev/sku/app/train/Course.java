package dev.sku.app.train;

import dev.sku.protocol.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the curves of a run are drawn from. Its lists are views that grow.
///
/// @param version another for each time that something has come
/// @param rewinds changes when something shown before was taken back, so that curves begin anew
record Course(
        long version, List<WeightedStep> steps, int rewinds, List<Event.MemoryMeasured> memory) {
    static final Course NONE = new Course(0, List.of(), 0, List.of());

    /// By version: comparing the lists would read all of them each time something has come.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Course course && course.version == version;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(version);
    }
}
