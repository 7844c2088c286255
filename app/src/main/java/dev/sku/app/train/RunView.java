package dev.sku.app.train;

import dev.sku.app.ui.TileReading;
import dev.sku.protocol.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the page of a run shows at one moment, beside its curves.
///
/// @param method names the parts of the loss
/// @param pairs newest replies, those of `replyStep`
/// @param template of the run's prompts
/// @param steering what decides how it goes on
/// @param place where the run is, in words
/// @param time how long it took and will take, in words
/// @param left about how long until its last step, in words; empty where nobody can tell
record RunView(
        Method method,
        List<Evaluated> overSteps,
        List<Evaluated> overLambda,
        List<SamplePair> pairs,
        int replyStep,
        String template,
        List<TileReading> tiles,
        Steering steering,
        String place,
        String time,
        String left,
        @Nullable Failure failure) {
    static RunView empty() {
        return new RunView(
                Method.SKU,
                List.of(),
                List.of(),
                List.of(),
                -1,
                "",
                List.of(),
                Steering.NONE,
                "",
                "",
                "",
                null);
    }
}
