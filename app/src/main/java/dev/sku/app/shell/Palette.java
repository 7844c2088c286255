package dev.sku.app.shell;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Everything that can be done, found by a few letters.
final class Palette extends StackPane {
    private static final double WIDTH = 620;
    private static final double ROW = 32;

    private @Nullable Node before;

    Palette(ShellViewModel model) {
        TextField query = new TextField();
        query.setId("palette-query");
        query.setPromptText(text("palette.prompt"));
        query.setAccessibleText(text("palette.prompt"));
        query.textProperty().bindBidirectional(model.queryProperty());
        ListView<Action> list = new ListView<>(model.found());
        list.setId("palette-found");
        list.setFocusTraversable(false);
        list.setCellFactory(_ -> new ActionCell());
        list.setPlaceholder(Ui.label(text("palette.nothing"), "muted", "small"));
        list.prefHeightProperty()
                .bind(
                        javafx.beans.binding.Bindings.size(model.found())
                                .multiply(ROW)
                                .add(8)
                                .map(h -> Math.max(48, h.doubleValue())));
        list.setMinHeight(Region.USE_PREF_SIZE);
        list.setOnMouseClicked(_ -> choose(model, list));
        query.addEventFilter(
                KeyEvent.KEY_PRESSED,
                e -> {
                    int at = list.getSelectionModel().getSelectedIndex();
                    if (e.getCode() == KeyCode.DOWN || e.getCode() == KeyCode.UP) {
                        int next = at + (e.getCode() == KeyCode.DOWN ? 1 : -1);
                        list.getSelectionModel()
                                .select(Math.clamp(next, 0, Math.max(0, model.found().size() - 1)));
                        list.scrollTo(list.getSelectionModel().getSelectedIndex());
                        e.consume();
                    } else if (e.getCode() == KeyCode.ENTER) {
                        choose(model, list);
                        e.consume();
                    } else if (e.getCode() == KeyCode.ESCAPE) {
                        model.paletteOpenProperty().set(false);
                        e.consume();
                    }
                });
        model.found()
                .addListener(
                        (javafx.collections.ListChangeListener<Action>)
                                _ -> list.getSelectionModel().selectFirst());
        HBox prompt =
                Ui.styled(
                        new HBox(
                                Icon.SEARCH.node(), Ui.wide(query), Ui.keys(text("palette.close"))),
                        "prompt");
        VBox box = Ui.styled(new VBox(prompt, list), "palette");
        box.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
        StackPane.setAlignment(box, Pos.TOP_CENTER);
        StackPane.setMargin(box, new Insets(110, 20, 20, 20));
        getStyleClass().add("scrim");
        getChildren().add(box);
        setOnMouseClicked(e -> {
            if (e.getTarget() == this) {
                model.paletteOpenProperty().set(false);
            }
        });
        visibleProperty().bind(model.paletteOpenProperty());
        model.paletteOpenProperty()
                .subscribe(open -> {
                    if (open) {
                        before = getScene() == null ? null : getScene().getFocusOwner();
                        list.getSelectionModel().selectFirst();
                        query.requestFocus();
                    } else if (before != null) {
                        before.requestFocus(); // else keys would press whatever is next to it
                        before = null;
                    }
                });
    }

    private static void choose(ShellViewModel model, ListView<Action> list) {
        Action action = list.getSelectionModel().getSelectedItem();
        if (action != null) {
            model.choose(action);
        }
    }

    private static final class ActionCell extends ListCell<Action> {
        ActionCell() {
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected void updateItem(Action action, boolean empty) {
            super.updateItem(action, empty);
            if (empty || action == null) {
                setGraphic(null);
                return;
            }
            Label name = Ui.label(action.words());
            HBox row = Ui.row(10, action.icon().node(), Ui.wide(name));
            if (!action.keys().isEmpty()) {
                row.getChildren().add(Ui.keys(Keys.words(action.keys())));
            }
            setGraphic(row);
        }
    }
}
