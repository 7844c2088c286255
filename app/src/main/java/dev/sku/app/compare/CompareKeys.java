package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Shortcut;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;

/// What keys do on the Compare page while nothing is being written.
final class CompareKeys {
    private static final double STEP = 0.05;
    private static final List<String> NAMES =
            List.of("verdict", "tab", "space", "lambda", "blind", "film", "words", "up", "esc");

    private final CompareViewModel model;

    CompareKeys(CompareViewModel model) {
        this.model = model;
    }

    /// All of them, for those who ask.
    static List<Shortcut> all() {
        return NAMES.stream()
                .map(key -> new Shortcut(text("compare.keys." + key), text("compare.key." + key)))
                .toList();
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
                return; // not a key of this page
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
