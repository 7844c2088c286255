package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.train.TrainViewModel.Measured;
import dev.sku.app.ui.ChartFrame;
import dev.sku.app.ui.ChartTools;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.OutcomeLook;
import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Ui;
import dev.sku.charts.ShareStack;
import dev.sku.charts.Shares;
import dev.sku.protocol.Interval;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.resources.Tokens;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// What the replies were at each evaluation, over steps or, when the sweep is measured, over λ.
final class OutcomeCard extends VBox {
    private final ShareStack overSteps;
    private final ShareStack overLambda;
    private final ChartFrame stepsFrame;
    private final ChartFrame lambdaFrame;
    private final Label note = Ui.wrapped("", "caption");
    private final ObjectProperty<Axis> axis = new SimpleObjectProperty<>(Axis.STEPS);
    private final Segmented<Axis> axisChoice;
    private final Label waiting = Ui.wrapped(text("outcome.waiting"), "muted", "small");
    private final ObjectProperty<Measured> measured;
    private RunView shown = RunView.empty();

    private enum Axis {
        STEPS,
        LAMBDA
    }

    OutcomeCard(Tokens tokens, ChartTools tools, ObjectProperty<Measured> measured) {
        this.measured = measured;
        overSteps = stack(tokens, text("axis.evaluationStep"));
        overLambda = stack(tokens, text("axis.lambda"));
        overSteps.setId("outcomes-over-steps");
        overLambda.setId("outcomes-over-lambda");
        getStyleClass().add("card");
        setMinWidth(0);
        axisChoice =
                new Segmented<>(
                        "outcome-axis",
                        axis,
                        a -> text("outcome.axis", a),
                        Axis.STEPS,
                        Axis.LAMBDA);
        HBox head =
                Ui.cardHead(
                        text("outcome.title"),
                        new Segmented<>(
                                "outcome-measured",
                                measured,
                                m -> text("measured", m),
                                Measured.UNSEEN,
                                Measured.SEEN,
                                Measured.NORMAL),
                        tools.menu("outcome-export", this::seen));
        stepsFrame = tools.frame(text("outcome.title"), overSteps);
        lambdaFrame = tools.frame(text("outcome.title"), overLambda);
        HBox legend = OutcomeLook.legend();
        StackPane charts = new StackPane(stepsFrame, lambdaFrame, waiting);
        getChildren()
                .addAll(head, legend, Ui.growing(charts), Ui.row(8, Ui.wide(note), axisChoice));
        measured.subscribe(_ -> draw());
        axis.subscribe(_ -> draw());
    }

    private List<ChartTools.Named> seen() {
        ShareStack chart = lambdaFrame.isVisible() ? overLambda : overSteps;
        return List.of(new ChartTools.Named(text("outcome.title"), chart));
    }

    void show(RunView view) {
        boolean sweepIsNew = shown.overLambda().isEmpty() && !view.overLambda().isEmpty();
        boolean sweepIsGone = !shown.overLambda().isEmpty() && view.overLambda().isEmpty();
        shown = view;
        if (sweepIsNew) {
            axis.set(Axis.LAMBDA);
        } else if (sweepIsGone) {
            axis.set(Axis.STEPS);
        }
        draw();
    }

    private void draw() {
        boolean lambda = axis.get() == Axis.LAMBDA && !shown.overLambda().isEmpty();
        axisChoice.setVisible(!shown.overLambda().isEmpty());
        axisChoice.setManaged(!shown.overLambda().isEmpty());
        lambdaFrame.setVisible(lambda);
        stepsFrame.setVisible(!lambda && !shown.overSteps().isEmpty());
        waiting.setVisible(shown.overSteps().isEmpty());
        overSteps.show(
                shown.overSteps().stream()
                        .map(e -> bar(counts(e), Numbers.whole(e.step())))
                        .toList());
        overLambda.show(shown.overLambda().stream().map(e -> byLambda(e, counts(e))).toList());
        stepsFrame.fill();
        lambdaFrame.fill();
        note.setText(note(lambda ? shown.overLambda() : shown.overSteps()));
    }

    private String note(List<Evaluated> bars) {
        if (bars.isEmpty()) {
            return "";
        }
        Evaluated last = bars.getLast();
        return text("outcome.note", counts(last).n(), last.measurement().judge());
    }

    static ShareStack stack(Tokens tokens, String x) {
        List<ShareStack.Part> parts =
                OutcomeLook.STACKED.stream()
                        .map(o -> new ShareStack.Part(OutcomeLook.words(o), OutcomeLook.token(o)))
                        .toList();
        return new ShareStack(tokens, parts, x, text("axis.percentReplies"));
    }

    static Shares byLambda(Evaluated e, OutcomeCounts counts) {
        return bar(counts, Numbers.exact(e.lambda()));
    }

    private static Shares bar(OutcomeCounts counts, String label) {
        Interval interval = counts.interval(Outcome.HARMFUL);
        return new Shares(
                label,
                OutcomeLook.STACKED.stream().map(counts::rate).toList(),
                counts.n() == 0 ? null : new Shares.Range(interval.low(), interval.high()));
    }

    private OutcomeCounts counts(Evaluated e) {
        return switch (measured.get()) {
            case UNSEEN -> e.measurement().unseen();
            case SEEN -> e.measurement().seen();
            case NORMAL -> e.measurement().normal().outcomes();
        };
    }

    void restyle(Tokens tokens) {
        overSteps.restyle(tokens);
        overLambda.restyle(tokens);
    }
}
