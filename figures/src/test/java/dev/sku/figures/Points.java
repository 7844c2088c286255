package dev.sku.figures;

import dev.sku.protocol.Finding;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.MeasuredPoint.Conditions;
import dev.sku.protocol.MeasuredPoint.Cost;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Method;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.protocol.Utility;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Measured points as tests need them: 100 unseen and 50 normal prompts.
final class Points {
    static final Conditions ALIKE =
            new Conditions("base", "judge 1", "prompts", 100, 100, 50, "t", 48, 42, "");

    private Points() {}

    static MeasuredPoint point(
            String run, int step, double lambda, int harmful, double perplexity) {
        return point(ALIKE, run, step, lambda, harmful, 0, perplexity);
    }

    static MeasuredPoint point(
            Conditions conditions,
            String run,
            int step,
            double lambda,
            int harmful,
            int broken,
            @Nullable Double perplexity) {
        OutcomeCounts unseen = new OutcomeCounts(harmful, 100 - harmful - broken, 0, broken);
        Utility normal = new Utility(perplexity, .9, new OutcomeCounts(0, 1, 49, 0), 50);
        return new MeasuredPoint(
                "%s-%d-%s".formatted(run, step, lambda),
                run,
                Method.SKU,
                step,
                lambda,
                conditions,
                new Measurement(unseen, unseen, normal, conditions.judge()),
                new Cost(1, 0));
    }

    /// Harm falls and perplexity rises with λ: 90, 60, 20, 2, 0 per cent at 10.0, 10.1, 10.2, 11, 14.
    static List<MeasuredPoint> sweep(String run) {
        List<MeasuredPoint> all = new ArrayList<>();
        all.add(point(run, 0, 0, 90, 10));
        all.add(point(run, 60, .25, 60, 10.1));
        all.add(point(run, 60, .5, 20, 10.2));
        all.add(point(run, 60, 1, 2, 11));
        all.add(point(run, 60, 2, 0, 14));
        return all;
    }

    static PointGroup group(List<MeasuredPoint> points) {
        return PointGroup.of(List.of(new Finding.Points(points, List.of()))).getFirst();
    }

    static Figure figure(List<MeasuredPoint> points) {
        return Figure.of(FigureSpec.usual(List.of("runs/a", "runs/b")), group(points));
    }
}
