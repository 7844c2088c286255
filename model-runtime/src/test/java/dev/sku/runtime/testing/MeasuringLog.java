package dev.sku.runtime.testing;

import dev.sku.protocol.Event;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.runtime.measure.Measuring;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a measuring tells meanwhile.
public final class MeasuringLog implements Measuring.Listener {
    private final List<Boolean> remembered = new ArrayList<>();
    private MemoryEstimate.@Nullable OnDevice needed;

    /// Of each point, in order, whether it had been measured before.
    public List<Boolean> remembered() {
        return remembered;
    }

    /// The last estimate; null before one was told.
    public MemoryEstimate.@Nullable OnDevice needed() {
        return needed;
    }

    @Override
    public void read(Event.RowsRead event) {}

    @Override
    public void begins(double lambda, int done, int of) {}

    @Override
    public void measured(MeasuredPoint point, boolean before) {
        remembered.add(before);
    }

    @Override
    public void needs(MemoryEstimate.OnDevice estimate) {
        needed = estimate;
    }
}
