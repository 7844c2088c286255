package dev.sku.app.start;

import static dev.sku.resources.Texts.text;

import dev.sku.app.start.StartViewModel.CachedModel;
import dev.sku.app.train.RecordedRunCard;
import dev.sku.app.ui.Page;
import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import dev.sku.resources.Tokens;
import java.nio.file.Path;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The page of an empty workspace: the sample run with one button, what this computer has, what the colours mean.
public final class StartView implements Page {
    private static final int MOST_CACHED = 4;

    /// Wider, its lines cannot be read.
    private static final double WIDEST = 2_200;

    /// Height of a way that fits one line.
    private static final double LINE = 46;

    private final HBox header;
    private final Region body;
    private final RecordedRunCard recorded;

    /// Ways from this page to others.
    public interface Ways {
        void startSample();

        void lookAtSample();

        void configureOwn();

        void openWorkspace();

        /// Plays the recorded run.
        void replay();

        void useModel(CachedModel model);
    }

    /// @param recorded what the sample run found when it was recorded; shows itself when that is read
    public StartView(StartViewModel model, RecordedRunCard recorded, Ways ways) {
        this.recorded = recorded;
        header =
                Ui.pageHeader(
                        text("start.title"),
                        Ui.gap(),
                        Ui.button(
                                "start-open-workspace",
                                text("start.openWorkspace"),
                                Icon.FOLDER,
                                ways::openWorkspace));
        GridPane lower = Ui.grid(16, 33.3, 33.3, 33.4);
        lower.addRow(0, found(model), cache(model.cached(), ways), own(ways));
        RowConstraints row = new RowConstraints();
        row.setVgrow(Priority.NEVER);
        lower.getRowConstraints().add(row);
        lower.setMaxHeight(Region.USE_PREF_SIZE);
        lower.setMinHeight(Region.USE_PREF_SIZE);
        VBox content = Ui.styled(new VBox(hero(model, ways), lower, recorded), "page-body");
        VBox.setVgrow(recorded, Priority.ALWAYS);
        content.setSpacing(16);
        content.setMaxWidth(WIDEST);
        StackPane page = new StackPane(content);
        page.setAlignment(Pos.TOP_CENTER);
        body = Ui.scrolling(page);
    }

    private static VBox hero(StartViewModel model, Ways ways) {
        GridPane steps = Ui.grid(16, 33.3, 33.3, 33.4);
        steps.addRow(0, step(1, "measure"), step(2, "unlearn"), step(3, "compare"));
        Button start =
                Ui.button(
                        "start-sample",
                        text("start.sample"),
                        Icon.PLAY,
                        ways::startSample,
                        "primary");
        start.disableProperty().bind(model.samplePossibleProperty().not());
        Button look =
                Ui.button(
                        "look-sample",
                        text("start.look"),
                        Icon.CONFIGURE,
                        ways::lookAtSample,
                        "ghost");
        look.disableProperty().bind(model.samplePossibleProperty().not());
        var fault = Ui.wrapped(text("start.noSample"), "fault");
        fault.setGraphic(Icon.FAULT.node());
        fault.visibleProperty().bind(model.samplePossibleProperty().not());
        fault.managedProperty().bind(fault.visibleProperty());
        return Ui.card(
                Ui.row(
                        8,
                        Ui.label(text("start.hero"), "h1"),
                        Ui.gap(),
                        Ui.badge(text("start.noDownload"), Icon.DONE, "helpful")),
                Ui.wrapped(text("start.hero.note"), "muted"),
                steps,
                Ui.row(8, start, look, Ui.gap(), Ui.keys(text("start.keys"))),
                fault);
    }

    private static VBox step(int number, String key) {
        return Ui.styled(
                Ui.column(
                        5,
                        Ui.row(
                                8,
                                Ui.whole(String.valueOf(number), "step-number"),
                                Ui.label(text("start.step." + key), "strong")),
                        Ui.wrapped(text("start.step." + key + ".note"), "small", "muted")),
                "inset");
    }

