package dev.sku.app.tradeoff;

import dev.sku.app.ui.PageMemory;
import dev.sku.figures.FigureSpec;
import dev.sku.figures.FigureSpec.Axes;
import dev.sku.figures.FigureSpec.Colours;
import dev.sku.figures.FigureSpec.Data;
import dev.sku.figures.FigureSpec.Intervals;
import dev.sku.figures.FigureSpec.Paper;
import dev.sku.figures.FigureSpec.Shown;
import dev.sku.figures.FigureSpec.Venue;
import dev.sku.figures.Measure;
import java.util.List;
import java.util.Map;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

/// The choices that a figure is made by, as the page's controls hold them.
public final class FigureDraft {
    private final ObjectProperty<Measure> x = new SimpleObjectProperty<>(Measure.PERPLEXITY);
    private final ObjectProperty<Measure> y = new SimpleObjectProperty<>(Measure.HARMFUL);
    private final BooleanProperty logX = new SimpleBooleanProperty();
    private final BooleanProperty logY = new SimpleBooleanProperty();
    private final ObjectProperty<Colours> colours = new SimpleObjectProperty<>(Colours.RUN);
    private final ObjectProperty<Intervals> intervals = new SimpleObjectProperty<>(Intervals.BARS);
    private final BooleanProperty front = new SimpleBooleanProperty(true);
    private final BooleanProperty lambdaPaths = new SimpleBooleanProperty(true);
    private final BooleanProperty stepPaths = new SimpleBooleanProperty();
    private final ObjectProperty<List<String>> keys = new SimpleObjectProperty<>(List.of());
    private Map<String, String> names = Map.of();

    /// @param changed called after each choice
    FigureDraft(Runnable changed) {
        for (Observable choice :
                List.of(
                        x,
                        y,
                        logX,
                        logY,
                        colours,
                        intervals,
                        front,
                        lambdaPaths,
                        stepPaths,
                        keys)) {
            choice.addListener(_ -> changed.run());
        }
        x.subscribe(m -> logX.set(logX.get() && m.positive()));
        y.subscribe(m -> logY.set(logY.get() && m.positive()));
    }

    /// Axes and what is drawn come back as they were left.
    void remember(PageMemory memory) {
        memory.choice("tradeoff.x", x, Measure.class);
        memory.choice("tradeoff.y", y, Measure.class);
        memory.flag("tradeoff.logX", logX);
        memory.flag("tradeoff.logY", logY);
        memory.choice("tradeoff.colours", colours, Colours.class);
        memory.choice("tradeoff.intervals", intervals, Intervals.class);
        memory.flag("tradeoff.front", front);
        memory.flag("tradeoff.lambdaPaths", lambdaPaths);
        memory.flag("tradeoff.stepPaths", stepPaths);
    }

    FigureSpec spec(List<String> runs, Venue venue) {
        return new FigureSpec(
                new Data(runs, keys.get(), names),
                new Axes(
                        x.get(),
                        y.get(),
                        logX.get() && x.get().positive(),
                        logY.get() && y.get().positive()),
                new Shown(
                        colours.get(),
                        intervals.get(),
                        front.get(),
                        lambdaPaths.get(),
                        stepPaths.get(),
                        true),
                Paper.of(venue));
    }

    /// What brings harm back to models, or what their harm costs; every other choice stays.
    void draw(boolean rebound) {
        keys.set(List.of());
        x.set(rebound ? Measure.HARMFUL : Measure.PERPLEXITY);
        y.set(rebound ? Measure.TRIED : Measure.HARMFUL);
    }

    boolean isRebound() {
        return x.get().isRebound() || y.get().isRebound();
    }

    /// As a figure file says; its paper is chosen where figures are written.
    void use(FigureSpec spec) {
        names = spec.data().names();
        x.set(spec.axes().x());
        y.set(spec.axes().y());
        logX.set(spec.axes().logX());
        logY.set(spec.axes().logY());
        colours.set(spec.shown().colours());
        intervals.set(spec.shown().intervals());
        front.set(spec.shown().front());
        lambdaPaths.set(spec.shown().lambdaPaths());
        stepPaths.set(spec.shown().stepPaths());
        keys.set(spec.data().keys());
    }

    public ObjectProperty<Measure> xProperty() {
        return x;
    }

    public ObjectProperty<Measure> yProperty() {
        return y;
    }

    public BooleanProperty logXProperty() {
        return logX;
    }

    public BooleanProperty logYProperty() {
        return logY;
    }

    public ObjectProperty<Colours> coloursProperty() {
        return colours;
    }

    public ObjectProperty<Intervals> intervalsProperty() {
        return intervals;
    }

    public BooleanProperty frontProperty() {
        return front;
    }

    public BooleanProperty lambdaPathsProperty() {
        return lambdaPaths;
    }

    public BooleanProperty stepPathsProperty() {
        return stepPaths;
    }

    /// The only points that are drawn; none for all that were measured alike.
    public ObjectProperty<List<String>> keysProperty() {
        return keys;
    }
}
