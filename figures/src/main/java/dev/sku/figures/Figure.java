package dev.sku.figures;

import dev.sku.figures.FigureSpec.Axes;
import dev.sku.figures.FigureSpec.Intervals;
import dev.sku.figures.Measure.Better;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A trade-off between two measures, worked out once for the window and for every format.
///
/// @param front points that no other beats in both measures, the best in x first
/// @param knee where the front bends; null where it does not
/// @param leftOut points without one of the two measures
public record Figure(
        FigureSpec spec,
        PointGroup group,
        Axis x,
        Axis y,
        List<Series> series,
        List<Mark> front,
        @Nullable Mark knee,
        int leftOut) {
    static final int TICKS = 7;

    /// Points that share a colour and a marker.
    ///
    /// @param slot 1 to 8; SKU is 1 and the base 5
    public record Series(String name, int slot, List<Mark> marks, List<Trace> traces) {
        public boolean isBase() {
            return slot == SeriesOf.BASE;
        }
    }

    /// @param seeds the same model of several seeds, of which the readings are means; one point otherwise
    /// @param beatenBy points that are at least as good in both measures and better in one
    /// @param within it would be on the front at the good ends of its intervals
    public record Mark(
            List<MeasuredPoint> seeds, Reading x, Reading y, int beatenBy, boolean within) {
        /// The one that stands for all.
        public MeasuredPoint point() {
            return seeds.getFirst();
        }

        /// In words, `42, 43, 44`; empty where there is one.
        public String seedWords() {
            return seeds.size() == 1
                    ? ""
                    : seeds.stream()
                            .map(p -> String.valueOf(p.conditions().seed()))
                            .collect(Collectors.joining(", "));
        }
    }

    /// A path through points of a run, from the base on.
    ///
    /// @param overSteps of training at one λ; otherwise over λ after the same step
    public record Trace(boolean overSteps, List<Mark> marks) {}

    /// @throws ProblemException `FIGURE_EMPTY`, `FIGURE_POINTS_MISSING`, `FIGURE_LOG` or `FIGURE_PAPER`
    public static Figure of(FigureSpec spec, PointGroup all) {
        spec.checked();
        PointGroup group = chosen(spec, all);
        if (spec.isRebound()) {
            return new Rebound(spec, group).figure();
        }
        Axes axes = spec.axes();
        MeasuredPoint base = group.base().orElse(null);
        List<List<MeasuredPoint>> points = new ArrayList<>();
        List<Reading> xs = new ArrayList<>();
        List<Reading> ys = new ArrayList<>();
        List<List<MeasuredPoint>> candidates =
                together(drawn(group.points(), base, spec), group, spec);
        for (List<MeasuredPoint> point : candidates) {
            Reading x = axes.x().of(point, base);
            Reading y = axes.y().of(point, base);
            if (x.known() && y.known()) {
                points.add(point);
                xs.add(x);
                ys.add(y);
            }
        }
        if (points.isEmpty()) {
            throw ProblemException.of(
                    Problem.Code.FIGURE_EMPTY, axes.x().key() + ", " + axes.y().key());
        }
        Better betterX = axes.x().better();
        Better betterY = axes.y().better();
        Front front = new Front(xs, ys, betterX, betterY);
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            marks.add(
                    new Mark(
                            points.get(i),
                            xs.get(i),
                            ys.get(i),
                            front.beatenBy(i),
                            front.withinIntervals(i)));
        }
        var knee = front.knee(axes.logX(), axes.logY());
        return new Figure(
                spec,
                group,
                Axis.around(axes.x(), axes.logX(), ends(xs, spec, axes.logX()), TICKS),
                Axis.around(axes.y(), axes.logY(), ends(ys, spec, axes.logY()), TICKS),
                new SeriesOf(spec, group, marks).all(),
                front.members().stream().map(marks::get).toList(),
                knee.isPresent() ? marks.get(knee.getAsInt()) : null,
                candidates.size() - points.size());
    }

    private static PointGroup chosen(FigureSpec spec, PointGroup all) {
        List<String> keys = spec.data().keys();
        if (keys.isEmpty()) {
            return all;
        }
        Set<String> wanted = new HashSet<>(keys);
        List<MeasuredPoint> found =
                Stream.concat(all.points().stream(), all.earlier().stream())
                        .filter(p -> wanted.contains(p.key()))
                        .sorted(PointGroup.ORDER)
                        .toList();
        List<MeasuredPoint> treated =
                all.treated().stream().filter(p -> wanted.contains(p.key())).toList();
        if (found.size() + treated.size() < wanted.size()) {
            throw ProblemException.of(
                    Problem.Code.FIGURE_POINTS_MISSING,
                    wanted.size(),
                    wanted.size() - found.size() - treated.size());
        }
        return new PointGroup(all.conditions(), found, List.of(), all.settings(), treated);
    }

    /// The base is the same model in every run: it is drawn once. A look at the model in the midst of its training is drawn
    /// where paths over steps are, or where more than one λ was measured there.
    private static List<MeasuredPoint> drawn(
            List<MeasuredPoint> points, @Nullable MeasuredPoint base, FigureSpec spec) {
        return points.stream()
                .filter(p ->
                        p.lambda() == 0
                                ? p.equals(base)
                                : spec.shown().stepPaths() || !passing(p, points))
                .toList();
    }

    private record Model(String settings, int step, double lambda) {}

    /// The same models of several seeds as one, where that is asked; of runs with the same seed too, the last counts.
    private static List<List<MeasuredPoint>> together(
            List<MeasuredPoint> points, PointGroup group, FigureSpec spec) {
        if (spec.shown().colours() != FigureSpec.Colours.SETTINGS) {
            return points.stream().map(List::of).toList();
        }
        Map<Model, TreeMap<Long, MeasuredPoint>> models = new LinkedHashMap<>();
        for (MeasuredPoint p : points) {
            String settings = group.settings().getOrDefault(p.run(), p.run());
            models.computeIfAbsent(new Model(settings, p.step(), p.lambda()), _ -> new TreeMap<>())
                    .put(p.conditions().seed(), p);
        }
        return models.values().stream().map(seeds -> List.copyOf(seeds.values())).toList();
    }

    private static boolean passing(MeasuredPoint point, List<MeasuredPoint> points) {
        boolean last = true;
        int alike = 0;
        for (MeasuredPoint other : points) {
            if (other.run().equals(point.run()) && other.lambda() != 0) {
                last &= other.step() <= point.step();
                alike += other.step() == point.step() ? 1 : 0;
            }
        }
        return !last && alike < 2;
    }

    static List<Double> ends(List<Reading> readings, FigureSpec spec, boolean log) {
        List<Double> ends = new ArrayList<>();
        for (Reading reading : readings) {
            ends.add(reading.value());
            Span span = reading.span();
            if (span != null && spec.shown().intervals() != Intervals.NONE && !log) {
                ends.add(span.low());
                ends.add(span.high());
            }
        }
        return ends;
    }

    /// All points, series by series.
    public List<Mark> marks() {
        return series.stream().flatMap(s -> s.marks().stream()).toList();
    }

    public boolean onFront(Mark mark) {
        return front.contains(mark);
    }

    /// What was tried where a mark is; the name of the prompts where nothing was done to the model.
    public String tried(Mark mark) {
        if (spec.axes().y() != Measure.TRIED) {
            return TreatmentWords.brief(mark.point().treatment());
        }
        double at = mark.y().value();
        return y.ticks().stream()
                .filter(tick -> Math.abs(tick.at() - at) < .5)
                .map(Axis.Tick::words)
                .findFirst()
                .orElse("");
    }

    /// What tells a point from others on its path: its λ, or its step where the path goes over steps; empty for lone points,
    /// and where an axis says it.
    public String label(Mark mark) {
        Axes axes = spec.axes();
        List<Measure> said = List.of(axes.x(), axes.y());
        if (said.contains(Measure.LAMBDA) || said.contains(Measure.STEP) || spec.isRebound()) {
            return "";
        }
        boolean steps = false;
        for (Series one : series) {
            for (Trace trace : one.traces()) {
                if (trace.marks().contains(mark) && mark.point().lambda() != 0) {
                    if (!trace.overSteps()) {
                        return Words.text("label.lambda", Numerals.plain(mark.point().lambda()));
                    }
                    steps = true;
                }
            }
        }
        return steps ? Words.text("label.step", Numerals.plain(mark.point().step())) : "";
    }

    /// Its specification with exactly these points, so that points that are measured later do not change it.
    public FigureSpec pinned() {
        FigureSpec.Data data = spec.data();
        return new FigureSpec(
                new FigureSpec.Data(
                        data.runs(),
                        marks().stream()
                                .flatMap(m -> m.seeds().stream())
                                .map(MeasuredPoint::key)
                                .sorted()
                                .toList(),
                        data.names()),
                spec.axes(),
                spec.shown(),
                spec.paper());
    }

    /// Of several groups the one that a specification's points are in; where it names none, the largest.
    ///
    /// @throws ProblemException as the other
    public static Figure of(FigureSpec spec, List<PointGroup> groups) {
        Set<String> keys = new HashSet<>(spec.data().keys());
        PointGroup best =
                groups.stream()
                        .reduce((a, b) -> held(b, keys) > held(a, keys) ? b : a)
                        .orElseThrow(() ->
                                ProblemException.of(
                                        Problem.Code.FIGURE_EMPTY,
                                        String.join(", ", spec.data().runs())));
        return of(spec, best);
    }

    private static long held(PointGroup group, Set<String> keys) {
        return Stream.of(group.points(), group.earlier(), group.treated())
                .flatMap(List::stream)
                .filter(p -> keys.contains(p.key()))
                .count();
    }

    /// The steps of the front, from the worse end of y to the worse end of x.
    public Outline frontLine() {
        return Outlines.front(this);
    }

    /// What is drawn of a point's intervals: nothing, one or two bars, or an ellipse.
    public List<Outline> intervals(Mark mark) {
        return Outlines.intervals(this, mark);
    }
}
