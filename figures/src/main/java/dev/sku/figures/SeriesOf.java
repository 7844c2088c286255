package dev.sku.figures;

import dev.sku.figures.Figure.Mark;
import dev.sku.figures.Figure.Series;
import dev.sku.figures.Figure.Trace;
import dev.sku.figures.FigureSpec.Colours;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Shares marks out among series and lays paths through them.
final class SeriesOf {
    static final int BASE = 5;
    static final int SLOTS = 8;
    private static final String DATE_AND_ID = "^\\d{4}-\\d\\d-\\d\\d-(.+)-[0-9a-f]{4}$";

    private final FigureSpec spec;
    private final PointGroup group;
    private final List<Mark> marks;
    private final @Nullable Mark base;

    SeriesOf(FigureSpec spec, PointGroup group, List<Mark> marks) {
        this.spec = spec;
        this.group = group;
        this.marks = marks;
        this.base = marks.stream().filter(m -> m.point().lambda() == 0).findFirst().orElse(null);
    }

    /// The base last, so that it is drawn above the paths that begin there.
    List<Series> all() {
        Map<String, List<Mark>> shared = new LinkedHashMap<>();
        for (Mark mark : marks) {
            if (mark.point().lambda() != 0) {
                shared.computeIfAbsent(key(mark.point()), _ -> new ArrayList<>()).add(mark);
            }
        }
        List<String> order = new ArrayList<>(shared.keySet());
        order.sort(
                spec.shown().colours() == Colours.METHOD
                        ? Comparator.comparing(Method::valueOf)
                        : Comparator.comparingInt(
                                key -> place(Objects.requireNonNull(shared.get(key)).getFirst())));
        List<Series> series = new ArrayList<>();
        int slot = 0;
        for (String key : order) {
            slot = slot % SLOTS + 1;
            if (slot == BASE) {
                slot++;
            }
            List<Mark> own = Objects.requireNonNull(shared.get(key));
            series.add(new Series(name(key, own), slot, own, traces(own)));
        }
        if (base != null) {
            series.add(new Series(Words.text("series.base"), BASE, List.of(base), List.of()));
        }
        return List.copyOf(series);
    }

    /// What marks of one series have in common.
    private String key(MeasuredPoint point) {
        return switch (spec.shown().colours()) {
            case RUN -> point.run();
            case SETTINGS -> settings(point.run());
            case METHOD -> point.method().name();
        };
    }

    /// The run itself where runs are drawn one by one.
    private String settings(String run) {
        return spec.shown().colours() == Colours.SETTINGS
                ? group.settings().getOrDefault(run, run)
                : run;
    }

    private String name(String key, List<Mark> own) {
        return switch (spec.shown().colours()) {
            case RUN -> runName(key);
            case SETTINGS -> {
                String name = runName(own.getFirst().point().run());
                int seeds = own.stream().mapToInt(m -> m.seeds().size()).max().orElse(1);
                yield seeds == 1 ? name : Words.text("series.seeds", name, seeds);
            }
            case METHOD -> methodName(Method.valueOf(key));
        };
    }

    /// Of a model, or the same of several seeds, in a figure of what was tried.
    String name(List<MeasuredPoint> points) {
        String run = points.getFirst().run();
        long seeds = points.stream().map(MeasuredPoint::run).distinct().count();
        String own =
                spec.shown().colours() == Colours.METHOD
                        ? methodName(points.getFirst().method())
                        : runName(run);
        return seeds == 1 ? own : Words.text("series.seeds", own, seeds);
    }

    private int place(Mark mark) {
        return place(mark.seeds());
    }

    /// In the order in which the runs were named.
    int place(List<MeasuredPoint> own) {
        String run = own.getFirst().run();
        List<String> runs = spec.data().runs();
        for (int i = 0; i < runs.size(); i++) {
            if (Path.of(runs.get(i)).endsWith(run)) {
                return i;
            }
        }
        return runs.size();
    }

    /// Without day and number where no other run is then called the same.
    private String runName(String run) {
        String given = spec.data().names().get(run);
        if (given != null) {
            return given;
        }
        String brief = run.replaceFirst(DATE_AND_ID, "$1");
        long same =
                group.points().stream()
                        .filter(p -> !settings(p.run()).equals(settings(run)))
                        .map(MeasuredPoint::run)
                        .distinct()
                        .filter(r -> r.replaceFirst(DATE_AND_ID, "$1").equals(brief))
                        .count();
        return same == 0 ? brief : run;
    }

    static String methodName(Method method) {
        return Words.name("method", method);
    }

    private List<Trace> traces(List<Mark> own) {
        List<Trace> traces = new ArrayList<>();
        if (spec.shown().lambdaPaths()) {
            addTraces(traces, own, false, MeasuredPoint::step, MeasuredPoint::lambda);
        }
        if (spec.shown().stepPaths()) {
            addTraces(traces, own, true, MeasuredPoint::lambda, p -> (double) p.step());
        }
        return List.copyOf(traces);
    }

    /// A path where at least two points beside the base are on it.
    private <K extends Comparable<K>> void addTraces(
            List<Trace> traces,
            List<Mark> own,
            boolean overSteps,
            Function<MeasuredPoint, K> fixed,
            Function<MeasuredPoint, Double> along) {
        Map<String, TreeMap<K, List<Mark>>> paths = new LinkedHashMap<>();
        for (Mark mark : own) {
            paths.computeIfAbsent(settings(mark.point().run()), _ -> new TreeMap<>())
                    .computeIfAbsent(fixed.apply(mark.point()), _ -> new ArrayList<>())
                    .add(mark);
        }
        for (TreeMap<K, List<Mark>> run : paths.values()) {
            for (List<Mark> path : run.values()) {
                if (path.size() > 1) {
                    path.sort(Comparator.comparing(m -> along.apply(m.point())));
                    if (base != null) {
                        path.addFirst(base);
                    }
                    traces.add(new Trace(overSteps, List.copyOf(path)));
                }
            }
        }
    }
}
