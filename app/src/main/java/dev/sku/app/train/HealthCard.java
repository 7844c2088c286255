package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.ChartFrame;
import dev.sku.app.ui.ChartTools;
import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Ui;
import dev.sku.charts.Line;
import dev.sku.charts.LineChart;
import dev.sku.protocol.Event;
import dev.sku.resources.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Whether training and model are well: optimizer, utility on normal rows, memory.
final class HealthCard extends VBox {
    private final LineChart gradient;
    private final LineChart rate;
    private final LineChart perplexity;
    private final LineChart f1;
    private final LineChart memory;
    private final LineChart busy;
    private final LineChart tokensPerSecond;
    private final BooleanProperty all = new SimpleBooleanProperty();
    private final StackPane room = new StackPane();
    private final BooleanProperty busyMeasured = new SimpleBooleanProperty();
    private final ObjectProperty<Part> part = new SimpleObjectProperty<>(Part.OPTIMIZER);
    private final ChartTools tools;
    private final List<ChartFrame> frames = new ArrayList<>();
    private int drawnSteps;
    private int drawnMemory;
    private int rewinds;
    private List<Evaluated> drawnEvaluations = List.of();

    enum Part {
        OPTIMIZER,
        UTILITY,
        MEMORY
    }

    HealthCard(Tokens tokens, ChartTools tools, LineChart leader) {
        this.tools = tools;
        gradient = chart(tokens, "health.gradientNorm", "-role-unlearned");
        rate = chart(tokens, "health.learningRate", "-role-unlearned");
        perplexity = chart(tokens, "health.perplexity", "-role-unlearned");
        f1 = chart(tokens, "health.f1", "-out-helpful");
        memory = chart(tokens, "health.memory", "-role-base");
        busy = chart(tokens, "health.busy", "-role-base");
        tokensPerSecond = chart(tokens, "health.tokens", "-role-base");
        for (LineChart chart : charts()) {
            chart.startAtZero(chart != perplexity);
            chart.crosshairProperty().bindBidirectional(leader.crosshairProperty());
        }
        GridPane device =
                pair(Part.MEMORY, memory, "health.memory", tokensPerSecond, "health.tokens");
        VBox use =
                Ui.column(
                        4,
                        Ui.label(text("health.busy"), "small", "muted"),
                        framed("health.busy", busy));
        busyMeasured.subscribe(known -> {
            device.getChildren().remove(use);
            if (known) {
                device.add(use, 2, 0);
            }
            double share = known ? 100 / 3.0 : 50;
            device.getColumnConstraints()
                    .setAll(
                            (known ? Ui.grid(16, share, share, share) : Ui.grid(16, share, share))
                                    .getColumnConstraints());
        });
        List<GridPane> parts =
                List.of(
                        pair(
                                Part.OPTIMIZER,
                                gradient,
                                "health.gradientNorm",
                                rate,
                                "health.learningRate"),
                        pair(Part.UTILITY, perplexity, "health.perplexity", f1, "health.f1"),
                        device);
        all.subscribe(now ->
                room.getChildren()
                        .setAll(now ? new VBox(16, parts.toArray(Node[]::new)) : stacked(parts)));
        Segmented<Part> choice =
                new Segmented<>(
                        "health-part",
                        part,
                        p -> text("health.part", p),
                        Part.OPTIMIZER,
                        Part.UTILITY,
                        Part.MEMORY);
        choice.visibleProperty().bind(all.not());
        getStyleClass().add("card");
        getChildren()
                .addAll(
                        Ui.cardHead(
                                text("health.title"),
                                choice,
                                tools.menu("health-export", this::seen)),
                        Ui.growing(room));
    }

    private static StackPane stacked(List<GridPane> parts) {
        return new StackPane(parts.toArray(Node[]::new));
    }

    /// Whether there is room for all parts below each other.
    BooleanProperty allProperty() {
        return all;
    }

    private static LineChart chart(Tokens tokens, String name, String token) {
        LineChart chart = new LineChart(tokens, "", "");
        chart.setId(name.replace('.', '-'));
        chart.nameX(text("axis.step"));
        chart.addLine(new Line(text(name), token, token, 1.5));
        return chart;
    }

