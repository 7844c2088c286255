package dev.sku.app.ui;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunState;
import dev.sku.resources.Icon;
import javafx.scene.control.Label;

/// Sign, colour and word of a run's state.
public final class RunStateLook {
    private RunStateLook() {}

    public static Label badge(RunState state) {
        return switch (state) {
            case WAITING -> Ui.badge(words(state), Icon.QUEUED, "base");
            case RUNNING -> Ui.badge(words(state), Icon.TRAIN, "unlearned");
            case PAUSED -> Ui.badge(words(state), Icon.PAUSE, "degenerate");
            case DONE -> Ui.badge(words(state), Icon.DONE, "helpful");
            case STOPPED, KEPT -> Ui.badge(words(state), Icon.STOP, "base");
            case FAILED -> Ui.badge(words(state), Icon.FAILED, "harmful");
            case INTERRUPTED -> Ui.badge(words(state), Icon.INTERRUPTED, "harmful");
        };
    }

    public static String words(RunState state) {
        return text("state", state);
    }
}
