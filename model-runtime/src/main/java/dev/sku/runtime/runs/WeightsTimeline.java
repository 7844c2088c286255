package dev.sku.runtime.runs;

import dev.sku.protocol.Event;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.RunFolder;
import java.util.Map;
import java.util.TreeMap;

/// The module weights of every step, as orders changed them while the run went on.
///
/// They are read back from the journal, so that a run continued from a checkpoint changes its weights at the same steps
/// as before it was killed. Not for use by several threads at once.
public final class WeightsTimeline {
    private final TreeMap<Integer, ModuleWeights> fromStep = new TreeMap<>();

    private WeightsTimeline(ModuleWeights initial) {
        fromStep.put(0, initial);
    }

    /// @param initial of the specification
    public static WeightsTimeline of(RunFolder folder, ModuleWeights initial) {
        WeightsTimeline timeline = new WeightsTimeline(initial);
        JournalReader journal = folder.journal();
        journal.forEachNew(
                1,
                message -> {
                    if (message.event() instanceof Event.WeightsChanged(int step, var weights)) {
                        timeline.change(step, weights);
                    }
                });
        return timeline;
    }

    public ModuleWeights at(int step) {
        Map.Entry<Integer, ModuleWeights> last = fromStep.floorEntry(step);
        return (last == null ? fromStep.firstEntry() : last).getValue();
    }

    /// From `step` on; what was recorded for later steps belongs to a course the run no longer takes.
    public void change(int step, ModuleWeights weights) {
        fromStep.tailMap(Math.max(step, 1), true).clear();
        fromStep.put(step, weights);
    }
}
