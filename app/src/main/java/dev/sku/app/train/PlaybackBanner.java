package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;

/// Says that what the page shows is a recording, and plays it.
final class PlaybackBanner extends HBox {
    private final Button toggle;

    /// @param leave shows again what was there before
    PlaybackBanner(TrainViewModel model, Runnable leave) {
        setId("replay");
        getStyleClass().addAll("banner", "lead");
        setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        toggle = Ui.button("replay-toggle", "", Icon.PAUSE, model::togglePlayback, "compact");
        getChildren()
                .addAll(
                        Icon.FILMSTRIP.node(),
                        Ui.wide(Ui.wrapped(text("replay.note"), "small", "muted")),
                        toggle,
                        Ui.button(
                                "replay-leave",
                                text("replay.leave"),
                                Icon.CLOSE,
                                leave,
                                "compact",
                                "ghost"));
        visibleProperty().bind(model.playbackProperty().isNotNull());
        managedProperty().bind(visibleProperty());
        model.playbackProperty().subscribe(this::name);
    }

    private void name(Playback.@org.jspecify.annotations.Nullable State state) {
        if (state != null) {
            toggle.setText(
                    text(
                            switch (state) {
                                case PLAYING -> "replay.pause";
                                case PAUSED -> "replay.play";
                                case OVER -> "replay.again";
                            }));
            toggle.setGraphic((state == Playback.State.PLAYING ? Icon.PAUSE : Icon.PLAY).node());
        }
    }
}
