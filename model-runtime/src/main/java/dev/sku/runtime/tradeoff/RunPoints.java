package dev.sku.runtime.tradeoff;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.EvaluationSpec;
import dev.sku.protocol.Event;
import dev.sku.protocol.Finding;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.MeasuredPoint.Conditions;
import dev.sku.protocol.MeasuredPoint.Cost;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunResult;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.Wire;
import dev.sku.runtime.data.Sha256;
import dev.sku.runtime.measure.MeasuredPoints;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the measured points of a run folder: those the run made itself, from its journal and its result, and those that
/// were evaluated afterwards.
///
/// Journals that were written before a run kept its conditions do not hold fingerprints of base and prompts. Conditions of their
/// points are told from the specification: the base is its folder, and the prompts are the files and settings that they are
/// drawn by.
public final class RunPoints {
    private final RunFolder run;
    private final RunSpec spec;
    private final Map<At, MeasuredPoint> own = new LinkedHashMap<>();

    /// A model of the run.
    private record At(int step, double lambda) {}

    private RunPoints(RunFolder run) {
        this.run = run;
        this.spec = run.readSpec();
    }

    /// @throws dev.sku.protocol.ProblemException naming the file that cannot be read
    public static Finding.Points of(RunFolder run) {
        RunPoints points = new RunPoints(run);
        points.readJournal();
        points.readResult();
        return new Finding.Points(
                List.copyOf(points.own.values()),
                new MeasuredPoints(run).all(),
                points.settings(),
                new MeasuredPoints(run).treated());
    }

    /// Everything that the trained model follows from, but for the seed.
    private String settings() {
        return Sha256.of(
                Wire.line(
                        Arrays.asList(
                                spec.method(),
                                spec.model(),
                                spec.data(),
                                spec.acquisition(),
                                spec.optimizer(),
                                spec.trained(),
                                spec.precision(),
                                spec.memory().quantize(),
                                spec.from(),
                                spec.baseline())));
    }

    private void readJournal() {
        if (!Files.isRegularFile(run.events())) {
            return;
        }
        run.journal()
                .forEachNew(
                        1,
                        message -> {
                            if (message.event() instanceof Event.EvaluationCompleted e) {
                                add(
                                        new At(e.step(), e.lambda()),
                                        e.measurement(),
                                        e.seconds(),
                                        e.conditions());
                            }
                        });
    }

    /// What a journal that was cut off has lost.
    private void readResult() {
        if (!Files.isRegularFile(run.result())) {
            return;
        }
        RunResult result = run.readResult();
        addMissing(new At(0, 0), result.base(), result);
        At outcome = new At(result.steps(), spec.negation().lambda());
        addMissing(outcome, result.unlearned(), result);
        for (RunResult.SweepPoint point : result.sweep()) {
            addMissing(new At(result.steps(), point.lambda()), point.measurement(), result);
        }
    }

    private void addMissing(At at, Measurement measurement, RunResult result) {
        if (!own.containsKey(at)) {
            add(at, measurement, 0, result.conditions());
        }
    }

    /// The newest of a step and λ counts: a run that went on from a checkpoint measures again.
    private void add(At at, Measurement measurement, double seconds, @Nullable Conditions known) {
        Conditions conditions = known == null ? conditions(measurement) : known;
        String key = Sha256.of(Wire.line(List.of(run.name(), at.step(), at.lambda(), conditions)));
        own.put(
                at,
                new MeasuredPoint(
                        key,
                        run.name(),
                        spec.method(),
                        at.step(),
                        at.lambda(),
                        conditions,
                        measurement,
                        new Cost(seconds, 0)));
    }

    private Conditions conditions(Measurement m) {
        return new Conditions(
                spec.model().folder(),
                m.judge(),
                Sha256.of(prompts()),
                m.seen().n(),
                m.unseen().n(),
                m.normal().rows(),
                spec.data().template(),
                spec.evaluation().maxNewTokens(),
                spec.seed(),
                "");
    }

    /// Everything that decides which unseen and normal prompts are asked, in one text; the seed where it draws them.
    private String prompts() {
        DataSpec data = spec.data();
        EvaluationSpec evaluation = spec.evaluation();
        boolean drawn =
                data.unseenHarmful() == null
                        || data.unseenNormal() == null
                        || evaluation.harmfulPrompts() != 0
                        || evaluation.normalRows() != 0;
        return Wire.line(
                Arrays.asList(
                        data,
                        spec.acquisition().profile(),
                        evaluation.harmfulPrompts(),
                        evaluation.normalRows(),
                        drawn ? spec.seed() : 0));
    }
}