    private GridPane pair(Part which, LineChart a, String nameA, LineChart b, String nameB) {
        GridPane grid = Ui.grid(16, 50, 50);
        grid.addRow(
                0,
                Ui.column(4, Ui.label(text(nameA), "small", "muted"), framed(nameA, a)),
                Ui.column(4, Ui.label(text(nameB), "small", "muted"), framed(nameB, b)));
        RowConstraints row = new RowConstraints();
        row.setVgrow(Priority.ALWAYS);
        row.setMinHeight(0);
        grid.getRowConstraints().add(row);
        grid.visibleProperty().bind(part.isEqualTo(which).or(all));
        VBox.setVgrow(grid, Priority.ALWAYS);
        return grid;
    }

    private ChartFrame framed(String name, LineChart chart) {
        ChartFrame frame = Ui.growing(tools.frame(text(name), chart));
        frames.add(frame);
        return frame;
    }

    /// The charts that can be seen.
    private List<ChartTools.Named> seen() {
        return all.get()
                ? Arrays.stream(Part.values()).flatMap(p -> of(p).stream()).toList()
                : of(part.get());
    }

    private List<ChartTools.Named> of(Part which) {
        return switch (which) {
            case OPTIMIZER -> named("health.gradientNorm", gradient, "health.learningRate", rate);
            case UTILITY -> named("health.perplexity", perplexity, "health.f1", f1);
            case MEMORY ->
                    busyMeasured.get()
                            ? List.of(
                                    new ChartTools.Named(text("health.memory"), memory),
                                    new ChartTools.Named(text("health.busy"), busy),
                                    new ChartTools.Named(text("health.tokens"), tokensPerSecond))
                            : named("health.memory", memory, "health.tokens", tokensPerSecond);
        };
    }

    private static List<ChartTools.Named> named(
            String nameA, LineChart a, String nameB, LineChart b) {
        return List.of(new ChartTools.Named(text(nameA), a), new ChartTools.Named(text(nameB), b));
    }

    ObjectProperty<Part> partProperty() {
        return part;
    }

    /// Draws what is new since the last time.
    void grow(Course course) {
        if (course.rewinds() != rewinds || course.steps().size() < drawnSteps) {
            rewinds = course.rewinds();
            clear();
        }
        for (; drawnSteps < course.steps().size(); drawnSteps++) {
            Event.StepCompleted s = course.steps().get(drawnSteps).step();
            gradient.append(0, s.step(), s.gradientNorm());
            rate.append(0, s.step(), s.learningRate());
            tokensPerSecond.append(0, s.step(), s.tokens() / s.seconds());
        }
        for (; drawnMemory < course.memory().size(); drawnMemory++) {
            Event.MemoryMeasured m = course.memory().get(drawnMemory);
            long bytes = m.deviceBytes() > 0 ? m.deviceBytes() : m.residentBytes();
            memory.append(0, m.step(), bytes / 1e9);
            if (m.busyPercent() >= 0) {
                busy.append(0, m.step(), m.busyPercent());
                busyMeasured.set(true);
            }
        }
        frames.forEach(ChartFrame::fill);
    }

    /// @param failedAt step at which the run failed, not a number where it did not
    void show(RunView view, double failedAt) {
        for (LineChart chart : charts()) {
            chart.expectEnd(failedAt); // else the moment would lie beyond the last step
            chart.markProperty().set(failedAt);
        }
        if (!view.overSteps().equals(drawnEvaluations)) {
            drawnEvaluations = view.overSteps();
            perplexity.clear();
            f1.clear();
            for (Evaluated e : drawnEvaluations) {
                perplexity.append(0, e.step(), e.measurement().normal().perplexityOrNaN());
                f1.append(0, e.step(), e.measurement().normal().f1OrNaN());
            }
        }
        frames.forEach(ChartFrame::fill);
    }

    void clear() {
        drawnSteps = 0;
        drawnMemory = 0;
        busyMeasured.set(false);
        drawnEvaluations = List.of();
        charts().forEach(LineChart::clear);
    }

    List<LineChart> charts() {
        return List.of(gradient, rate, perplexity, f1, memory, busy, tokensPerSecond);
    }
}
