package dev.sku.charts;

import dev.sku.resources.Tokens;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.transform.Transform;
import javafx.util.Duration;
import javafx.util.Subscription;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.fx.ChartCanvas;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.ui.RectangleInsets;

/// A chart on a canvas with a layer of nodes above it. Changes are drawn together, at most five times a second.
///
/// Belongs to the JavaFX thread. Nothing is drawn, and no timer runs, while nothing has changed or it is in no scene.
public abstract class ChartPane extends Region {
    static final Font FONT = new Font("Inter", Font.PLAIN, 11);

    /// Looks the same and is not equal: FXGraphics2D forgets its font at the end of a drawing, and then ignores being
    /// given an equal one, so that every second drawing would come out in the system's font.
    private static final Font FONT_AGAIN = FONT.deriveFont(11.01f);

    private static final Duration REDRAW = Duration.millis(200);

    final Pane overlay = new Pane();
    private final JFreeChart chart;
    private final ChartCanvas canvas;
    private final PauseTransition pause = new PauseTransition(REDRAW);
    private Tokens tokens;
    private Subscription watched = Subscription.EMPTY;
    private boolean dirty = true;
    private boolean waiting;
    private long drawnAt = System.nanoTime() - 1_000_000_000L;
    private long draws;

    ChartPane(Plot plot, Tokens tokens) {
        this.tokens = tokens;
        chart = new JFreeChart(null, null, plot, false);
        chart.setNotify(false);
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        plot.setOutlineVisible(false);
        plot.setInsets(new RectangleInsets(8, 0, 0, 20));
        canvas = new ChartCanvas(chart);
        canvas.setTooltipEnabled(false);
        canvas.setMouseTransparent(true);
        overlay.setMouseTransparent(true);
        overlay.setManaged(false);
        canvas.setManaged(false);
        getChildren().addAll(canvas, overlay);
        getStyleClass().add("chart");
        setMinSize(60, 40);
        setPrefSize(300, 160);
        pause.setOnFinished(_ -> askForPulse());
        sceneProperty().subscribe(_ -> watchVisibility());
    }

    /// A chart behind a switch is not drawn until it is switched to: every node above it may hide it.
    private void watchVisibility() {
        watched.unsubscribe();
        watched = Subscription.EMPTY;
        for (Node node = this; getScene() != null && node != null; node = node.getParent()) {
            watched = watched.and(node.visibleProperty().subscribe(_ -> catchUp()));
        }
    }

    private void catchUp() {
        if (dirty) {
            changed();
        }
    }

    private boolean seen() {
        boolean seen = getScene() != null;
        for (Node node = this; seen && node != null; node = node.getParent()) {
            seen = node.isVisible();
        }
        return seen;
    }

    /// Says that the picture is no longer right; it is redrawn within 200 ms while it can be seen.
    final void changed() {
        dirty = true;
        if (!waiting && seen()) {
            waiting = true;
            double rest = REDRAW.toMillis() - (System.nanoTime() - drawnAt) / 1e6;
            if (rest > 0) {
                pause.setDuration(Duration.millis(rest));
                pause.playFromStart();
            } else {
                askForPulse();
            }
        }
    }

    /// Draws with the next picture of the window; a timer runs only where changes come faster than they are drawn.
    private void askForPulse() {
        Scene scene = getScene();
        if (scene == null) {
            waiting = false;
            return;
        }
        Runnable[] once = new Runnable[1];
        once[0] =
                () -> {
                    scene.removePreLayoutPulseListener(once[0]);
                    waiting = false;
                    if (seen()) {
                        drawIfChanged();
                    }
                };
        scene.addPreLayoutPulseListener(once[0]);
        Platform.requestNextPulse();
    }

    /// Draws what has changed without waiting, for a picture that is taken now.
    public final void drawIfChanged() {
        if (dirty && getWidth() > 1 && getHeight() > 1) {
            dirty = false;
            draw();
        }
    }

    private void draw() {
        drawnAt = System.nanoTime();
        alternateFonts();
        prepare(getWidth(), getHeight());
        canvas.draw();
        afterDraw();
    }

    /// The numbers that are drawn, as they are now.
    public abstract ChartTable table();

    /// The chart as it looks now, on the background of its card.
    ///
    /// @param scale points of the picture for each point of the window
    public final WritableImage picture(double scale) {
        drawIfChanged();
        SnapshotParameters how = new SnapshotParameters();
        how.setTransform(Transform.scale(scale, scale));
        how.setFill(tokens.color("-chart-bg"));
        return snapshot(how, null);
    }

    /// Whether there is nothing to draw yet.
    public boolean isEmpty() {
        return false;
    }

    /// How often the picture was drawn.
    public final long draws() {
        return draws;
    }

    /// Takes the colours of another theme.
    public final void restyle(Tokens next) {
        tokens = next;
        chart.setBackgroundPaint(next.paint("-chart-bg"));
        chart.getPlot().setBackgroundPaint(next.paint("-chart-bg"));
        style(next);
        changed();
    }

    final Tokens tokens() {
        return tokens;
    }

    private void alternateFonts() {
        Font font = ++draws % 2 == 0 ? FONT : FONT_AGAIN;
        for (Axis axis : axes()) {
            axis.setTickLabelFont(font);
            axis.setLabelFont(font);
        }
    }

    /// The axes with words.
    abstract List<Axis> axes();

    /// Colours of everything this chart adds to the plot.
    abstract void style(Tokens next);

    /// Ranges and data as this size shows them.
    abstract void prepare(double width, double height);

    /// Places nodes of the overlay, when the place of the data is known.
    abstract void afterDraw();

    /// Where the data is drawn, within this pane.
    final Rectangle2D dataArea() {
        ChartRenderingInfo info = canvas.getRenderingInfo();
        return info == null ? new Rectangle2D.Double() : info.getPlotInfo().getDataArea();
    }

    final void axisColours(Axis axis) {
        axis.setLabelPaint(tokens.paint("-chart-axis"));
        axis.setTickLabelPaint(tokens.paint("-chart-axis"));
    }

    static BasicStroke stroke(double width) {
        return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    static BasicStroke dashes(double width) {
        return new BasicStroke(
                (float) width,
                BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_MITER,
                1,
                new float[] {(float) (2 + width), 3},
                0);
    }

    @Override
    protected final void layoutChildren() {
        double w = snapSizeX(getWidth());
        double h = snapSizeY(getHeight());
        overlay.resizeRelocate(0, 0, w, h);
        if (canvas.getWidth() != w || canvas.getHeight() != h) {
            dirty = false;
            canvas.setWidth(w);
            canvas.setHeight(h);
            draw();
        }
    }
}
