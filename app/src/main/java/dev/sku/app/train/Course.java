package dev.sku.app.train;

import dev.sku.protocol.Event;
import java.util.List;

/// What the curves of a run are drawn from. Its lists are views that grow.
///
/// @param version another for each time that something has come
/// @param rewinds changes when something shown before was taken back, so that curves begin anew
record Course(
        long version, List<WeightedStep> steps, int rewinds, List<Event.MemoryMeasured> memory) {
    static final Course NONE = new Course(0, List.of(), 0, List.of());
}
