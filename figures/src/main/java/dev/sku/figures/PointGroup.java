package dev.sku.figures;

import dev.sku.protocol.Finding;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.MeasuredPoint.Conditions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Points that were measured alike: the same base, judge, prompts, template and length. Only these are drawn together.
///
/// @param conditions but for what belongs to a run's seed
/// @param points at most one for a run, step and λ; by run, step, λ
/// @param earlier points in whose place others are drawn: a figure that was made of them still is
/// @param settings of runs by name: the same for those that differ in their seed alone
/// @param treated points of models to which something was done first
public record PointGroup(
        Conditions conditions,
        List<MeasuredPoint> points,
        List<MeasuredPoint> earlier,
        Map<String, String> settings,
        List<MeasuredPoint> treated) {
    static final Comparator<MeasuredPoint> ORDER =
            Comparator.comparing(MeasuredPoint::run)
                    .thenComparingInt(MeasuredPoint::step)
                    .thenComparingDouble(MeasuredPoint::lambda);

    public PointGroup {
        points = List.copyOf(points);
        earlier = List.copyOf(earlier);
        settings = Map.copyOf(settings);
        treated = List.copyOf(treated);
    }

    private record At(Conditions conditions, String run, int step, double lambda) {}

    /// The largest group first.
    ///
    /// What a run measured by itself before it kept its conditions carries those of its specification, not fingerprints. It
    /// joins the points that were evaluated afterwards where a run has both and they agree in judge, numbers of prompts,
    /// template and length: the same specification then drew the same prompts, in that run and in every other with these
    /// conditions.
    public static List<PointGroup> of(List<Finding.Points> runs) {
        Map<Conditions, Conditions> known = new HashMap<>();
        for (Finding.Points run : runs) {
            for (MeasuredPoint own : run.own()) {
                if (own.conditions().seenPrompts().isEmpty()) {
                    run.evaluated().stream()
                            .map(MeasuredPoint::conditions)
                            .filter(c -> alike(c, own.conditions()))
                            .max(Comparator.comparing(c -> !c.seenPrompts().isEmpty()))
                            .ifPresent(c ->
                                    known.putIfAbsent(
                                            own.conditions().comparable(), c.comparable()));
                }
            }
        }
        Map<At, List<MeasuredPoint>> points = new LinkedHashMap<>();
        Map<String, String> settings = new HashMap<>();
        Map<Conditions, List<MeasuredPoint>> treated = new HashMap<>();
        for (Finding.Points run : runs) {
            for (MeasuredPoint p : run.own()) {
                Conditions own = p.conditions().comparable();
                put(points, known.getOrDefault(own, own), p);
            }
            run.evaluated().forEach(p -> put(points, p.conditions().comparable(), p));
            run.treated()
                    .forEach(p ->
                            treated.computeIfAbsent(
                                            p.conditions().comparable(), _ -> new ArrayList<>())
                                    .add(p));
            Stream.concat(run.own().stream(), run.evaluated().stream())
                    .forEach(p ->
                            settings.put(
                                    p.run(), run.settings().isEmpty() ? p.run() : run.settings()));
        }
        Map<Conditions, List<List<MeasuredPoint>>> groups = new LinkedHashMap<>();
        points.forEach(
                (at, p) -> groups.computeIfAbsent(at.conditions(), _ -> new ArrayList<>()).add(p));
        return groups.entrySet().stream()
                .map(e ->
                        group(
                                e.getKey(),
                                e.getValue(),
                                settings,
                                treated.getOrDefault(e.getKey(), List.of())))
                .sorted(
                        Comparator.comparingInt((PointGroup g) -> g.points().size())
                                .reversed()
                                .thenComparing(g -> g.conditions().toString()))
                .toList();
    }

    private static void put(
            Map<At, List<MeasuredPoint>> points, Conditions conditions, MeasuredPoint p) {
        points.computeIfAbsent(
                        new At(conditions, p.run(), p.lambda() == 0 ? 0 : p.step(), p.lambda()),
                        _ -> new ArrayList<>())
                .add(p);
    }

    /// Of the same model measured twice the one that was asked more, or was measured last, with what was told of its rows by
    /// any.
    private static PointGroup group(
            Conditions conditions,
            List<List<MeasuredPoint>> models,
            Map<String, String> settings,
            List<MeasuredPoint> treated) {
        List<MeasuredPoint> points = new ArrayList<>();
        List<MeasuredPoint> earlier = new ArrayList<>();
        for (List<MeasuredPoint> model : models) {
            MeasuredPoint best =
                    model.stream()
                            .reduce((a, b) ->
                                    a.measurement().sets().size() > b.measurement().sets().size()
                                            ? a
                                            : b)
                            .orElseThrow();
            points.add(told(best, model));
            model.stream().filter(p -> !p.equals(best)).forEach(earlier::add);
        }
        return new PointGroup(
                conditions,
                points.stream().sorted(ORDER).toList(),
                earlier,
                settings,
                treated.stream().sorted(ORDER).toList());
    }

    private static MeasuredPoint told(MeasuredPoint best, List<MeasuredPoint> model) {
        return best.measurement().membership() != null
                ? best
                : model.stream()
                        .filter(p -> p.measurement().membership() != null)
                        .reduce((_, last) -> last)
                        .map(p -> best.with(best.measurement().with(p.measurement().membership())))
                        .orElse(best);
    }

    /// Whether the other has every model of this one, asked alike as far as one can tell: nothing is lost without it.
    public boolean isCoveredBy(PointGroup other) {
        return alike(conditions, other.conditions)
                && points.stream()
                        .allMatch(p ->
                                other.points.stream()
                                        .anyMatch(o ->
                                                o.run().equals(p.run())
                                                        && o.lambda() == p.lambda()
                                                        && (p.lambda() == 0
                                                                || o.step() == p.step())));
    }

    private static boolean alike(Conditions a, Conditions b) {
        return a.judge().equals(b.judge())
                && a.unseen() == b.unseen()
                && a.normal() == b.normal()
                && a.template().equals(b.template())
                && Objects.equals(a.encoder(), b.encoder())
                && a.maxNewTokens() == b.maxNewTokens();
    }

    /// The base as it was measured under these conditions.
    public Optional<MeasuredPoint> base() {
        return points.stream().filter(p -> p.lambda() == 0).findFirst();
    }

    public List<String> runs() {
        return points.stream().map(MeasuredPoint::run).distinct().toList();
    }

    /// Judge, prompts and length in one line.
    public String words() {
        List<Long> seeds =
                points.stream().map(p -> p.conditions().seed()).distinct().sorted().toList();
        return Words.text(
                "conditions",
                conditions.judge(),
                conditions.unseen(),
                conditions.normal(),
                conditions.maxNewTokens(),
                seeds.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                seeds.size());
    }

    /// In what this group's conditions differ from another's.
    public List<String> differences(PointGroup other) {
        Conditions a = conditions;
        Conditions b = other.conditions;
        List<String> all = new ArrayList<>();
        difference(all, "base", brief(a.base()), brief(b.base()));
        difference(all, "judge", a.judge(), b.judge());
        difference(all, "encoder", encoder(a), encoder(b));
        boolean counts = a.unseen() != b.unseen() || a.normal() != b.normal();
        if (counts) {
            difference(all, "counts", counts(a), counts(b));
        } else {
            difference(all, "prompts", brief(a.prompts()), brief(b.prompts()));
        }
        difference(all, "template", a.template(), b.template());
        difference(all, "length", a.maxNewTokens(), b.maxNewTokens());
        return all;
    }

    private static String encoder(Conditions conditions) {
        return Objects.requireNonNullElse(conditions.encoder(), Words.text("encoder.base"));
    }

    private static void difference(List<String> all, String key, Object a, Object b) {
        if (!a.equals(b)) {
            all.add(Words.text("difference." + key, String.valueOf(a), String.valueOf(b)));
        }
    }

    private static String counts(Conditions c) {
        return c.unseen() + " + " + c.normal();
    }

    /// The first digits of a fingerprint; a folder, of points that name no fingerprint, by its name.
    private static String brief(String hash) {
        return hash.matches("[0-9a-f]{64}")
                ? hash.substring(0, 8)
                : hash.substring(hash.lastIndexOf('/') + 1);
    }
}
