package dev.sku.app.models;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Finding.Tensor;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/// A model's tensors in the order of the computation, or as a person sorts them.
final class TensorTable extends TableView<Tensor> {
    TensorTable(ObservableList<Tensor> tensors) {
        setId("tensors");
        setAccessibleText(text("models.tab.tensors"));
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setMinHeight(100);
        setPlaceholder(Ui.label(text("models.tensors.none"), "muted"));
        add("name", 360).setCellValueFactory(c -> new ReadOnlyStringWrapper(c.getValue().name()));
        add("dtype", 90).setCellValueFactory(c -> new ReadOnlyStringWrapper(c.getValue().dtype()));
        TableColumn<Tensor, String> shape = add("shape", 120);
        shape.setCellValueFactory(
                c -> new ReadOnlyStringWrapper(ModelDetailsViewModel.shape(c.getValue())));
        shape.getStyleClass().add("number");
        TableColumn<Tensor, Long> elements = new TableColumn<>();
        named(elements, "elements", 120);
        elements.getStyleClass().add("number");
        elements.setCellValueFactory(
                c -> new ReadOnlyObjectWrapper<>(ModelDetailsViewModel.elements(c.getValue())));
        elements.setCellFactory(_ ->
                new TableCell<>() {
                    @Override
                    protected void updateItem(@Nullable Long n, boolean empty) {
                        super.updateItem(n, empty);
                        setText(empty || n == null ? null : Numbers.whole(n));
                    }
                });
        getColumns().add(elements);
        SortedList<Tensor> sorted = new SortedList<>(tensors);
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
    }

    private TableColumn<Tensor, String> add(String key, double width) {
        TableColumn<Tensor, String> column = new TableColumn<>();
        named(column, key, width);
        getColumns().add(column);
        return column;
    }

    private static void named(TableColumn<?, ?> column, String key, double width) {
        column.setText(text("models.tensors." + key));
        column.setId("tensors-column-" + key);
        column.setPrefWidth(width);
        if (width < 200) {
            column.setMinWidth(width);
            column.setMaxWidth(width);
        }
    }
}
