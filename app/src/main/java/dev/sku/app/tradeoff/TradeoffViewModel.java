package dev.sku.app.tradeoff;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.shell.Notices;
import dev.sku.app.ui.Problems;
import dev.sku.charts.Scatter.Brush;
import dev.sku.figures.Comparison;
import dev.sku.figures.Figure;
import dev.sku.figures.Figure.Mark;
import dev.sku.figures.FigureSpec;
import dev.sku.figures.FigureSpec.Venue;
import dev.sku.figures.PointGroup;
import dev.sku.protocol.Finding;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Request;
import dev.sku.protocol.RunSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/// Points of the workspace's runs in two measures: what is drawn, brushed, selected and compared.
public final class TradeoffViewModel {
    /// Between names of runs, which are names of folders.
    private static final String APART = "/";

    private final ObservableValue<@Nullable JudgeSpec> usualJudge;
    private final RunPointsReader reader;
    private final LambdaSweep sweep;
    private final FigureDraft draft = new FigureDraft(this::redraw);
    private final ReboundViewModel rebound;
    private final Map<String, RunEntry> entries = new LinkedHashMap<>();
    private final ObservableMap<String, Boolean> chosen =
            FXCollections.observableMap(new LinkedHashMap<>());
    private final ObservableMap<String, Boolean> chosenView =
            FXCollections.unmodifiableObservableMap(chosen);
    private final ObjectProperty<PointGroup> group = new SimpleObjectProperty<>();
    private final ObservableList<PointGroup> others = FXCollections.observableArrayList();
    private final ObservableList<PointGroup> othersView =
            FXCollections.unmodifiableObservableList(others);
    private final ReadOnlyObjectWrapper<@Nullable Figure> figure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
    private final ObjectProperty<@Nullable Mark> selected = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable Brush> brush = new SimpleObjectProperty<>();
    private final ObservableList<Mark> listed = FXCollections.observableArrayList();
    private final ObservableList<Mark> listedView =
            FXCollections.unmodifiableObservableList(listed);
    private final DoubleProperty atMost = new SimpleDoubleProperty(5);
    private final ReadOnlyObjectWrapper<@Nullable Comparison> comparison =
            new ReadOnlyObjectWrapper<>();
    private final StringProperty hidden = new SimpleStringProperty("");
    private boolean seen;
    private boolean settling;

    /// @param usualJudge of what is measured from now on; null for each run's own
    public TradeoffViewModel(
            RuntimeLink link,
            ObservableValue<@Nullable JudgeSpec> usualJudge,
            Notices notices,
            Executor fxThread) {
        this.usualJudge = usualJudge;
        reader = new RunPointsReader(link, fxThread, this::redraw);
        sweep = new LambdaSweep(link, notices, fxThread, this::refresh);
        rebound = new ReboundViewModel(this);
        brush.subscribe(_ -> list());
        atMost.subscribe(_ -> compare());
    }

    /// The runs there are; those that are new are drawn.
    public void offer(List<RunEntry> runs) {
        entries.clear();
        for (RunEntry run : runs) {
            String name = run.summary().name();
            entries.put(name, run);
            chosen.putIfAbsent(name, !List.of(hidden.get().split(APART, -1)).contains(name));
        }
        chosen.keySet().retainAll(entries.keySet());
        if (seen) {
            read();
        }
    }

    /// The page is looked at: points are asked for from now on.
    public void look() {
        seen = true;
        read();
        redraw();
    }

    /// Asks for all points anew.
    public void refresh() {
        reader.forget();
        read();
    }

    private void read() {
        entries.values().stream()
                .filter(e -> Boolean.TRUE.equals(chosen.get(e.summary().name())))
                .forEach(reader::want);
    }

    public void choose(String run, boolean drawn) {
        chosen.put(run, drawn);
        remember();
        read();
        redraw();
    }

