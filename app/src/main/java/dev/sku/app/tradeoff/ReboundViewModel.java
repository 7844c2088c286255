package dev.sku.app.tradeoff;

import static dev.sku.resources.Texts.text;

import dev.sku.figures.Figure;
import dev.sku.figures.Figure.Mark;
import dev.sku.figures.FigureSpec.Axes;
import dev.sku.figures.Measure;
import dev.sku.figures.PointGroup;
import dev.sku.figures.TreatmentWords;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Measurement.PromptOutcomes;
import dev.sku.protocol.Membership;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Request;
import dev.sku.protocol.Robustness;
import dev.sku.protocol.Treatment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// Whether harm comes back to the models that are drawn: what was tried on them, and what is to be tried.
public final class ReboundViewModel {
    private static final long SEED = 42;

    private final TradeoffViewModel model;
    private final StringProperty steps = new SimpleStringProperty("5 10 20");
    private final BooleanProperty full = new SimpleBooleanProperty();
    private final BooleanProperty rounded = new SimpleBooleanProperty(true);
    private final BooleanProperty membership = new SimpleBooleanProperty(true);
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable Figure> relearned = new ReadOnlyObjectWrapper<>();

    /// Replies to some prompts of a model, or of what was made of it.
    record Tried(String name, OutcomeCounts outcomes) {}

    ReboundViewModel(TradeoffViewModel model) {
        this.model = model;
        model.figureProperty().subscribe(figure -> relearned.set(overSteps(figure)));
        for (var choice : List.of(steps, full, rounded, membership)) {
            choice.subscribe(this::check);
        }
    }

    private void check() {
        Optional<Robustness> wanted = wanted();
        fault.set(
                wanted.isEmpty()
                        ? text("tradeoff.rebound.fault")
                        : wanted.get().equals(Robustness.NONE)
                                ? text("tradeoff.rebound.nothing")
                                : "");
    }

    /// Empty where the numbers of steps are none.
    private Optional<Robustness> wanted() {
        List<Integer> numbers = new ArrayList<>();
        try {
            for (String word : steps.get().strip().split("[\\s,;]+", -1)) {
                if (!word.isEmpty()) {
                    numbers.add(Integer.valueOf(word));
                }
            }
            return Optional.of(
                    new Robustness(
                                    numbers,
                                    numbers.isEmpty() ? null : Robustness.usual(full.get(), SEED),
                                    rounded.get()
                                            ? List.of(Quantization.INT8, Quantization.INT4)
                                            : List.of(),
                                    membership.get())
                            .checked());
        } catch (NumberFormatException | ProblemException _) {
            return Optional.empty();
        }
    }

    /// The model that a mark is made of, as it was made; empty where it was not measured so.
    private Optional<MeasuredPoint> made(Mark mark) {
        return group().stream()
                .flatMap(g -> g.points().stream())
                .filter(p -> isOf(mark, p))
                .findFirst();
    }

    private Optional<PointGroup> group() {
        return Optional.ofNullable(model.figureProperty().get()).map(Figure::group);
    }

    private static boolean isOf(Mark mark, MeasuredPoint point) {
        MeasuredPoint own = mark.point();
        return point.run().equals(own.run())
                && point.lambda() == own.lambda()
                && (own.lambda() == 0 || point.step() == own.step());
    }

    /// What was tried on a mark's model, the unseen prompts first; nothing where nothing was.
    List<Tried> tried(Mark mark) {
        List<Tried> all = new ArrayList<>();
        made(mark)
                .ifPresent(point -> {
                    all.add(
                            new Tried(
                                    text("tradeoff.rebound.unseen"), point.measurement().unseen()));
                    point.measurement().sets().stream()
                            .filter(PromptOutcomes::harmful)
                            .forEach(s -> all.add(new Tried(s.name(), s.outcomes())));
                });
        List<MeasuredPoint> treated =
                group().stream()
                        .flatMap(g -> g.treated().stream())
                        .filter(p -> isOf(mark, p))
                        .sorted(Comparator.comparing(ReboundViewModel::order))
                        .toList();
        for (MeasuredPoint point : treated) {
            all.add(
                    new Tried(
                            TreatmentWords.brief(point.treatment()), point.measurement().unseen()));
        }
        return all.size() < 2 ? List.of() : all;
    }

    private static String order(MeasuredPoint point) {
        return switch (Objects.requireNonNull(point.treatment())) {
            case Treatment.Relearned r -> "0 %s %b %05d".formatted(r.how(), r.control(), r.steps());
            case Treatment.Quantized q -> "1 %02d".formatted(99 - q.weights().bits());
        };
    }

    @Nullable Membership membership(Mark mark) {
        return made(mark).map(p -> p.measurement().membership()).orElse(null);
    }

    /// The base as it was measured; null where it was not asked.
    @Nullable Membership membershipOfBase() {
        return group().flatMap(PointGroup::base)
                .map(p -> p.measurement().membership())
                .orElse(null);
    }

    private static @Nullable Figure overSteps(@Nullable Figure figure) {
        if (figure == null
                || figure.group().treated().stream()
                        .noneMatch(p -> p.treatment() instanceof Treatment.Relearned)) {
            return null;
        }
        return Figure.of(
                figure.spec().with(new Axes(Measure.RELEARNED, Measure.HARMFUL, false, false)),
                figure.group());
    }

    /// Whether there is something to draw of all models.
    boolean canDraw() {
        Figure figure = model.figureProperty().get();
        return figure != null
                && (figure.spec().isRebound()
                        || !figure.group().treated().isEmpty()
                        || figure.group().points().stream()
                                .anyMatch(p ->
                                        p.lambda() != 0
                                                && p.measurement().sets().stream()
                                                        .anyMatch(PromptOutcomes::harmful)));
    }

    /// Draws everything that was tried in place of the trade-off, or the trade-off again.
    void draw(boolean rebound) {
        model.draft().draw(rebound);
    }

    /// An unlearned model of a run that trained something.
    boolean canMeasure(@Nullable Mark mark) {
        return mark != null
                && mark.point().lambda() != 0
                && mark.point().method().isTrained()
                && model.isHere(mark);
    }

    /// Tries it on a mark's model, beside its base.
    void measure(Mark mark) {
        MeasuredPoint point = mark.point();
        wanted().ifPresent(robustness ->
                model.sweep()
                        .measure(
                                List.of(
                                        new Request.Measure(
                                                point.run(),
                                                null,
                                                List.of(0.0, point.lambda()),
                                                model.judge(point.run()),
                                                List.of(),
                                                List.of(),
                                                false,
                                                robustness))));
    }

    /// Harm over the steps of relearning, of all models that are drawn; null where none was trained again.
    ReadOnlyObjectProperty<@Nullable Figure> relearnedProperty() {
        return relearned.getReadOnlyProperty();
    }

    /// Numbers of steps, as they are typed; none leaves relearning out.
    StringProperty stepsProperty() {
        return steps;
    }

    /// Whether every tensor is trained, not adapters.
    BooleanProperty fullProperty() {
        return full;
    }

    BooleanProperty roundedProperty() {
        return rounded;
    }

    BooleanProperty membershipProperty() {
        return membership;
    }

    /// Why nothing can be measured; empty where it can.
    ReadOnlyStringProperty faultProperty() {
        return fault.getReadOnlyProperty();
    }
}
