package dev.sku.app.tradeoff;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.Page;
import dev.sku.app.ui.PageMemory;
import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Ui;
import dev.sku.figures.Figure;
import dev.sku.figures.Figure.Mark;
import dev.sku.figures.FigureFormat;
import dev.sku.figures.PointGroup;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.resources.Icon;
import dev.sku.resources.Tokens;
import java.nio.file.Path;
import java.util.Map;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The Trade-off page: the scatter, the chosen point, methods side by side, and what figures are written.
public final class TradeoffView implements Page {
    private static final double SIDE = 452;
    private static final double NARROW_SIDE = 388;

    private final TradeoffViewModel model;
    private final FigureExport export;
    private final Ways ways;
    private final HBox header;
    private final StackPane body = new StackPane();
    private final ScatterCard scatter;
    private final VBox side;
    private final PointTable points;
    private final Rebound rebound;

    /// Ways from this page to others.
    public interface Ways {
        void open(String run);

        /// Beside its base, at its λ.
        void compare(MeasuredPoint point);

        void copy(String words);

        void configureNew();
    }

    private enum Listed {
        METHODS,
        POINTS,
        REBOUND
    }

    /// @param memory how the page was left
    public TradeoffView(
            TradeoffViewModel model,
            FigureExport export,
            FileDialogs dialogs,
            Tokens tokens,
            PageMemory memory,
            Ways ways) {
        this.model = model;
        this.export = export;
        this.ways = ways;
        Button toggle =
                Ui.button(
                        "export-figure",
                        text("tradeoff.export"),
                        Icon.EXPORT,
                        () -> export.openProperty().set(!export.openProperty().get()),
                        "primary");
        toggle.disableProperty().bind(model.figureProperty().isNull());
        header =
                Ui.pageHeader(
                        text("tradeoff.page"),
                        runs(),
                        figures(),
                        Ui.gap(),
                        Ui.iconButton(
                                "tradeoff-refresh",
                                text("tradeoff.refresh"),
                                Icon.REFRESH,
                                model::refresh),
                        toggle);
        scatter = new ScatterCard(model, tokens, this::openSelected);
        model.draft().remember(memory);
        memory.words("tradeoff.hidden", model.hiddenProperty());
        memory.number("tradeoff.atMost", model.atMostProperty());
        rebound = new Rebound(model, dialogs, tokens, memory);
        points = new PointTable(model, this::openSelected);
        side = Ui.column(12, new PointCard(model, ways), tables(memory));
        Ui.sized(side, SIDE);
        HBox work = Ui.growing(new HBox(12, Ui.growing(scatter), side));
        VBox page =
                Ui.styled(
                        new VBox(new ExportPanel(export, ways::copy), banner(), work), "page-body");
        VBox none =
                Ui.empty(
                        Icon.TRADE_OFF,
                        text("tradeoff.empty"),
                        "",
                        Ui.button(
                                "tradeoff-configure",
                                text("runs.new"),
                                Icon.ADD,
                                ways::configureNew));
        Label sentence = (Label) none.getChildren().get(2);
        body.getChildren().addAll(page, none);
        Runnable choose =
                () -> {
                    boolean drawn = model.figureProperty().get() != null;
                    String trouble = model.troubleProperty().get();
                    page.setVisible(drawn);
                    none.setVisible(!drawn && !model.isBusy());
                    sentence.setText(trouble.isEmpty() ? text("tradeoff.empty.sentence") : trouble);
                };
        model.figureProperty().subscribe(choose);
        model.troubleProperty().subscribe(choose);
    }

    /// Compare where the model is there, otherwise the run.
    private void openSelected() {
        Mark mark = model.selectedProperty().get();
        if (mark != null && model.canCompare(mark)) {
            ways.compare(mark.point());
        } else if (mark != null && model.run(mark.point()) != null) {
            ways.open(mark.point().run());
        }
    }

