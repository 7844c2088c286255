package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.PageMemory;
import dev.sku.app.ui.RunStateLook;
import dev.sku.app.ui.Ui;
import dev.sku.charts.IntervalBar;
import dev.sku.charts.Shares;
import dev.sku.protocol.Interval;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.RunSpec;
import dev.sku.resources.Icon;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.transformation.SortedList;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// The table of runs: one line a run, its rate with the interval on one scale.
final class RunsTable extends TableView<RunEntry> {
    private static final PseudoClass MISSING = PseudoClass.getPseudoClass("missing");

    /// Columns for which a small window has no room, and those that a table as wide as this has none for either.
    private static final Set<String> SAID_ELSEWHERE = Set.of("method", "weights");

    private static final Set<String> NEED_WIDTH = Set.of("model", "device");
    private static final double WIDE = 1_140;

    private final RunsViewModel model;
    private final Set<String> hidden = new TreeSet<>();
    private boolean narrow;

    RunsTable(RunsViewModel model) {
        this.model = model;
        setId("runs-table");
        setAccessibleText(text("runs.title"));
        getStyleClass().add("runs");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        setMinHeight(100);
        getColumns().add(tickColumn());
        add(
                "state",
                100,
                e -> e.summary().state(),
                (c, e) ->
                        c.setGraphic(
                                e.missing()
                                        ? Ui.badge(text("runs.missing"), Icon.FOLDER, "base")
                                        : RunStateLook.badge(e.summary().state())));
        add("name", 190, RunEntry::title, this::name);
        add("model", 84, e -> model(e.summary()), (c, e) -> c.setText(model(e.summary())));
        add("method", 66, e -> method(e.summary()), (c, e) -> c.setText(method(e.summary())));
        number("weights", 138, e -> weights(e.summary()), null);
        number("lambda", 44, e -> lambda(e.summary()), null);
        add(
                "harmful",
                176,
                e -> rate(e.summary().latest()),
                (c, e) -> c.setGraphic(rateCell(e.summary().latest())));
        number(
                "perplexity",
                82,
                e ->
                        e.summary().latest() == null
                                ? ""
                                : Numbers.compact(e.summary().latest().normal().perplexityOrNaN()),
                Comparator.comparingDouble(e ->
                        e.summary().latest() == null
                                ? Double.MAX_VALUE
                                : e.summary().latest().normal().perplexityOrNaN()));
        number(
                "steps",
                104,
                e -> steps(e.summary()),
                Comparator.comparingInt(e -> e.summary().step()));
        number(
                "time",
                76,
                e ->
                        e.summary().started() == null
                                ? ""
                                : Numbers.roughly(
                                        Duration.ofMillis((long) (e.summary().seconds() * 1e3))),
                Comparator.comparingDouble(e -> e.summary().seconds()));
        add("device", 66, e -> device(e.summary()), (c, e) -> c.setText(device(e.summary())));
        add("started", 88, e -> started(e.summary()), (c, e) -> c.setText(ago(e.summary())));
        widthProperty().subscribe(this::show);
        setRowFactory(_ -> new Row());
        SortedList<RunEntry> sorted = new SortedList<>(model.visible());
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
    }

    /// Leaves out what the run's own page says too.
    void narrow(boolean now) {
        narrow = now;
        show();
    }

    private void show() {
        for (TableColumn<RunEntry, ?> column : getColumns()) {
            String key = key(column);
            boolean room =
                    !(narrow && SAID_ELSEWHERE.contains(key))
                            && (getWidth() >= WIDE || !NEED_WIDTH.contains(key));
            column.setVisible(room && !hidden.contains(key));
            if (key.equals("harmful")) {
                column.setMaxWidth(narrow ? 150 : 240);
            }
        }
    }

    private static String key(TableColumn<RunEntry, ?> column) {
        return String.valueOf(column.getId()).replace("column-", "");
    }

