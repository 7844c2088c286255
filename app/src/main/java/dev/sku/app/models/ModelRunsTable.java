package dev.sku.app.models;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.RunStateLook;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Interval;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.RunSpec;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;

/// The runs that were made from a model, and what came of each; a double click or Enter shows one.
final class ModelRunsTable extends TableView<RunEntry> {
    private final ModelDetailsViewModel model;

    ModelRunsTable(ModelDetailsViewModel model) {
        this.model = model;
        setId("model-runs");
        setAccessibleText(text("models.tab.runs"));
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setMinHeight(100);
        setPlaceholder(Ui.label(text("models.runs.none"), "muted"));
        add("name", RunEntry::title, 200);
        add("state", e -> RunStateLook.words(e.summary().state()), 90);
        add("method", e -> method(e.summary()), 110);
        add("lambda", e -> lambda(e.summary()), 56).getStyleClass().add("number");
        add("harmful", e -> harmful(e.summary().latest()), 230);
        setItems(model.runs());
        setOnMouseClicked(e -> {
            if (e.getButton() == MouseButton.PRIMARY && e.getClickCount() == 2) {
                open();
            }
        });
        setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ENTER) {
                open();
            }
        });
    }

    private void open() {
        RunEntry chosen = getSelectionModel().getSelectedItem();
        if (chosen != null) {
            model.open(chosen);
        }
    }

    private static String method(RunSummary run) {
        RunSpec spec = run.spec();
        return spec == null ? "" : text("method", spec.method());
    }

    private static String lambda(RunSummary run) {
        RunSpec spec = run.spec();
        return spec == null ? "" : Numbers.exact(spec.negation().lambda());
    }

    private static String harmful(@org.jspecify.annotations.Nullable Measurement measured) {
        if (measured == null || measured.unseen().n() == 0) {
            return text("tile.notMeasured");
        }
        Interval interval = measured.unseen().interval(Outcome.HARMFUL);
        return text(
                "models.runs.rate",
                Numbers.percent(measured.unseen().rate(Outcome.HARMFUL)),
                Numbers.percent(interval.low()),
                Numbers.percent(interval.high()),
                measured.unseen().n());
    }

    private TableColumn<RunEntry, String> add(
            String key, Function<RunEntry, String> words, double width) {
        TableColumn<RunEntry, String> column = new TableColumn<>(text("models.runs." + key));
        column.setId("model-runs-column-" + key);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(c -> new ReadOnlyStringWrapper(words.apply(c.getValue())));
        getColumns().add(column);
        return column;
    }
}
