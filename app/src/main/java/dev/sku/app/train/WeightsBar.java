package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunState;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.LossPart;
import dev.sku.protocol.ModuleWeights;
import dev.sku.resources.Icon;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Other module weights for the steps to come: in this run, or in a fork of it from its newest checkpoint.
final class WeightsBar extends VBox {
    private static final List<String> TERMS = List.of("gd", "rd", "pd");

    private final WeightsDraft draft = new WeightsDraft();
    private final BooleanProperty open = new SimpleBooleanProperty();
    private final Button fork;
    private final Tooltip reason = new Tooltip();
    private final Label note = Ui.wrapped("", "caption");

    /// @param forked gets the weights for a fork
    WeightsBar(TrainViewModel model, Consumer<ModuleWeights> forked) {
        super(6);
        setId("weights-bar");
        getStyleClass().add("inset");
        FlowPane row = new FlowPane(10, 8);
        row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        row.getChildren().add(Ui.whole(text("steer.title"), "small", "strong"));
        for (int i = 0; i < TERMS.size(); i++) {
            TextField field = Ui.sized(Ui.styled(new TextField(), "number"), 58);
            field.setId("steer-" + TERMS.get(i));
            field.textProperty().bindBidirectional(draft.fields().get(i));
            Label name = Ui.whole("", "small");
            name.setLabelFor(field);
            HBox weight = Ui.row(6, Ui.dot(TERMS.get(i)), name, field);
            weight.managedProperty().bind(weight.visibleProperty());
            row.getChildren().add(weight);
            int at = i;
            model.viewProperty()
                    .subscribe(view -> {
                        LossPart part = view.method().parts().get(at);
                        name.setText(part.symbol());
                        field.setAccessibleText(text("loss.part", part));
                        weight.setVisible(part != LossPart.NONE);
                    });
        }
        Button use =
                Ui.button(
                        "steer-use",
                        text("steer.use"),
                        Icon.DONE,
                        () -> draft.weights().ifPresent(model.orders()::setWeights),
                        "compact");
        use.disableProperty().bind(draft.faultProperty().isNotEmpty());
        use.visibleProperty().bind(model.orders().canDiscard()); // steps follow
        use.managedProperty().bind(use.visibleProperty());
        fork =
                Ui.button(
                        "steer-fork",
                        "",
                        Icon.FORK,
                        () -> draft.weights().ifPresent(forked),
                        "compact");
        StackPane why = new StackPane(fork); // a button that is off shows no tooltip of its own
        Tooltip.install(why, reason);
        row.getChildren().addAll(use, why);
        Label fault = Ui.wrapped("", "fault");
        fault.setGraphic(Icon.FAULT.node());
        fault.textProperty().bind(draft.faultProperty());
        fault.visibleProperty().bind(draft.faultProperty().isNotEmpty());
        fault.managedProperty().bind(fault.visibleProperty());
        getChildren().addAll(row, fault, note);
        visibleProperty().bind(open);
        managedProperty().bind(open);
        model.viewProperty().subscribe(view -> show(view.steering(), model));
        open.subscribe(now -> draft.begin(model.viewProperty().get().steering().weights()));
        model.runProperty().subscribe(_ -> open.set(false));
    }

    private void show(Steering steering, TrainViewModel model) {
        RunSummary run = model.summaryProperty().get();
        boolean recorded = model.playbackProperty().get() != null;
        boolean can = steering.canBeForked(run) && !recorded;
        boolean over = recorded || run.state().hasResult() || run.state() == RunState.STOPPED;
        fork.setText(
                can
                        ? text("steer.fork", Numbers.whole(steering.checkpoint()))
                        : text(over ? "steer.over" : "steer.noFork"));
        String why = text(over ? "steer.over.why" : can ? "steer.note" : "steer.noFork.why");
        reason.setText(why);
        note.setText(why);
        fork.disableProperty().unbind();
        if (can) {
            fork.disableProperty().bind(draft.faultProperty().isNotEmpty());
        } else {
            fork.setDisable(true);
        }
    }

    BooleanProperty openProperty() {
        return open;
    }
}
