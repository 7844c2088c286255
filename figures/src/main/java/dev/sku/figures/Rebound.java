package dev.sku.figures;

import dev.sku.figures.Figure.Mark;
import dev.sku.figures.Figure.Series;
import dev.sku.figures.Figure.Trace;
import dev.sku.figures.FigureSpec.Axes;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Measurement.PromptOutcomes;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Relearning;
import dev.sku.protocol.Treatment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether harm comes back: unlearned models as they were made, asked otherwise, trained again and with rounded weights;
/// over the steps of relearning, or everything that was tried one below the other.
final class Rebound {
    /// Between series at one place, and as much as all of them take at most.
    private static final double APART = .2;

    private static final double TOGETHER = .64;

    private final FigureSpec spec;
    private final PointGroup group;
    private final SeriesOf names;
    private final @Nullable MeasuredPoint base;
    private final List<Trial> trials = new ArrayList<>();
    private int leftOut;

    /// @param set of further prompts; null for the unseen ones
    /// @param treatment apart from its seed; null for models as they were made
    private record Trial(@Nullable String set, @Nullable Treatment treatment) {}

    /// An unlearned model, or the same of several seeds.
    private record Model(String key, double lambda, int step) {}

    Rebound(FigureSpec spec, PointGroup group) {
        this.spec = spec;
        this.group = group;
        this.base = group.base().orElse(null);
        this.names = new SeriesOf(spec, group, List.of());
    }

    /// @throws ProblemException `FIGURE_EMPTY` where nothing was tried
    Figure figure() {
        Map<Model, Map<Trial, List<MeasuredPoint>>> models = models();
        boolean over = spec.axes().x() == Measure.RELEARNED;
        trials.sort(Comparator.comparingInt(Rebound::kind).thenComparing(Rebound::within));
        if (over) {
            trials.removeIf(
                    t -> !(t.equals(AS_MADE) || t.treatment() instanceof Treatment.Relearned));
        }
        List<Series> series = series(models, over);
        List<Mark> marks = series.stream().flatMap(s -> s.marks().stream()).toList();
        if (marks.isEmpty() || trials.size() < 2) {
            throw ProblemException.of(Problem.Code.FIGURE_EMPTY, place().key());
        }
        Axes axes = spec.axes();
        Axis value =
                over
                        ? around(axes.y(), marks.stream().map(Mark::y).toList())
                        : ofAllPrompts(around(axes.x(), marks.stream().map(Mark::x).toList()));
        return new Figure(
                spec,
                group,
                over ? around(axes.x(), marks.stream().map(Mark::x).toList()) : value,
                over ? value : places(),
                series,
                List.of(),
                null,
                leftOut);
    }

    private static final Trial AS_MADE = new Trial(null, null);

    private Measure place() {
        return spec.axes().y() == Measure.TRIED ? Measure.TRIED : Measure.RELEARNED;
    }

    private Measure value() {
        return spec.axes().y() == Measure.TRIED ? spec.axes().x() : spec.axes().y();
    }

    private Axis around(Measure measure, List<Reading> readings) {
        return Axis.around(measure, false, Figure.ends(readings, spec, false), Figure.TICKS);
    }

    /// Without the name of the prompts, which differ from place to place.
    private Axis ofAllPrompts(Axis axis) {
        return new Axis(
                spec.axes().x().brief(),
                axis.hint(),
                axis.log(),
                axis.low(),
                axis.high(),
                axis.ticks());
    }

    /// The first on top.
    private Axis places() {
        int n = trials.size();
        List<Axis.Tick> ticks = new ArrayList<>();
        for (int i = n - 1; i >= 0; i--) {
            ticks.add(new Axis.Tick(n - 1.0 - i, words(trials.get(i))));
        }
        return new Axis(Measure.TRIED.words(), "", false, -.6, n - .4, ticks);
    }

    private String words(Trial trial) {
        if (trial.set() != null) {
            return Words.text("rebound.set", trial.set().replace('-', ' '));
        }
        String brief = TreatmentWords.brief(trial.treatment());
        return trial.treatment() instanceof Treatment.Relearned relearned && ways() > 1
                ? Words.text("rebound.how", brief, TreatmentWords.how(relearned.how()))
                : brief;
    }

    /// In how many ways models were trained again.
    private long ways() {
        return trials.stream().map(Rebound::how).filter(Objects::nonNull).distinct().count();
    }

    private static @Nullable Relearning how(Trial trial) {
        return trial.treatment() instanceof Treatment.Relearned(_, _, Relearning how) ? how : null;
    }

    private static int kind(Trial trial) {
        return switch (trial.treatment()) {
            case null -> trial.set() == null ? 0 : 1;
            case Treatment.Relearned _ -> 2;
            case Treatment.Quantized _ -> 3;
        };
    }

    /// Among those of its kind.
    private static String within(Trial trial) {
        return switch (trial.treatment()) {
            case null -> "";
            case Treatment.Relearned r -> "%s %b %05d".formatted(r.how(), r.control(), r.steps());
            case Treatment.Quantized q -> "%02d".formatted(99 - q.weights().bits());
        };
    }

