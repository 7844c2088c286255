package dev.sku.app.ui;

import static dev.sku.resources.Texts.text;

import dev.sku.charts.ChartPane;
import dev.sku.charts.ChartTable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.FXCollections;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;

/// A chart, or the table of its numbers in its place.
public final class ChartFrame extends StackPane {
    private static final int DIGITS = 5;
    private static final double A_LETTER = 6.2;
    private static final double PADDING = 22;

    /// As wide as a step, and as a number of five digits.
    private static final double STEP = 54;

    private static final double NUMBER = 88;
    private static final double SCROLL_BAR = 12;

    private final ChartPane chart;
    private final TableView<List<String>> table = new TableView<>();
    private final Label nothing = Ui.label(text("chart.empty"), "muted", "small");
    private List<String> columns = List.of();

    /// @param name of what is drawn
    public ChartFrame(String name, ChartPane chart, ObservableBooleanValue asTable) {
        this.chart = chart;
        setMinSize(0, 0);
        chart.setAccessibleRoleDescription(name);
        table.setAccessibleText(text("chart.tableOf", name));
        table.getStyleClass().add("numbers");
        table.setPlaceholder(Ui.label(text("chart.empty"), "muted", "small"));
        table.widthProperty().subscribe(_ -> fitColumns());
        table.setMinSize(0, 0);
        table.visibleProperty().bind(asTable);
        getChildren().addAll(chart, table, nothing);
        nothing.setVisible(false);
        table.visibleProperty()
                .subscribe(shown -> {
                    chart.setMouseTransparent(shown);
                    fill();
                });
    }

    /// Takes up the numbers as they are now, where the table is looked at.
    public void fill() {
        boolean empty = chart.isEmpty();
        nothing.setVisible(empty && !table.isVisible());
        chart.setOpacity(empty || table.isVisible() ? 0 : 1); // not invisible: it is drawn then
        if (!table.isVisible()) {
            if (!table.getItems().isEmpty()) {
                table.setItems(FXCollections.observableArrayList()); // the rows cannot be taken out
            }
            return;
        }
        ChartTable now = chart.table();
        if (!columns.equals(now.columns())) {
            columns = List.copyOf(now.columns());
            table.getColumns().clear();
            for (int i = 0; i < now.columns().size(); i++) {
                table.getColumns().add(column(now.columns(), i));
            }
            fitColumns();
        }
        if (table.getItems().size() != now.rows().size()) {
            table.setItems(FXCollections.observableList(now.rows()));
        }
    }

    /// Columns share the width while all their names fit; else the table scrolls sideways.
    private void fitColumns() {
        double share = (table.getWidth() - SCROLL_BAR) / Math.max(1, table.getColumns().size());
        for (TableColumn<List<String>, ?> column : table.getColumns()) {
            column.setPrefWidth(Math.max(column.getMinWidth(), share));
        }
    }

    /// A chart of one line names it already: its column need not be as wide as its name.
    private static double width(List<String> names, int index) {
        double least = index == 0 ? STEP : NUMBER;
        return names.size() == 2
                ? least
                : Math.max(least, names.get(index).length() * A_LETTER + PADDING);
    }

    private static TableColumn<List<String>, String> column(List<String> names, int index) {
        String name = names.get(index);
        TableColumn<List<String>, String> column = new TableColumn<>();
        Label head = Ui.label(name);
        head.setTooltip(new Tooltip(name));
        column.setGraphic(head);
        column.setMinWidth(width(names, index));
        column.getStyleClass().add("number");
        column.setSortable(false);
        column.setCellValueFactory(
                row -> new ReadOnlyStringWrapper(shown(row.getValue().get(index))));
        return column;
    }

    /// Five digits are enough to look at; the file has all of them.
    private static String shown(String cell) {
        if (cell.length() <= DIGITS + 1) {
            return cell;
        }
        try {
            BigDecimal value = new BigDecimal(cell).round(new MathContext(DIGITS));
            return value.stripTrailingZeros().toString();
        } catch (NumberFormatException _) {
            return cell;
        }
    }
}