    /// A menu of the columns, each of which can be hidden but the run's name; which are is remembered.
    MenuButton columnsMenu(PageMemory memories) {
        MenuButton menu = new MenuButton(text("runs.columns"), Icon.CONFIGURE.node());
        menu.setId("runs-columns");
        StringProperty kept = new SimpleStringProperty("");
        memories.words("runs.hiddenColumns", kept);
        hidden.addAll(List.of(kept.get().split(",", -1)));
        for (TableColumn<RunEntry, ?> column : getColumns()) {
            String key = key(column);
            if (column.getId() == null || key.equals("name")) {
                continue;
            }
            CheckMenuItem item = new CheckMenuItem(column.getText());
            item.setId("show-" + key);
            item.setSelected(!hidden.contains(key));
            item.selectedProperty()
                    .subscribe((_, on) -> {
                        if (on) {
                            hidden.remove(key);
                        } else {
                            hidden.add(key);
                        }
                        kept.set(String.join(",", hidden));
                        show();
                    });
            menu.getItems().add(item);
        }
        show();
        return menu;
    }

    private TableColumn<RunEntry, RunEntry> tickColumn() {
        TableColumn<RunEntry, RunEntry> column = new TableColumn<>("");
        fixed(column, 40);
        column.setSortable(false);
        column.setCellValueFactory(c -> new ReadOnlyObjectWrapper<>(c.getValue()));
        column.setCellFactory(_ -> new TickCell());
        return column;
    }

    /// Faint where the run's folder is missing.
    private static final class Row extends TableRow<RunEntry> {
        @Override
        protected void updateItem(RunEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            pseudoClassStateChanged(MISSING, !empty && entry != null && entry.missing());
        }
    }

    /// A box whose colour is the run's line in the overlay.
    private final class TickCell extends TableCell<RunEntry, RunEntry> {
        private final CheckBox box = new CheckBox();

        TickCell() {
            box.setAccessibleText(text("runs.overlay"));
            box.setOnAction(_ -> model.overlay().tick(getItem(), box.isSelected()));
            model.overlay()
                    .ticked()
                    .addListener(
                            (javafx.collections.MapChangeListener<String, Integer>)
                                    _ -> mark(getItem()));
        }

        @Override
        protected void updateItem(RunEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            mark(empty ? null : entry);
        }

        private void mark(@Nullable RunEntry entry) {
            setGraphic(entry == null || entry.missing() ? null : box);
            if (entry != null) {
                Integer colour = model.overlay().ticked().get(entry.summary().name());
                box.setSelected(colour != null);
                box.setId("tick-" + entry.summary().name());
                box.setStyle(
                        colour == null ? "" : "-color-accent-emphasis: -cat-%d;".formatted(colour));
            }
        }
    }

    private <T> void add(
            String key,
            double width,
            Function<RunEntry, T> value,
            BiConsumer<TableCell<RunEntry, RunEntry>, RunEntry> draw) {
        TableColumn<RunEntry, RunEntry> column = new TableColumn<>(text("runs.column." + key));
        column.setId("column-" + key);
        column.setPrefWidth(width);
        column.setMinWidth(width > 150 ? 90 : width);
        column.setCellValueFactory(c -> new ReadOnlyObjectWrapper<>(c.getValue()));
        column.setComparator(
                Comparator.comparing(e -> comparable(value.apply(e)), Comparator.naturalOrder()));
        column.setCellFactory(_ -> cell(draw));
        getColumns().add(column);
    }

