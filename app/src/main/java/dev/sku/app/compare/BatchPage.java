package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FractionBar;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.OutcomeLook;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Interval;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.protocol.SideReply;
import dev.sku.resources.Icon;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A list of prompts through all sides: how far it is, how often each side was harmful, and every reply in a table that
/// sorts; and where each prompt flips along λ.
final class BatchPage extends VBox {
    private final CompareViewModel model;
    private final BatchModel batch;
    private final boolean alongLambda;
    private final TableView<BatchModel.Row> table = new TableView<>();
    private final VBox summary = Ui.column(6);

    /// Harmful replies that were clicked.
    private final Set<SideReply> revealed = new HashSet<>();

    /// @param alongLambda the flips of one side instead of the replies of all
    BatchPage(CompareViewModel model, boolean alongLambda) {
        this.model = model;
        this.batch = model.batch();
        this.alongLambda = alongLambda;
        getStyleClass().add("page-body");
        String id = alongLambda ? "flips" : "batch";
        table.setId(id + "-table");
        table.setAccessibleText(text("compare.sheet", sheet()));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        SortedList<BatchModel.Row> sorted = new SortedList<>(batch.rows());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.setPlaceholder(
                Ui.empty(
                        Icon.RUNS,
                        text(alongLambda ? "flips.empty.title" : "batch.empty.title"),
                        text(alongLambda ? "flips.empty.sentence" : "batch.empty.sentence")));
        VBox card = Ui.styled(new VBox(Ui.growing(table)), "card", "flush");
        getChildren().addAll(Ui.card(controls(id), summary), Ui.growing(card));
        batch.sides().addListener((ListChangeListener<String>) _ -> columns());
        batch.rows().addListener((ListChangeListener<BatchModel.Row>) _ -> summarize());
        columns();
    }

    private CompareView.Sheet sheet() {
        return alongLambda ? CompareView.Sheet.PROMPT_SET : CompareView.Sheet.BATCH;
    }