    private MenuButton runs() {
        MenuButton menu = new MenuButton();
        menu.setId("tradeoff-runs");
        menu.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () ->
                                        text(
                                                "tradeoff.runs",
                                                model.chosen().values().stream()
                                                        .filter(d -> d)
                                                        .count(),
                                                model.chosen().size()),
                                model.chosen()));
        menu.getItems().add(new MenuItem()); // an empty menu does not open
        menu.setOnShowing(
                _ -> // a thousand runs come one by one
                menu.getItems()
                                .setAll(
                                        model.chosen().entrySet().stream()
                                                .map(this::runItem)
                                                .toList()));
        return menu;
    }

    private CustomMenuItem runItem(Map.Entry<String, Boolean> run) {
        String name = run.getKey();
        CheckBox box = new CheckBox(model.title(name) + "  " + name);
        box.setSelected(run.getValue());
        box.setOnAction(_ -> model.choose(name, box.isSelected()));
        CustomMenuItem item = new CustomMenuItem(box, false);
        item.setId("tradeoff-run-" + name);
        return item;
    }

    private MenuButton figures() {
        MenuButton menu = new MenuButton(text("tradeoff.figures"), Icon.FILE.node());
        menu.setId("tradeoff-figures");
        InvalidationListener fill =
                _ -> {
                    menu.getItems()
                            .setAll(export.figures().stream().map(this::figureItem).toList());
                    menu.setDisable(export.figures().isEmpty());
                };
        export.figures().addListener(fill);
        fill.invalidated(export.figures());
        return menu;
    }

    private MenuItem figureItem(Path file) {
        String name = String.valueOf(file.getFileName());
        MenuItem item =
                new MenuItem(
                        name.substring(0, name.length() - FigureFormat.FIGURE.ending().length()));
        item.setOnAction(_ -> export.reopen(file));
        return item;
    }

    private VBox tables(PageMemory memory) {
        ObjectProperty<Listed> listed = new SimpleObjectProperty<>(Listed.METHODS);
        memory.choice("tradeoff.listed", listed, Listed.class);
        ScrollPane methods = Ui.scrolling(new MethodTable(model));
        ScrollPane back = Ui.scrolling(rebound);
        VBox card =
                Ui.card(
                        Ui.cardHead(
                                text("tradeoff.tables"),
                                new Segmented<>(
                                        "tradeoff-listed",
                                        listed,
                                        l -> text("tradeoff.listed", l),
                                        Listed.values())),
                        methods,
                        Ui.growing(points),
                        back);
        listed.subscribe(now -> {
            methods.setVisible(now == Listed.METHODS);
            methods.setManaged(now == Listed.METHODS);
            points.setVisible(now == Listed.POINTS);
            points.setManaged(now == Listed.POINTS);
            back.setVisible(now == Listed.REBOUND);
            back.setManaged(now == Listed.REBOUND);
        });
        model.brushProperty()
                .subscribe(brush -> {
                    if (brush != null) {
                        listed.set(Listed.POINTS);
                    }
                });
        return Ui.growing(card);
    }

    /// Says what is not drawn because it was measured otherwise.
    private Region banner() {
        VBox banner = Ui.styled(new VBox(), "banner", "warning");
        banner.setId("tradeoff-banner");
        InvalidationListener fill =
                _ -> {
                    Figure figure = model.figureProperty().get();
                    banner.getChildren().clear();
                    for (PointGroup other : model.others()) {
                        if (figure != null && banner.getChildren().size() < 3) {
                            banner.getChildren().add(otherGroup(figure, other));
                        }
                    }
                    banner.setVisible(!banner.getChildren().isEmpty());
                    banner.setManaged(banner.isVisible());
                };
        model.others().addListener(fill);
        fill.invalidated(model.others());
        return banner;
    }

    private HBox otherGroup(Figure figure, PointGroup other) {
        Label words =
                Ui.wrapped(
                        text(
                                "tradeoff.otherwise",
                                other.points().size(),
                                String.join(", ", other.runs().stream().map(model::title).toList()),
                                String.join("; ", other.differences(figure.group()))));
        words.setGraphic(Icon.WARNING.node());
        words.getStyleClass().add("lead");
        Button again =
                Ui.button(
                        "tradeoff-again",
                        text("tradeoff.again"),
                        Icon.EVALUATE,
                        () -> model.measureAgain(other),
                        "compact");
        again.setTooltip(new Tooltip(text("tradeoff.again.hint")));
        again.disableProperty().bind(model.sweep().progressProperty().isNotEmpty());
        again.setVisible(model.canMeasureAgain(other));
        again.setManaged(again.isVisible());
        return Ui.row(
                10,
                Ui.wide(words),
                again,
                Ui.button(
                        "tradeoff-other",
                        text("tradeoff.drawOther"),
                        Icon.TRADE_OFF,
                        () -> model.draw(other),
                        "compact"));
    }

    @Override
    public Region header() {
        return header;
    }

    @Override
    public Region body() {
        return body;
    }

    @Override
    public void shown(boolean visible) {
        if (visible) {
            model.look();
            export.look();
        }
    }

    @Override
    public void narrow(boolean narrow) {
        Ui.sized(side, narrow ? NARROW_SIDE : SIDE);
        points.narrow(narrow);
    }

    @Override
    public void restyle(Tokens tokens) {
        scatter.restyle(tokens);
        rebound.restyle(tokens);
    }
}
