package dev.sku.app.tradeoff;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.figures.Figure;
import dev.sku.figures.Figure.Mark;
import dev.sku.figures.Measure;
import java.util.Comparator;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

/// The points that are drawn, or those that are brushed, one line each.
final class PointTable extends TableView<Mark> {
    private final TradeoffViewModel model;

    PointTable(TradeoffViewModel model, Runnable open) {
        this.model = model;
        setId("tradeoff-points");
        setAccessibleText(text("tradeoff.points"));
        getStyleClass().add("runs");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setMinHeight(80);
        setPlaceholder(Ui.label(text("tradeoff.noneBrushed"), "caption"));
        column("series", 100, model::series, Comparator.comparing(model::series));
        number("step", 46, m -> Numbers.whole(m.point().step()), m -> m.point().step());
        number("lambda", 62, m -> Numbers.exact(m.point().lambda()), m -> m.point().lambda());
        var y = number("y", 84, m -> words(m, false), m -> m.y().value());
        var x = number("x", 84, m -> words(m, true), m -> m.x().value());
        number("beaten", 60, m -> String.valueOf(m.beatenBy()), m -> m.beatenBy());
        model.figureProperty()
                .subscribe(figure -> {
                    if (figure != null) {
                        x.setText(figure.spec().axes().x().brief());
                        y.setText(figure.spec().axes().y().brief());
                    }
                });
        SortedList<Mark> sorted = new SortedList<>(model.listed());
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        getSelectionModel()
                .selectedItemProperty()
                .subscribe(mark -> {
                    if (mark != null && isFocused()) {
                        model.selectedProperty().set(mark);
                    }
                });
        model.selectedProperty()
                .subscribe(mark -> {
                    if (mark == null) {
                        getSelectionModel().clearSelection();
                    } else {
                        getSelectionModel().select(mark);
                    }
                });
        setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ENTER) {
                open.run();
                e.consume();
            }
        });
        setOnMouseClicked(_ -> {
            Mark mark = getSelectionModel().getSelectedItem();
            Figure figure = model.figureProperty().get();
            if (mark != null && figure != null && figure.marks().contains(mark)) {
                model.selectedProperty().set(mark);
            }
        });
    }

    private String words(Mark mark, boolean across) {
        Figure figure = model.figureProperty().get();
        if (figure == null) {
            return "";
        }
        Measure measure = across ? figure.spec().axes().x() : figure.spec().axes().y();
        return measure == Measure.TRIED
                ? figure.tried(mark)
                : measure.format((across ? mark.x() : mark.y()).value());
    }

    /// Leaves out what the hover card says too.
    void narrow(boolean narrow) {
        getColumns().getLast().setVisible(!narrow);
    }

    private TableColumn<Mark, Mark> number(
            String key, double width, Function<Mark, String> words, Function<Mark, Number> value) {
        TableColumn<Mark, Mark> column =
                column(
                        key,
                        width,
                        words,
                        Comparator.comparingDouble(m -> value.apply(m).doubleValue()));
        column.getStyleClass().add("number");
        return column;
    }

    private TableColumn<Mark, Mark> column(
            String key, double width, Function<Mark, String> words, Comparator<Mark> order) {
        TableColumn<Mark, Mark> column = new TableColumn<>(text("tradeoff.points." + key));
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 44));
        column.setCellValueFactory(c -> new ReadOnlyObjectWrapper<>(c.getValue()));
        column.setComparator(order);
        column.setCellFactory(_ ->
                new TableCell<>() {
                    @Override
                    protected void updateItem(Mark mark, boolean empty) {
                        super.updateItem(mark, empty);
                        setText(empty || mark == null ? null : words.apply(mark));
                    }
                });
        getColumns().add(column);
        return column;
    }
}