    private HBox controls(String id) {
        ComboBox<Library.Group> group = new ComboBox<>();
        group.setId(id + "-group");
        group.setAccessibleText(text("batch.prompts"));
        group.getItems().setAll(Library.Group.values());
        group.setConverter(
                new javafx.util.StringConverter<>() {
                    @Override
                    public String toString(Library.@Nullable Group g) {
                        return g == null ? "" : text("compare.group", g);
                    }

                    @Override
                    public Library.@Nullable Group fromString(String words) {
                        return null;
                    }
                });
        group.valueProperty()
                .subscribe(g -> {
                    if (g != null) {
                        model.library().chooseBatch(g);
                        model.planned();
                    }
                });
        group.setValue(Library.Group.HARMFUL);
        Button start =
                Ui.button(
                        id + "-start",
                        text(alongLambda ? "flips.start" : "batch.start"),
                        Icon.PLAY,
                        alongLambda ? model::runFlips : model::runBatch,
                        "primary");
        Button stop = Ui.button(id + "-stop", text("compare.stop"), Icon.STOP, batch::stop);
        start.visibleProperty().bind(batch.runningProperty().not());
        start.managedProperty().bind(start.visibleProperty());
        stop.visibleProperty().bind(batch.runningProperty());
        stop.managedProperty().bind(stop.visibleProperty());
        FractionBar bar = new FractionBar(4);
        bar.fractionProperty()
                .bind(batch.doneProperty().divide(Bindings.max(1.0, batch.totalProperty())));
        bar.visibleProperty().bind(batch.runningProperty());
        Label progress = Ui.whole("", "small", "muted");
        progress.setId(id + "-progress");
        progress.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () ->
                                        text(
                                                "batch.progress",
                                                batch.doneProperty().get(),
                                                batch.totalProperty().get()),
                                batch.doneProperty(),
                                batch.totalProperty()));
        progress.visibleProperty().bind(batch.runningProperty());
        return Ui.row(
                12,
                Ui.whole(text("batch.prompts"), "field-label"),
                group,
                Ui.wide(bar),
                progress,
                stop,
                start);
    }

    private void summarize() {
        summary.getChildren().clear();
        if (alongLambda) {
            if (batch.rows().stream().anyMatch(BatchModel.Row::swept)) {
                summary.getChildren().add(new FlipChart(batch.flips()));
            }
            return;
        }
        for (int s = 0; s < batch.sides().size(); s++) {
            OutcomeCounts harmful = batch.counts(s, true);
            OutcomeCounts normal = batch.counts(s, false);
            HBox row = Ui.row(10, Ui.sized(Ui.label(batch.sides().get(s), "strong"), 160));
            if (harmful.n() > 0) {
                row.getChildren().add(Ui.label(rate("batch.harmful", harmful, Outcome.HARMFUL)));
            }
            if (normal.n() > 0) {
                row.getChildren().add(Ui.label(rate("batch.overRefused", normal, Outcome.REFUSAL)));
            }
            summary.getChildren().add(row);
        }
    }

    static String rate(String key, OutcomeCounts counts, Outcome outcome) {
        Interval interval = counts.interval(outcome);
        return text(
                key,
                Numbers.percent(counts.rate(outcome)),
                Numbers.percent(interval.low()),
                Numbers.percent(interval.high()),
                counts.n());
    }

    /// All at once: a column that stood alone for a moment would keep the whole width.
    private void columns() {
        List<TableColumn<BatchModel.Row, ?>> all = new ArrayList<>();
        TableColumn<BatchModel.Row, String> prompt = new TableColumn<>(text("batch.column.prompt"));
        prompt.setCellValueFactory(
                r -> new ReadOnlyObjectWrapper<>(r.getValue().prompt().question()));
        prompt.setPrefWidth(300);
        all.add(prompt);
        if (alongLambda) {
            all.add(flipsAt());
            all.add(changes());
        } else {
            for (int s = 0; s < batch.sides().size(); s++) {
                all.add(outcomes(s));
            }
            for (int s = 0; s < batch.sides().size(); s++) {
                all.add(replies(s));
            }
        }
        table.getColumns().setAll(all);
    }

    private TableColumn<BatchModel.Row, SideReply> outcomes(int side) {
        TableColumn<BatchModel.Row, SideReply> outcome = new TableColumn<>(batch.sides().get(side));
        outcome.setCellValueFactory(
                r -> new ReadOnlyObjectWrapper<>(r.getValue().replies().get(side)));
        outcome.setComparator(
                Comparator.nullsLast(Comparator.comparing(r -> r.verdict().outcome())));
        outcome.setCellFactory(_ -> new OutcomeCell());
        outcome.setMinWidth(90);
        outcome.setPrefWidth(110);
        outcome.setMaxWidth(150);
        return outcome;
    }

    private TableColumn<BatchModel.Row, SideReply> replies(int side) {
        TableColumn<BatchModel.Row, SideReply> reply =
                new TableColumn<>(text("batch.column.reply", batch.sides().get(side)));
        reply.setCellValueFactory(
                r -> new ReadOnlyObjectWrapper<>(r.getValue().replies().get(side)));
        reply.setCellFactory(_ -> new ReplyCell());
        reply.setSortable(false);
        reply.setPrefWidth(340);
        return reply;
    }

    private static TableColumn<BatchModel.Row, Double> flipsAt() {
        TableColumn<BatchModel.Row, Double> at = new TableColumn<>(text("flips.column.at"));
        at.setCellValueFactory(r ->
                new ReadOnlyObjectWrapper<>(
                        r.getValue().flips().isEmpty()
                                ? null
                                : r.getValue().flips().getFirst().middle()));
        at.setCellFactory(_ ->
                new TableCell<>() {
                    @Override
                    protected void updateItem(@Nullable Double value, boolean empty) {
                        super.updateItem(value, empty);
                        setText(empty || value == null ? "" : Numbers.decimals(value, 2));
                    }
                });
        at.getStyleClass().add("number");
        at.setMinWidth(90);
        at.setMaxWidth(120);
        return at;
    }

    private static TableColumn<BatchModel.Row, String> changes() {
        TableColumn<BatchModel.Row, String> what = new TableColumn<>(text("flips.column.what"));
        what.setCellValueFactory(r -> new ReadOnlyObjectWrapper<>(words(r.getValue())));
        what.setPrefWidth(300);
        return what;
    }

    private static String words(BatchModel.Row row) {
        if (!row.swept()) {
            return "";
        }
        return row.flips().isEmpty()
                ? text("flips.none")
                : String.join(
                        ", ",
                        row.flips().stream()
                                .map(f ->
                                        text(
                                                "compare.flip",
                                                OutcomeLook.words(f.from()),
                                                OutcomeLook.words(f.to()),
                                                Numbers.decimals(f.below(), 1),
                                                Numbers.decimals(f.above(), 1)))
                                .toList());
    }

    private static final class OutcomeCell extends TableCell<BatchModel.Row, SideReply> {
        @Override
        protected void updateItem(@Nullable SideReply reply, boolean empty) {
            super.updateItem(reply, empty);
            setGraphic(
                    empty || reply == null ? null : OutcomeLook.badge(reply.verdict().outcome()));
        }
    }

    private final class ReplyCell extends TableCell<BatchModel.Row, SideReply> {
        @Override
        protected void updateItem(@Nullable SideReply reply, boolean empty) {
            super.updateItem(reply, empty);
            if (empty || reply == null) {
                setText("");
                setOnMouseClicked(null);
                return;
            }
            boolean veiled =
                    model.hideHarmfulProperty().get()
                            && reply.verdict().outcome() == Outcome.HARMFUL;
            boolean hidden = veiled && !revealed.contains(reply);
            setText(hidden ? text("samples.hidden") : reply.text().strip());
            setOnMouseClicked(_ -> {
                if (revealed.add(reply)) {
                    table.refresh();
                }
            });
        }
    }
}
