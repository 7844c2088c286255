package dev.sku.app.tradeoff;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.figures.Comparison;
import dev.sku.figures.Comparison.Cell;
import dev.sku.figures.Comparison.Row;
import dev.sku.figures.Figure;
import dev.sku.figures.Measure;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Runs or methods side by side at matched harm, the best of each column in bold.
final class MethodTable extends VBox {
    private static final PseudoClass FAULTY = PseudoClass.getPseudoClass("faulty");

    private final TradeoffViewModel model;
    private final GridPane grid = new GridPane(8, 0);
    private final Label notes = Ui.wrapped("", "card-note");

    MethodTable(TradeoffViewModel model) {
        super(10);
        this.model = model;
        setId("tradeoff-methods");
        grid.setMinWidth(0);
        setPadding(new Insets(0, 8, 0, 0)); // for the bar of a list that scrolls
        TextField limit = Ui.sized(new TextField(), 52);
        limit.setId("tradeoff-at-most");
        limit.getStyleClass().add("number");
        limit.setAccessibleText(text("tradeoff.atMost"));
        limit.setText(Numbers.exact(model.atMostProperty().get()));
        Label fault = Ui.wrapped(text("tradeoff.atMost.fault"), "fault");
        fault.managedProperty().bind(fault.visibleProperty());
        limit.textProperty()
                .subscribe(typed -> {
                    boolean taken = limit(typed);
                    fault.setVisible(!taken);
                    limit.pseudoClassStateChanged(FAULTY, !taken);
                });
        getChildren()
                .addAll(
                        Ui.row(
                                8,
                                Ui.whole(text("tradeoff.atMost"), "small", "muted"),
                                limit,
                                Ui.whole("%", "unit")),
                        fault,
                        grid,
                        notes);
        model.comparisonProperty().subscribe(this::show);
    }

    /// @return whether it was a limit
    private boolean limit(String typed) {
        try {
            double limit = Double.parseDouble(typed.strip());
            if (limit >= 0 && limit <= 100) {
                model.atMostProperty().set(limit);
                return true;
            }
        } catch (NumberFormatException _) {
            // half a number: what was compared before stays
        }
        return false;
    }

    private void show(@Nullable Comparison comparison) {
        grid.getChildren().clear();
        Figure figure = model.figureProperty().get();
        if (comparison == null || figure == null) {
            return;
        }
        columns();
        head();
        int line = 1;
        for (Row row : comparison.rows()) {
            Label name = Ui.label(row.name(), "small");
            name.setMinWidth(0);
            name.setGraphic(Ui.dot("cat-" + row.slot()));
            name.setTooltip(new Tooltip(row.name()));
            grid.add(name, 0, line);
            grid.add(mono(Numbers.exact(row.point().lambda())), 1, line);
            for (int c = 0; c < row.cells().size(); c++) {
                grid.add(cell(row, row.cells().get(c), Comparison.COLUMNS.get(c)), c + 2, line);
            }
            line++;
        }
        boolean missed =
                comparison.rows().stream().anyMatch(r -> !r.reached() && r.point().lambda() != 0);
        notes.setText(
                text("tradeoff.matched", Numbers.exact(comparison.atMost()))
                        + (missed ? " " + text("tradeoff.missed") : "")
                        + (comparison.hasTies() ? " " + text("tradeoff.ties") : "")
                        + "\n"
                        + figure.group().words()
                        + ".");
    }

    private void columns() {
        if (!grid.getColumnConstraints().isEmpty()) {
            return;
        }
        for (int c = 0; c < Comparison.COLUMNS.size() + 2; c++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setHgrow(c == 0 ? Priority.ALWAYS : Priority.SOMETIMES);
            column.setMinWidth(c == 0 ? 60 : USE_PREF_SIZE);
            column.setHalignment(c == 0 ? HPos.LEFT : HPos.RIGHT);
            grid.getColumnConstraints().add(column);
        }
    }

    private void head() {
        grid.add(Ui.label("", "caption"), 0, 0);
        grid.add(Ui.whole("λ", "caption", "strong"), 1, 0);
        List<Measure> columns = Comparison.COLUMNS;
        for (int c = 0; c < columns.size(); c++) {
            Label label =
                    Ui.whole(text("tradeoff.column." + columns.get(c).key()), "caption", "strong");
            label.setTooltip(new Tooltip(columns.get(c).words()));
            grid.add(label, c + 2, 0);
        }
        grid.getChildren().forEach(n -> n.setStyle("-fx-padding: 2 0 6 0;"));
    }

    private static Label cell(Row row, Cell cell, Measure measure) {
        String value = measure.format(cell.reading().value());
        String mark = cell.tied() ? "≈" : row.reached() || row.slot() == 5 ? "" : "*";
        Label label =
                mono(measure == Measure.HARMFUL ? mark + value : cell.tied() ? "≈" + value : value);
        if (cell.best()) {
            label.getStyleClass().add("best");
        }
        String interval = PointText.interval(measure, cell.reading());
        label.setAccessibleText(measure.words() + " " + value + " " + interval);
        label.setTooltip(new Tooltip(measure.words() + "\n" + value + " " + interval));
        return label;
    }

    private static Label mono(String words) {
        Label label = Ui.whole(words, "mono");
        label.setStyle("-fx-padding: 6 0 6 0;");
        return label;
    }
}