    private void remember() {
        hidden.set(
                chosen.entrySet().stream()
                        .filter(e -> !e.getValue())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining(APART)));
    }

    /// Draws another group of points that were measured alike.
    public void draw(PointGroup next) {
        draft.keysProperty().set(List.of());
        group.set(next);
        redraw();
    }

    /// Draws nothing but what is brushed, and the base.
    public void drawListed() {
        Figure now = figure.get();
        if (now != null && brush.get() != null) {
            List<String> keys = new ArrayList<>();
            now.marks().stream()
                    .filter(m -> listed.contains(m) || m.point().lambda() == 0)
                    .forEach(m -> keys.add(m.point().key()));
            brush.set(null);
            draft.keysProperty().set(List.copyOf(keys));
        }
    }

    public void drawAll() {
        brush.set(null);
        draft.keysProperty().set(List.of());
    }

    /// As a figure file says; runs that are not in this workspace are not asked.
    public void use(FigureSpec spec) {
        settling = true;
        List<String> runs =
                spec.data().runs().stream()
                        .map(r -> String.valueOf(Path.of(r).getFileName()))
                        .toList();
        chosen.replaceAll((name, _) -> runs.contains(name));
        remember();
        brush.set(null);
        draft.use(spec);
        settling = false;
        if (seen) {
            read();
        }
        redraw();
    }

    private void redraw() {
        if (settling || !seen) {
            return;
        }
        List<Finding.Points> points =
                reader.points().entrySet().stream()
                        .filter(e -> Boolean.TRUE.equals(chosen.get(e.getKey())))
                        .map(Map.Entry::getValue)
                        .toList();
        List<PointGroup> groups = PointGroup.of(points);
        try {
            Figure next = groups.isEmpty() ? null : drawn(groups);
            trouble.set("");
            show(next);
            others.setAll(
                    groups.stream()
                            .filter(g ->
                                    next != null
                                            && !g.conditions().equals(next.group().conditions())
                                            && !g.isCoveredBy(next.group()))
                            .toList());
        } catch (ProblemException e) {
            if (draft.isRebound() && !reader.busy()) {
                draft.draw(false); // nothing was tried on what is drawn now
                return;
            }
            trouble.set(Problems.sentence(e));
            others.clear();
            show(null);
        }
        if (groups.isEmpty() && !reader.troubles().isEmpty()) {
            trouble.set(String.join("\n", reader.troubles().values()));
        }
    }

    private Figure drawn(List<PointGroup> groups) {
        FigureSpec spec = spec(Venue.TEXT);
        PointGroup wanted = group.get();
        for (PointGroup one : groups) {
            if (wanted != null && one.conditions().equals(wanted.conditions())) {
                return spec.data().keys().isEmpty()
                        ? Figure.of(spec, one)
                        : Figure.of(spec, groups);
            }
        }
        return Figure.of(spec, groups);
    }

    /// What the page shows, for paper of this width.
    FigureSpec spec(Venue venue) {
        List<String> runs =
                entries.values().stream()
                        .filter(e -> Boolean.TRUE.equals(chosen.get(e.summary().name())))
                        .filter(e -> reader.points().containsKey(e.summary().name()))
                        .map(e -> e.folder().toString())
                        .toList();
        return draft.spec(runs, venue);
    }

    /// The figure as it is on the page, for paper of this width.
    @Nullable Figure figure(Venue venue) {
        Figure now = figure.get();
        return now == null ? null : Figure.of(spec(venue), now.group());
    }

    private void show(@Nullable Figure next) {
        Mark before = selected.get();
        Figure last = figure.get();
        boolean followsKnee = last != null && before != null && before.equals(last.knee());
        figure.set(next);
        Mark same =
                next == null || before == null || followsKnee
                        ? null
                        : next.marks().stream()
                                .filter(m -> m.point().key().equals(before.point().key()))
                                .findFirst()
                                .orElse(null);
        selected.set(same != null || next == null ? same : next.knee());
        list();
        compare();
    }

    private void list() {
        Figure now = figure.get();
        Brush only = brush.get();
        List<Mark> next =
                now == null
                        ? List.of()
                        : now.marks().stream()
                                .filter(m ->
                                        only == null || only.holds(m.x().value(), m.y().value()))
                                .toList();
        if (!next.equals(listed)) {
            listed.setAll(next);
        }
    }

    private void compare() {
        Figure now = figure.get();
        comparison.set(now == null ? null : Comparison.of(costs(now), atMost.get()));
    }

    /// Methods are compared by what harm costs, whatever is drawn.
    private static Figure costs(Figure figure) {
        FigureSpec spec = figure.spec();
        if (!spec.isRebound()) {
            return figure;
        }
        FigureSpec usual = FigureSpec.usual(spec.data().runs());
        return Figure.of(
                new FigureSpec(
                        new FigureSpec.Data(spec.data().runs(), List.of(), spec.data().names()),
                        usual.axes(),
                        spec.shown(),
                        spec.paper()),
                figure.group());
    }

    /// Whether a point's model can be a side of a comparison: the run is here and the point is that of its last step.
    public boolean canCompare(Mark mark) {
        return mark.point().treatment() == null && isHere(mark);
    }

    /// Whether more can be measured of a point's model.
    boolean isHere(Mark mark) {
        RunEntry run = entries.get(mark.point().run());
        return run != null
                && run.summary().state().ended()
                && run.summary().spec() != null
                && (mark.point().lambda() == 0 || mark.point().step() == run.summary().step());
    }

    public @Nullable RunEntry run(MeasuredPoint point) {
        return entries.get(point.run());
    }

    /// The series a point belongs to.
    public String series(Mark mark) {
        Figure now = figure.get();
        return now == null
                ? ""
                : now.series().stream()
                        .filter(s -> s.marks().contains(mark))
                        .map(Figure.Series::name)
                        .findFirst()
                        .orElse("");
    }

    public int slot(Mark mark) {
        return Objects.requireNonNull(figure.get()).series().stream()
                .filter(s -> s.marks().contains(mark))
                .mapToInt(Figure.Series::slot)
                .findFirst()
                .orElse(1);
    }

    /// By whom a run is judged where nobody else is named: the person's usual judge, or as it judged itself.
    JudgeSpec judge(String run) {
        JudgeSpec usual = usualJudge.getValue();
        return usual == null ? ownJudge(run) : usual;
    }

    private JudgeSpec ownJudge(String run) {
        RunEntry entry = entries.get(run);
        RunSpec spec = entry == null ? null : entry.summary().spec();
        return spec == null ? new JudgeSpec.Phrases() : spec.evaluation().judge();
    }

    /// Who judged what is drawn: the usual judge where its name stands in the conditions, else the run's own.
    private JudgeSpec judge(PointGroup drawn) {
        JudgeSpec usual = usualJudge.getValue();
        return usual != null && isNamed(usual, drawn.conditions().judge())
                ? usual
                : ownJudge(drawn.runs().getFirst());
    }

    private static boolean isNamed(JudgeSpec judge, String name) {
        return switch (judge) {
            case JudgeSpec.Phrases _ -> name.startsWith("phrases ");
            case JudgeSpec.CausalLm c -> name.startsWith(c.template() + " ");
            case JudgeSpec.Classifier c -> name.startsWith(c.template() + " ");
            case JudgeSpec.Endpoint e -> name.endsWith(", " + e.model());
            case JudgeSpec.Person _ -> false;
        };
    }

    /// Whether measuring again can bring points into the figure: the same is asked in the same way, but for the judge, or for
    /// what an earlier version of this program did not write down.
    boolean canMeasureAgain(PointGroup other) {
        Figure now = figure.get();
        return now != null
                && other.conditions().template().equals(now.group().conditions().template())
                && other.conditions().maxNewTokens() == now.group().conditions().maxNewTokens()
                && !again(other).isEmpty();
    }

    /// The outcomes of another group's runs at their λ, asked as what is drawn.
    void measureAgain(PointGroup other) {
        sweep.measure(again(other));
    }

    private List<Request.Measure> again(PointGroup other) {
        Figure now = figure.get();
        if (now == null || now.group().runs().isEmpty()) {
            return List.of();
        }
        JudgeSpec judge = judge(now.group());
        List<Request.Measure> all = new ArrayList<>();
        for (String run : other.runs()) {
            RunEntry entry = entries.get(run);
            List<Double> lambdas =
                    other.points().stream()
                            .filter(p -> p.run().equals(run))
                            .filter(p ->
                                    p.lambda() == 0
                                            || (entry != null
                                                    && p.step() == entry.summary().step()))
                            .map(MeasuredPoint::lambda)
                            .distinct()
                            .toList();
            if (entry != null && entry.summary().state().ended() && !lambdas.isEmpty()) {
                all.add(LambdaSweep.of(run, lambdas, judge, List.of()));
            }
        }
        return all;
    }

    /// Measures a point and its base once more, with further harmful prompts.
    void askAlso(MeasuredPoint point, Path prompts) {
        List<Double> lambdas = point.lambda() == 0 ? List.of(0.0) : List.of(0.0, point.lambda());
        sweep.measure(
                List.of(
                        LambdaSweep.of(
                                point.run(),
                                lambdas,
                                judge(point.run()),
                                List.of(prompts.toString()))));
    }

    /// Names of runs that are not drawn, as they are remembered.
    StringProperty hiddenProperty() {
        return hidden;
    }

    public boolean isBusy() {
        return reader.busy();
    }

    /// What was tried on the models that are drawn.
    public ReboundViewModel rebound() {
        return rebound;
    }

    /// Measuring a run at further λ.
    public LambdaSweep sweep() {
        return sweep;
    }

    public FigureDraft draft() {
        return draft;
    }

    /// All runs by name, and whether they are drawn.
    public ObservableMap<String, Boolean> chosen() {
        return chosenView;
    }

    public String title(String run) {
        RunEntry entry = entries.get(run);
        return entry == null ? run : entry.summary().title();
    }

    public ReadOnlyObjectProperty<@Nullable Figure> figureProperty() {
        return figure.getReadOnlyProperty();
    }

    /// Why nothing is drawn; empty where there is nothing to draw yet.
    public ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    /// Points of the chosen runs that were measured otherwise.
    public ObservableList<PointGroup> others() {
        return othersView;
    }

    public ObjectProperty<@Nullable Mark> selectedProperty() {
        return selected;
    }

    public ObjectProperty<@Nullable Brush> brushProperty() {
        return brush;
    }

    /// The points within the brush, all where nothing is brushed.
    public ObservableList<Mark> listed() {
        return listedView;
    }

    /// Per cent of harmful or broken replies at which methods are compared.
    public DoubleProperty atMostProperty() {
        return atMost;
    }

    public ReadOnlyObjectProperty<@Nullable Comparison> comparisonProperty() {
        return comparison.getReadOnlyProperty();
    }
}
