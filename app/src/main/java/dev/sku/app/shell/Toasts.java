package dev.sku.app.shell;

import static dev.sku.resources.Texts.text;

import dev.sku.app.shell.Notices.Notice;
import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import java.util.HashMap;
import java.util.Map;
import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// Notices at the lower right: six seconds each, failures until they are closed.
final class Toasts extends VBox {
    private static final Duration SHOWN = Duration.seconds(6);

    private final Notices notices;
    private final Map<Notice, Region> boxes = new HashMap<>();

    Toasts(Notices notices) {
        super(8);
        this.notices = notices;
        setAlignment(Pos.BOTTOM_RIGHT);
        setPadding(new Insets(0, 20, 42, 0));
        setPickOnBounds(false);
        notices.shown().addListener((ListChangeListener<Notice>) _ -> show());
        show();
    }

    private void show() {
        boxes.keySet().retainAll(notices.shown());
        getChildren()
                .setAll(
                        notices.shown().stream()
                                .map(n -> boxes.computeIfAbsent(n, this::box))
                                .toList());
    }

    private Region box(Notice notice) {
        VBox words = Ui.column(1, Ui.label(notice.title(), "strong"));
        if (!notice.detail().isEmpty()) {
            words.getChildren().add(Ui.wrapped(notice.detail(), "small", "muted"));
        }
        words.setMaxWidth(360);
        words.setAlignment(Pos.CENTER_LEFT);
        var sign = (notice.failed() ? Icon.FAULT : Icon.DONE).node();
        sign.getStyleClass().addAll("mark", notice.failed() ? "danger" : "helpful");
        HBox toast = Ui.styled(new HBox(sign, words), "toast");
        toast.setMaxWidth(Region.USE_PREF_SIZE);
        if (notice.actionWords() != null) {
            Button act = new Button(notice.actionWords());
            act.setId("toast-action");
            act.getStyleClass().add("compact");
            act.setMinWidth(Region.USE_PREF_SIZE);
            act.setOnAction(_ -> {
                notices.close(notice);
                notice.action().run();
            });
            toast.getChildren().add(act);
        }
        toast.getChildren()
                .add(
                        Ui.iconButton(
                                "toast-close",
                                text("toast.close"),
                                Icon.CLOSE,
                                () -> notices.close(notice),
                                "compact"));
        if (!notice.lasting()) {
            PauseTransition time = new PauseTransition(SHOWN);
            time.setOnFinished(_ -> notices.close(notice));
            time.play();
        }
        return toast;
    }
}