    private static VBox found(StartViewModel model) {
        VBox list = Ui.column(10);
        Runnable fill =
                () ->
                        list.getChildren()
                                .setAll(
                                        model.facts().stream()
                                                .map(f ->
                                                        entry(
                                                                f.good()
                                                                        ? Icon.EVALUATE
                                                                        : Icon.WARNING,
                                                                f.good() ? "helpful" : "warning",
                                                                f.what(),
                                                                f.note()))
                                                .toList());
        model.facts().addListener((ListChangeListener<StartViewModel.Fact>) _ -> fill.run());
        fill.run();
        return Ui.card(Ui.cardHead(text("start.found")), list);
    }

    private static HBox entry(Icon icon, String tone, String what, String note) {
        var sign = icon.node();
        sign.getStyleClass().addAll("mark", tone);
        return Ui.row(
                10, sign, Ui.column(1, Ui.wrapped(what, "strong"), Ui.wrapped(note, "caption")));
    }

    /// Models that are here already, the first few of them.
    private static VBox cache(ObservableList<CachedModel> models, Ways ways) {
        VBox list = Ui.column(10);
        Runnable fill =
                () -> {
                    list.getChildren().clear();
                    models.stream()
                            .limit(MOST_CACHED)
                            .forEach(m -> list.getChildren().add(cached(m, ways)));
                    if (models.isEmpty()) {
                        list.getChildren()
                                .add(
                                        entry(
                                                Icon.MODEL,
                                                "muted",
                                                text("start.cache.none"),
                                                text("start.cache.none.note")));
                    } else if (models.size() > MOST_CACHED) {
                        list.getChildren()
                                .add(
                                        Ui.label(
                                                text(
                                                        "start.cache.more",
                                                        models.size() - MOST_CACHED),
                                                "caption"));
                    }
                };
        models.addListener((ListChangeListener<CachedModel>) _ -> fill.run());
        fill.run();
        return Ui.card(Ui.cardHead(text("start.cache")), list);
    }

    private static HBox cached(CachedModel model, Ways ways) {
        Label name = Ui.label(model.name(), "strong");
        name.setMinWidth(0);
        Button use =
                Ui.button(
                        "use-" + Path.of(model.folder()).getFileName(),
                        text("start.cache.use"),
                        Icon.CONFIGURE,
                        () -> ways.useModel(model),
                        "compact");
        use.setAccessibleText(text("start.cache.useNamed", model.name()));
        return Ui.row(
                10,
                Icon.MODEL.node(),
                Ui.wide(Ui.column(1, name, Ui.label(model.note(), "caption"))),
                use);
    }

    private static VBox own(Ways ways) {
        VBox list =
                Ui.column(
                        2,
                        way("own-model", Icon.MODEL, "start.own.model", ways),
                        way("own-data", Icon.MODELS, "start.own.data", ways));
        VBox.setMargin(list, new Insets(0, -9, 0, -9)); // its rows have a margin of their own
        return Ui.card(Ui.cardHead(text("start.own")), list);
    }

    private static Button way(String id, Icon icon, String key, Ways ways) {
        HBox row =
                Ui.row(
                        12,
                        icon.node(),
                        Ui.wide(
                                Ui.column(
                                        1,
                                        Ui.label(text(key), "strong"),
                                        Ui.wrapped(text(key + ".note"), "caption"))),
                        Icon.CHEVRON_RIGHT.node());
        Button button = new Button(null, row);
        button.setId(id);
        button.getStyleClass().addAll("list-row", "worded");
        button.setAccessibleText(text(key));
        row.prefWidthProperty().bind(button.widthProperty().subtract(18));
        // Its words may need two lines; before its width is known, one.
        button.prefHeightProperty()
                .bind(
                        button.widthProperty()
                                .map(w ->
                                        w.doubleValue() < 60
                                                ? LINE
                                                : Math.max(
                                                        LINE,
                                                        row.prefHeight(w.doubleValue() - 18)
                                                                + 12)));
        button.setOnAction(_ -> ways.configureOwn());
        return button;
    }

    @Override
    public void restyle(Tokens tokens) {
        recorded.restyle(tokens);
    }

    @Override
    public Region header() {
        return header;
    }

    @Override
    public Region body() {
        return body;
    }
}
