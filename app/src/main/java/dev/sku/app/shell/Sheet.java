package dev.sku.app.shell;

import dev.sku.app.ui.Ui;
import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A box above the window with a veil around it. Esc or a click beside it closes it.
final class Sheet extends StackPane {
    private static final double WIDTH = 620;

    private @Nullable Node before;

    /// @param first gets the focus when the sheet opens
    Sheet(String id, BooleanProperty open, Node first, Node... content) {
        setId(id);
        VBox box = Ui.styled(new VBox(12, content), "palette", "sheet");
        box.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
        StackPane.setAlignment(box, Pos.CENTER);
        getStyleClass().add("scrim");
        getChildren().add(box);
        visibleProperty().bind(open);
        setOnMouseClicked(e -> {
            if (e.getTarget() == this) {
                open.set(false);
            }
        });
        addEventFilter(
                javafx.scene.input.KeyEvent.KEY_PRESSED,
                e -> {
                    if (e.getCode() == KeyCode.ESCAPE) {
                        open.set(false);
                        e.consume();
                    }
                });
        open.subscribe(now -> {
            if (now) {
                before = getScene() == null ? null : getScene().getFocusOwner();
                first.requestFocus();
            } else if (before != null) {
                before.requestFocus();
                before = null;
            }
        });
    }
}
