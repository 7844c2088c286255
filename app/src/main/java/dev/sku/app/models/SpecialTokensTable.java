package dev.sku.app.models;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Ui;
import dev.sku.protocol.Finding.SpecialToken;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// The tokens of a model that are never put together from pieces, and what each is for.
final class SpecialTokensTable extends TableView<SpecialToken> {
    SpecialTokensTable(List<SpecialToken> tokens) {
        setId("special-tokens");
        setAccessibleText(text("models.special"));
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setMinHeight(100);
        setMinWidth(0);
        setPlaceholder(Ui.label(text("models.special.none"), "muted"));
        add("id", t -> String.valueOf(t.id()), 70).getStyleClass().add("number");
        add("text", SpecialToken::text, 120);
        add("role", t -> t.role().replace("_token", ""), 90);
        getItems().setAll(tokens);
    }

    private TableColumn<SpecialToken, String> add(
            String key, Function<SpecialToken, String> words, double width) {
        TableColumn<SpecialToken, String> column = new TableColumn<>(text("models.special." + key));
        column.setId("special-column-" + key);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(c -> new ReadOnlyStringWrapper(words.apply(c.getValue())));
        getColumns().add(column);
        return column;
    }
}
