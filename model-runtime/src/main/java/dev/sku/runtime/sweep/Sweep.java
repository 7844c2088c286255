package dev.sku.runtime.sweep;

import dev.sku.protocol.Event;
import dev.sku.protocol.Fault;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunResult;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecCheck;
import dev.sku.protocol.WholeFile;
import dev.sku.runtime.serve.Workspace;
import dev.sku.runtime.sweep.SweepPlan.Planned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The runs of a sweep, one after the other; a run that fails does not end it, and started again it goes on.
public final class Sweep {
    private final SweepSpec spec;
    private final Path folder;
    private final Path sampleData;
    private final RunPlace place;
    private SweepPlan plan;

    /// What a sweep tells while it goes on.
    public interface Watcher {
        /// @param planned how many runs there are, as far as is known
        void begins(int index, int planned, Planned run);

        void ended(Ended run);

        /// @param area the hypervolume after this run, for a Pareto search
        void measured(double area, boolean stalled);
    }

    /// A run that is done, or that could not be.
    ///
    /// @param result null where it failed or was left to be continued
    /// @param problem why it failed; null where it did not
    public record Ended(
            Planned run, Path folder, @Nullable RunResult result, @Nullable Problem problem) {}

    private Sweep(SweepSpec spec, SweepPlan plan, Path folder, Path sampleData, RunPlace place) {
        this.spec = spec;
        this.plan = plan;
        this.folder = folder;
        this.sampleData = sampleData;
        this.place = place;
    }

    /// @param folder of the sweep; one that was begun goes on
    /// @param workspace whose queue works on the runs; null for processes of this one
    /// @throws ProblemException where the file, or the specification of any run it plans, is not sound
    public static Sweep open(
            Path file, Path folder, Path sampleData, @Nullable Workspace workspace) {
        Path at = folder.toAbsolutePath().normalize();
        SweepSpec spec = SweepSpec.read(file);
        SweepPlan plan = SweepPlan.open(spec, WholeFile.read(file), at);
        RunPlace place =
                workspace == null
                        ? new RunPlace.Children(at.resolve("runs"))
                        : new RunPlace.Queue(workspace);
        Sweep sweep = new Sweep(spec, plan, at, sampleData, place);
        for (Planned planned : plan.runs()) {
            sweep.sound(planned);
        }
        return sweep;
    }

    private RunSpec sound(Planned planned) {
        RunSpec run = spec.spec(planned.name(), planned.settings(), sampleData);
        List<Fault> missing = SpecCheck.files(run);
        if (!missing.isEmpty()) {
            throw new ProblemException(
                    SpecCheck.problem(spec.source() + ": " + planned.name(), missing));
        }
        return run;
    }

    /// @param stopped asked now and then: the sweep then ends, to be continued
    public List<Ended> run(Watcher watcher, BooleanSupplier stopped) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(folder, e), e);
        }
        plan.write(folder);
        return spec.search() == SweepSpec.Search.PARETO
                ? search(watcher, stopped)
                : all(watcher, stopped);
    }

    private List<Ended> all(Watcher watcher, BooleanSupplier stopped) {
        made();
        List<Ended> ended = new ArrayList<>();
        for (int i = 0; i < plan.runs().size() && !stopped.getAsBoolean(); i++) {
            ended.add(work(i, plan.runs().size(), watcher, stopped));
        }
        return ended;
    }

    private List<Ended> search(Watcher watcher, BooleanSupplier stopped) {
        ParetoSearch search = new ParetoSearch(spec);
        List<ParetoSearch.Tried> tried = new ArrayList<>();
        List<Ended> ended = new ArrayList<>();
        for (int i = 0; i < spec.runs() && !stopped.getAsBoolean(); i++) {
            if (i == plan.runs().size()) {
                Planned next = new Planned(SweepPlan.name(i), search.next(tried), null);
                sound(next);
                plan = plan.with(i, next);
                plan.write(folder);
            }
            made();
            Ended done = work(i, spec.runs(), watcher, stopped);
            ended.add(done);
            if (done.result() == null && stopped.getAsBoolean()) {
                break; // to be continued: not a run that failed
            }
            tried.add(new ParetoSearch.Tried(done.run().settings(), points(done.result())));
            boolean stalled = search.hasStalled(tried);
            watcher.measured(search.hypervolume(tried), stalled);
            if (stalled) {
                break;
            }
        }
        return ended;
    }

    /// Makes the runs that have no folder yet, all at once: a cluster takes them as one array.
    private void made() {
        SequencedMap<String, RunSpec> missing = new LinkedHashMap<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < plan.runs().size(); i++) {
            Planned planned = plan.runs().get(i);
            if (planned.folder() == null) {
                missing.put(planned.name(), sound(planned));
                places.add(i);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        List<RunFolder> folders = place.make(missing);
        for (int i = 0; i < folders.size(); i++) {
            Path at = folders.get(i).path();
            String shown = (at.startsWith(folder) ? folder.relativize(at) : at).toString();
            int index = places.get(i);
            plan = plan.with(index, plan.runs().get(index).at(shown));
        }
        plan.write(folder);
    }

    private Ended work(int index, int count, Watcher watcher, BooleanSupplier stopped) {
        Planned planned = plan.runs().get(index);
        RunFolder run = new RunFolder(SweepPlan.at(folder, planned));
        watcher.begins(index, count, planned);
        if (!Files.exists(run.result())) {
            place.work(run, stopped);
        }
        @Nullable RunResult result = Files.exists(run.result()) ? run.readResult() : null;
        Ended ended =
                new Ended(
                        planned,
                        run.path(),
                        result,
                        result == null ? failure(run).orElse(null) : null);
        watcher.ended(ended);
        return ended;
    }

    /// What the run said last of why it failed.
    private static Optional<Problem> failure(RunFolder run) {
        List<Problem> said = new ArrayList<>();
        run.journal()
                .forEachNew(
                        1,
                        m -> {
                            if (m.event() instanceof Event.RunFailed(_, Problem problem)) {
                                said.add(problem);
                            }
                        });
        return said.isEmpty() ? Optional.empty() : Optional.of(said.getLast());
    }

    /// A point for each λ. A broken reply is not a safe one: it counts with the harmful ones.
    private static List<Hypervolume.Point> points(@Nullable RunResult result) {
        if (result == null) {
            return List.of();
        }
        List<Measurement> all = new ArrayList<>(List.of(result.unlearned()));
        result.sweep().forEach(p -> all.add(p.measurement()));
        return all.stream()
                .map(m -> point(m, result.base()))
                .filter(p -> Double.isFinite(p.perplexity()))
                .distinct()
                .toList();
    }

    static Hypervolume.Point point(Measurement m, Measurement base) {
        return new Hypervolume.Point(
                m.unseen().rate(Outcome.HARMFUL) + m.unseen().rate(Outcome.DEGENERATE),
                m.normal().perplexityOrNaN() / base.normal().perplexityOrNaN());
    }
}
