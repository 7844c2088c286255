package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.RunSpec;
import dev.sku.resources.Icon;
import java.util.List;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The newest runs with what they were made from and what came of it, each a click away from being the next draft.
public final class PastRunsCard extends VBox {
    private static final int MOST = 6;

    private final RunsViewModel model;
    private final Consumer<RunSpec> use;
    private @Nullable List<RunEntry> shown;
    private final GridPane rows = Ui.grid(8, 22, 14, 10, 12, 8, 20, 14);

    /// @param use makes a specification the draft
    public PastRunsCard(RunsViewModel model, Consumer<RunSpec> use) {
        this.model = model;
        this.use = use;
        setId("past-runs");
        getStyleClass().add("card");
        getChildren().addAll(Ui.cardHead(text("runs.past")), rows);
        model.all().addListener((ListChangeListener<RunEntry>) _ -> show());
        sceneProperty().subscribe(_ -> show());
        visibleProperty().subscribe(_ -> show());
    }

    /// What nobody sees is made when it comes to a page.
    private void show() {
        List<RunEntry> newest =
                model.all().stream().filter(e -> e.summary().spec() != null).limit(MOST).toList();
        if (getScene() == null || !isVisible() || newest.equals(shown)) {
            return;
        }
        shown = newest;
        rows.getChildren().clear();
        if (newest.isEmpty()) {
            rows.add(Ui.label(text("runs.past.none"), "muted"), 0, 0, 7, 1);
        }
        for (RunEntry run : newest) {
            show(run, rows.getRowCount());
        }
    }

    private void show(RunEntry run, int row) {
        RunSpec spec = run.summary().spec();
        if (spec == null) {
            return;
        }
        Button button =
                Ui.button(
                        "past-" + run.summary().name(),
                        text("runs.past.use"),
                        Icon.COPY,
                        () -> use.accept(spec),
                        "compact");
        rows.addRow(
                row,
                Ui.label(run.title(), "strong", "small"),
                Ui.label(spec.model().name(), "small"),
                Ui.label(RunsTable.method(run.summary()), "small"),
                Ui.label(RunsTable.weights(run.summary()), "mono"),
                Ui.label(RunsTable.lambda(run.summary()), "mono"),
                RunsTable.rateCell(run.summary().latest()),
                button);
    }
}
