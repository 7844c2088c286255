package dev.sku.app.compare;

import javafx.beans.property.BooleanProperty;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// What keys do on the Compare page while nothing is being written.
final class CompareKeys {
    private static final double STEP = 0.05;

    private final CompareViewModel model;
    private final Runnable shortcuts;

    /// @param shortcuts shows what keys there are
    CompareKeys(CompareViewModel model, Runnable shortcuts) {
        this.model = model;
        this.shortcuts = shortcuts;
    }

    void pressed(KeyEvent e) {
        if (e.getTarget() instanceof TextInputControl || e.isShortcutDown()) {
            return;
        }
        int active = Math.min(model.activeProperty().get(), model.sides().size() - 1);
        if (active < 0) {
            return;
        }
        switch (e.getCode()) {
            case DIGIT1, NUMPAD1 -> judge(active, 0);
            case DIGIT2, NUMPAD2 -> judge(active, 1);
            case DIGIT3, NUMPAD3 -> judge(active, 2);
            case DIGIT4, NUMPAD4 -> judge(active, 3);
            case TAB -> model.toNextSide();
            case ESCAPE -> model.stop();
            case SPACE -> model.sides().get(active).revealedProperty().set(true);
            case UP -> model.editLast();
            case B -> flip(model.blind().onProperty());
            case F -> flip(model.alongLambdaProperty());
            case D -> flip(model.differencesProperty());
            case OPEN_BRACKET -> move(active, -STEP);
            case CLOSE_BRACKET -> move(active, STEP);
            default -> {
                if (!"?".equals(e.getText()) && e.getCode() != KeyCode.HELP) {
                    return;
                }
                shortcuts.run();
            }
        }
        e.consume();
    }

    private void judge(int side, int key) {
        model.judge(side, Keyed.ORDER.get(key));
    }

    private static void flip(BooleanProperty property) {
        property.set(!property.get());
    }

    private void move(int side, double by) {
        model.setLambda(side, model.sides().get(side).lambdaProperty().get() + by);
    }
}
