package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunState;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.RunStateLook;
import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Name, state, place and time of a run, and the orders it takes in this state.
final class TrainHeader extends HBox {
    private final Label title = Ui.label("", "h1");
    private final HBox badge = new HBox();
    private final Label place = Ui.label("", "small", "strong");
    private final Label time = Ui.label("", "small", "muted");
    private final VBox lead = Ui.column(0);
    private final TrainViewModel model;

    /// @param steer opens the weights of the steps to come
    TrainHeader(TrainViewModel model, TrainView.Ways ways, Runnable steer) {
        this.model = model;
        getStyleClass().add("page-header");
        setSpacing(8);
        title.setId("run-title");
        title.textProperty()
                .bind(
                        Bindings.when(model.runProperty().isEmpty())
                                .then(text("place.train"))
                                .otherwise(model.titleProperty()));
        place.setId("run-place");
        title.setMinWidth(0);
        badge.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        badge.setMinWidth(USE_PREF_SIZE);
        place.setMinWidth(USE_PREF_SIZE);
        time.setMinWidth(
                USE_PREF_SIZE); // of a long name the end can be missed, of the time nothing
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(title.textProperty());
        title.setTooltip(whole);
        getChildren().addAll(lead, Ui.gap());
        narrow(false);
        RunOrders orders = model.orders();
        BooleanBinding running = orders.during(RunState.RUNNING);
        add(
                Ui.button(
                        "evaluate-now",
                        text("train.evaluateNow"),
                        Icon.EVALUATE,
                        orders::evaluateNow),
                running,
                orders.canPause());
        add(
                Ui.button("pause", text("train.pause"), Icon.PAUSE, orders::pause),
                running,
                orders.canPause());
        add(
                Ui.button("resume", text("train.resume"), Icon.PLAY, orders::resume, "primary"),
                orders.during(RunState.PAUSED),
                orders.canResume());
        add(stopMenu(), running.or(orders.during(RunState.PAUSED)), orders.canStop());
        Button again =
                Ui.button(
                        "start-again",
                        text("train.startAgain"),
                        Icon.PLAY,
                        model.orders()::startAgain,
                        "primary");
        Button report =
                Ui.button(
                        "copy-report",
                        text("train.copyReport"),
                        Icon.COPY,
                        () -> ways.copy(model.report()));
        Button compare =
                Ui.button(
                        "run-compare",
                        text("train.compare"),
                        Icon.COMPARE,
                        () -> ways.compare(model.runProperty().get()),
                        "primary");
        compare.setMnemonicParsing(true);
        ObservableBooleanValue always = new SimpleBooleanProperty(true);
        add(report, failed(), always);
        add(
                moreMenu(ways, steer),
                model.runProperty().isNotEmpty().and(model.playbackProperty().isNull()),
                always);
        add(again, orders.during(RunState.FAILED, RunState.INTERRUPTED), orders.canStartAgain());
        add(compare, orders.during(RunState.DONE, RunState.KEPT), always);
        model.summaryProperty()
                .map(_ -> at())
                .subscribe(at -> badge.getChildren().setAll(badge(at)));
        model.playbackProperty().subscribe(_ -> badge.getChildren().setAll(badge(at())));
        badge.visibleProperty().bind(model.runProperty().isNotEmpty());
        model.viewProperty().subscribe(_ -> tell());
        orders.askedProperty().subscribe(_ -> tell());
    }

    /// A state, and the step of it where that matters.
    private record At(RunState state, int step) {}

    private At at() {
        RunSummary now = model.summaryProperty().get();
        return new At(now.state(), now.state() == RunState.PAUSED ? now.step() : 0);
    }

    private Label badge(At at) {
        if (model.playbackProperty().get() != null) {
            return Ui.badge(text("replay.badge"), Icon.FILMSTRIP, "unlearned");
        }
        Label badge = RunStateLook.badge(at.state());
        if (at.state() == RunState.PAUSED) {
            badge.setText(text("train.pausedAt", Numbers.whole(at.step())));
        }
        return badge;
    }

    /// An order that is on its way stands in the place of the time.
    private void tell() {
        RunView view = model.viewProperty().get();
        String asked = model.orders().askedProperty().get();
        place.setText(view.place());
        time.setText(asked.isEmpty() ? view.time() : asked);
    }

    /// Where there is little room, place and time stand below the name.
    void narrow(boolean narrow) {
        lead.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        lead.setMinWidth(0);
        if (narrow) {
            lead.getChildren().setAll(Ui.row(8, title, badge), Ui.row(8, place, time));
        } else {
            lead.getChildren().setAll(Ui.row(8, title, badge, place, time));
        }
    }

    private ObservableBooleanValue failed() {
        return Bindings.createBooleanBinding(
                () ->
                        model.summaryProperty().get().state() == RunState.FAILED
                                || model.summaryProperty().get().state() == RunState.INTERRUPTED,
                model.summaryProperty());
    }

    private MenuButton stopMenu() {
        MenuButton stop = new MenuButton(text("train.stop"), Icon.STOP.node());
        stop.setId("stop");
        stop.setMinWidth(Region.USE_PREF_SIZE);
        MenuItem keep = new MenuItem();
        model.orders()
                .endingProperty()
                .subscribe(
                        now -> keep.setText(text(now ? "train.stopMeasuring" : "train.stopKeep")));
        keep.setId("stop-keep");
        keep.setOnAction(_ -> model.orders().stop(true));
        MenuItem discard = new MenuItem(text("train.stopDiscard"));
        discard.setId("stop-discard");
        discard.setOnAction(_ -> model.orders().stop(false));
        discard.disableProperty().bind(model.orders().canDiscard().not());
        stop.getItems().addAll(keep, discard);
        return stop;
    }

    private MenuButton moreMenu(TrainView.Ways ways, Runnable steer) {
        MenuButton more = new MenuButton(null, Icon.MORE.node());
        more.setId("run-more");
        more.getStyleClass().add("icon-only");
        more.setAccessibleText(text("train.more"));
        MenuItem duplicate = new MenuItem(text("train.duplicate"));
        duplicate.setId("run-duplicate");
        duplicate.setOnAction(_ -> {
            var spec = model.spec();
            if (spec != null) {
                ways.configure(spec);
            }
        });
        MenuItem weights = new MenuItem(text("train.weights"));
        weights.setId("run-weights");
        weights.setOnAction(_ -> steer.run());
        MenuItem checkpoint = new MenuItem(text("train.checkpointNow"));
        checkpoint.setId("run-checkpoint");
        checkpoint.setOnAction(_ -> model.orders().checkpointNow());
        checkpoint.disableProperty().bind(model.orders().canPause().not());
        MenuItem folder = new MenuItem(text("train.openFolder"));
        folder.setId("run-folder");
        folder.setOnAction(_ -> ways.openFolder(model.runProperty().get()));
        more.getItems().addAll(duplicate, weights, checkpoint, folder);
        return more;
    }

    private void add(Node node, ObservableBooleanValue when, ObservableBooleanValue possible) {
        node.visibleProperty().bind(when);
        node.managedProperty().bind(when);
        node.disableProperty().bind(Bindings.not(possible));
        getChildren().add(node);
    }
}
