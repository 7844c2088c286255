package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import java.time.Duration;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableStringValue;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// Says how long there has been no link to where the run runs, and why.
final class LinkBanner extends HBox {
    private final Label since = Ui.wrapped("", "small");
    private final Timeline seconds =
            new Timeline(new KeyFrame(javafx.util.Duration.seconds(1), _ -> count()));
    private final ObservableStringValue trouble;
    private long cutAt;

    /// @param trouble why there is no link, empty where there is one or it is only being made
    LinkBanner(ObservableStringValue trouble, ObservableBooleanValue wanted) {
        this.trouble = trouble;
        setId("link-cut");
        getStyleClass().addAll("banner", "warning", "lead");
        setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        getChildren().addAll(Icon.WARNING.node(), Ui.wide(since));
        seconds.setCycleCount(Animation.INDEFINITE);
        visibleProperty()
                .bind(
                        javafx.beans.binding.Bindings.isNotEmpty(trouble)
                                .and(
                                        javafx.beans.binding.Bindings.createBooleanBinding(
                                                wanted::get, wanted)));
        managedProperty().bind(visibleProperty());
        visibleProperty().subscribe(this::shown);
        trouble.subscribe(_ -> count());
    }

    private void shown(boolean now) {
        if (now) {
            cutAt = System.nanoTime();
            count();
            seconds.play();
        } else {
            seconds.stop();
        }
    }

    private void count() {
        Duration cut = Duration.ofNanos(System.nanoTime() - cutAt);
        since.setText(text("link.cut", Numbers.duration(cut)) + " " + trouble.get());
    }
}
