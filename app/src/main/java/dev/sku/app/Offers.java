package dev.sku.app;

import dev.sku.app.compare.Offer;
import dev.sku.app.journal.RunEntry;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SideSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What sides of a comparison can be: the runs that have learned something, in-context ones last, then the models they began from.
final class Offers {
    private Offers() {}

    /// @param there a run's folder where it can be compared
    static List<Offer> of(List<RunEntry> runs, Function<RunEntry, String> there) {
        List<Offer> all = new ArrayList<>();
        List<Offer> instructed = new ArrayList<>();
        Map<String, Offer> bases = new LinkedHashMap<>();
        for (RunEntry run : runs) {
            RunSpec spec = run.summary().spec();
            if (spec == null || !run.summary().state().hasResult()) {
                continue;
            }
            String base = spec.model().folder();
            (spec.method().isTrained() ? all : instructed)
                    .add(
                            new Offer(
                                    run.title(),
                                    new SideSpec(run.title(), there.apply(run), base, null),
                                    false,
                                    spec.data().template()));
            bases.put(base, Offer.base(base.substring(base.lastIndexOf('/') + 1), base));
        }
        all.addAll(instructed);
        all.addAll(bases.values());
        return all;
    }
}