    private void number(
            String key,
            double width,
            Function<RunEntry, String> words,
            @Nullable Comparator<RunEntry> order) {
        add(key, width, words, (c, e) -> c.setText(words.apply(e)));
        TableColumn<RunEntry, ?> column = getColumns().getLast();
        column.getStyleClass().add("number");
        if (order != null) {
            @SuppressWarnings("unchecked")
            TableColumn<RunEntry, RunEntry> typed = (TableColumn<RunEntry, RunEntry>) column;
            typed.setComparator(order);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Comparable<Object> comparable(@Nullable Object value) {
        return value instanceof Comparable c ? c : (Comparable) String.valueOf(value);
    }

    private static TableCell<RunEntry, RunEntry> cell(
            BiConsumer<TableCell<RunEntry, RunEntry>, RunEntry> draw) {
        return new TableCell<>() {
            @Override
            protected void updateItem(RunEntry entry, boolean empty) {
                super.updateItem(entry, empty);
                setText(null);
                setGraphic(null);
                if (!empty && entry != null) {
                    draw.accept(this, entry);
                }
            }
        };
    }

    private static void fixed(TableColumn<?, ?> column, double width) {
        column.setMinWidth(width);
        column.setPrefWidth(width);
        column.setMaxWidth(width);
    }

    private void name(TableCell<RunEntry, RunEntry> cell, RunEntry e) {
        HBox row = Ui.row(7, Ui.label(e.title(), "strong", "small"));
        if (e.summary().spec() != null && e.summary().spec().from() != null) {
            var fork = Icon.FORK.node();
            fork.setAccessibleText(model.lineage(e));
            row.getChildren().add(fork);
        }
        e.notes().tags().forEach(t -> row.getChildren().add(Ui.whole(t, "tag")));
        if (!e.notes().note().isEmpty()) {
            Label note = Ui.label(e.notes().note(), "caption");
            row.getChildren().add(note);
        }
        cell.setGraphic(row);
    }

    static String method(RunSummary s) {
        return s.spec() == null ? "" : text("method", s.spec().method());
    }

    private static String model(RunSummary s) {
        return s.spec() == null ? "" : s.spec().model().name();
    }

    private static String device(RunSummary s) {
        return s.spec() == null ? "" : s.spec().device();
    }

    static String weights(RunSummary s) {
        if (s.spec() == null) {
            return "";
        }
        ModuleWeights w = s.spec().acquisition().weights();
        return Numbers.exact(w.guidedDistortion())
                + " / "
                + Numbers.exact(w.randomDisassociation())
                + " / "
                + Numbers.exact(w.preservationDivergence());
    }

    static String lambda(RunSummary s) {
        RunSpec spec = s.spec();
        return spec == null ? "" : Numbers.exact(spec.negation().lambda());
    }

    private static Double rate(@Nullable Measurement m) {
        return m == null ? 2.0 : m.unseen().rate(Outcome.HARMFUL);
    }

    static Node rateCell(@Nullable Measurement m) {
        if (m == null || m.unseen().n() == 0) {
            return Ui.label(text("tile.notMeasured"), "caption");
        }
        Interval interval = m.unseen().interval(Outcome.HARMFUL);
        double rate = m.unseen().rate(Outcome.HARMFUL);
        Label value = Ui.sized(Ui.label(text("percent", Numbers.percent(rate)), "mono"), 62);
        value.setAlignment(javafx.geometry.Pos.CENTER_RIGHT);
        IntervalBar bar = new IntervalBar(rate, new Shares.Range(interval.low(), interval.high()));
        HBox.setHgrow(bar, javafx.scene.layout.Priority.ALWAYS);
        bar.setMaxWidth(140);
        HBox row = Ui.row(8, value, bar);
        String measured =
                text(
                        "tile.interval",
                        Numbers.percent(interval.low()),
                        Numbers.percent(interval.high()),
                        m.unseen().n());
        row.setAccessibleText(measured);
        Tooltip.install(row, new Tooltip(measured));
        return row;
    }

    private static String steps(RunSummary s) {
        return s.step() == s.steps()
                ? Numbers.whole(s.step())
                : Numbers.whole(s.step()) + " / " + Numbers.whole(s.steps());
    }

    private static Instant started(RunSummary s) {
        return s.started() == null ? Instant.MAX : s.started();
    }

    private static String ago(RunSummary s) {
        if (s.started() == null) {
            return s.state().ended() ? "" : text("ago.next");
        }
        return Numbers.ago(s.started(), Instant.now());
    }
}