    /// Models to which something was done; where there is none, those that were asked further prompts.
    private Map<Model, Map<Trial, List<MeasuredPoint>>> models() {
        Map<Model, Map<Trial, List<MeasuredPoint>>> all = new LinkedHashMap<>();
        trials.add(AS_MADE);
        for (MeasuredPoint point : group.treated()) {
            Treatment treatment = Objects.requireNonNull(point.treatment()).apartFromSeed();
            add(all, point, new Trial(null, treatment));
        }
        boolean none = all.isEmpty();
        for (MeasuredPoint point : group.points()) {
            boolean asked = point.measurement().sets().stream().anyMatch(PromptOutcomes::harmful);
            if (point.lambda() == 0 || !(none ? asked : all.containsKey(model(point)))) {
                continue;
            }
            add(all, point, AS_MADE);
            for (PromptOutcomes set : point.measurement().sets()) {
                if (set.harmful()) {
                    add(all, point, new Trial(set.name(), null));
                }
            }
        }
        return all;
    }

    private void add(
            Map<Model, Map<Trial, List<MeasuredPoint>>> all, MeasuredPoint point, Trial trial) {
        if (!trials.contains(trial)) {
            trials.add(trial);
        }
        all.computeIfAbsent(model(point), _ -> new LinkedHashMap<>())
                .computeIfAbsent(trial, _ -> new ArrayList<>())
                .add(point);
    }

    private Model model(MeasuredPoint point) {
        String key =
                spec.shown().colours() == FigureSpec.Colours.SETTINGS
                        ? group.settings().getOrDefault(point.run(), point.run())
                        : point.run();
        return new Model(key, point.lambda(), point.step());
    }

    private List<Series> series(Map<Model, Map<Trial, List<MeasuredPoint>>> models, boolean over) {
        List<Model> order = new ArrayList<>(models.keySet());
        order.sort(
                Comparator.comparingInt((Model m) -> names.place(points(models, m)))
                        .thenComparingDouble(Model::lambda)
                        .thenComparingInt(Model::step));
        List<Series> all = new ArrayList<>();
        int rows = order.size() + (base == null ? 0 : 1);
        int slot = 0;
        for (Model model : order) {
            slot = slot % SeriesOf.SLOTS + 1;
            slot = slot == SeriesOf.BASE ? slot + 1 : slot;
            Map<Trial, List<MeasuredPoint>> tried = Objects.requireNonNull(models.get(model));
            double aside = over ? 0 : aside(all.size(), rows);
            Map<Trial, Mark> marks = marks(tried, aside, over);
            List<MeasuredPoint> points = points(models, model);
            String name =
                    Words.text(
                            "rebound.lambda", names.name(points), Numerals.plain(model.lambda()));
            all.add(new Series(name, slot, List.copyOf(marks.values()), traces(marks)));
        }
        if (base != null) {
            Map<Trial, List<MeasuredPoint>> asked = new LinkedHashMap<>();
            asked.put(AS_MADE, List.of(base));
            base.measurement().sets().stream()
                    .filter(PromptOutcomes::harmful)
                    .map(set -> new Trial(set.name(), null))
                    .filter(trials::contains)
                    .forEach(trial -> asked.put(trial, List.of(base)));
            all.add(
                    new Series(
                            Words.text("series.base"),
                            SeriesOf.BASE,
                            List.copyOf(
                                    marks(asked, over ? 0 : aside(rows - 1, rows), over).values()),
                            List.of()));
        }
        return List.copyOf(all);
    }

    private static List<MeasuredPoint> points(
            Map<Model, Map<Trial, List<MeasuredPoint>>> models, Model model) {
        return Objects.requireNonNull(models.get(model)).values().stream()
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private static double aside(int number, int of) {
        return ((of - 1) / 2.0 - number) * Math.min(APART, TOGETHER / of);
    }

    private Map<Trial, Mark> marks(
            Map<Trial, List<MeasuredPoint>> tried, double aside, boolean over) {
        Map<Trial, Mark> marks = new LinkedHashMap<>();
        for (int i = 0; i < trials.size(); i++) {
            Trial trial = trials.get(i);
            List<MeasuredPoint> seeds = tried.get(trial);
            if (seeds == null) {
                continue;
            }
            Reading reading =
                    trial.set() == null
                            ? value().of(seeds, base)
                            : value().ofSet(seeds, trial.set());
            if (!reading.known()) {
                leftOut++;
                continue;
            }
            double at =
                    !over
                            ? trials.size() - 1.0 - i + aside
                            : trial.treatment() instanceof Treatment.Relearned r ? r.steps() : 0;
            Reading place = Reading.exactly(at);
            marks.put(
                    trial,
                    over
                            ? new Mark(seeds, place, reading, 0, false)
                            : new Mark(seeds, reading, place, 0, false));
        }
        return marks;
    }

    /// From the model as it was made over rising steps, each way of training for itself; that on normal rows dotted.
    private List<Trace> traces(Map<Trial, Mark> marks) {
        Map<List<Object>, List<Mark>> paths = new LinkedHashMap<>();
        boolean over = spec.axes().x() == Measure.RELEARNED;
        marks.forEach((trial, mark) -> {
            if (trial.treatment() instanceof Treatment.Relearned(_, boolean control, Relearning how)
                    && (over || !control)) {
                paths.computeIfAbsent(List.of(control, how), _ -> new ArrayList<>()).add(mark);
            }
        });
        Mark made = marks.get(AS_MADE);
        List<Trace> traces = new ArrayList<>();
        paths.forEach((way, path) -> {
            if (made != null && over) {
                path.addFirst(made);
            }
            if (path.size() > 1) {
                traces.add(new Trace(way.getFirst().equals(true), List.copyOf(path)));
            }
        });
        return List.copyOf(traces);
    }
}
