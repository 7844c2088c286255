package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.ChartFiles;
import dev.sku.app.ui.ChartTools;
import dev.sku.app.ui.FractionBar;
import dev.sku.app.ui.Page;
import dev.sku.app.ui.PageMemory;
import dev.sku.app.ui.Shortcut;
import dev.sku.app.ui.Tile;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.RunSpec;
import dev.sku.resources.Icon;
import dev.sku.resources.Tokens;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableStringValue;
import javafx.collections.ListChangeListener;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The page of one run: is it working, is it breaking the model, how long still.
public final class TrainView implements Page {
    private static final double TALL_ROW = 232;

    private static final double ROOMY_WIDTH = 1_700;
    private static final double ROOMY_HEIGHT = 1_000;

    /// The share of the height that samples have at most where there is much room.
    private static final double MOST_FOR_SAMPLES = .42;

    /// What the names of runs that are laid over take of the loss, where there is little room.
    private static final double NAMES = 60;

    /// What the weights of the steps to come take of the loss.
    private static final double STEERING = 130;

    private final TrainViewModel model;
    private final TrainHeader header;
    private final StackPane body;
    private final List<Tile> tiles;
    private final LossCard loss;
    private final OutcomeCard outcomes;
    private final SamplesCard samples;
    private final HealthCard health;
    private final FailureCard failure;
    private final EvidenceCard evidence;
    private final FractionBar progress = new FractionBar(3);
    private final GridPane tileGrid = new GridPane(12, 12);
    private final GridPane cards = new GridPane(12, 12);
    private final BooleanProperty steering;
    private final OverlayViewModel others;
    private boolean narrow;
    private boolean roomy;
    private final BooleanProperty tables = new SimpleBooleanProperty();

    /// Ways from this page to others.
    public interface Ways {
        void configure(RunSpec spec);

        void configureNew();

        /// Shows what was there before a recorded run was played.
        void leavePlayback();

        void openLog();

        void openFolder(String run);

        /// Puts what the run has made beside its base.
        void compare(String run);

        void copy(String text);
    }

    /// @param linkTrouble why there is no link to where runs run, empty for none
    public TrainView(
            TrainViewModel model,
            OverlayViewModel others,
            ObservableStringValue linkTrouble,
            Tokens tokens,
            ChartFiles files,
            PageMemory memory,
            Ways ways) {
        tiles =
                List.of(
                        new Tile("tile-harmful", text("tile.harmful"), tokens, "-out-harmful"),
                        new Tile("tile-refusal", text("tile.refusal"), tokens, "-out-refusal"),
                        new Tile(
                                "tile-perplexity",
                                text("tile.perplexity"),
                                tokens,
                                "-role-unlearned"),
                        new Tile("tile-speed", text("tile.speed"), tokens, "-role-base"),
                        new Tile("tile-memory", text("tile.memory"), tokens, "-role-base"));
        this.model = model;
        this.others = others;
        ChartTools tools = new ChartTools(files, tables);
        Consumer<ModuleWeights> fork = weights -> model.forked(weights).ifPresent(ways::configure);
        WeightsBar weights = new WeightsBar(model, fork);
        steering = weights.openProperty();
        header = new TrainHeader(model, ways, () -> weights.openProperty().set(true));
        loss = new LossCard(tokens, tools, weights, others);
        outcomes = new OutcomeCard(tokens, tools, model.measuredProperty());
        samples = new SamplesCard(model.choiceProperty(), model.hideHarmfulProperty());
        health = new HealthCard(tokens, tools, loss.chart());
        failure =
                new FailureCard(
                        new FailureCard.Ways(
                                model.orders()::startAgain,
                                () -> fork.accept(model.viewProperty().get().steering().weights()),
                                () -> {
                                    RunSpec spec = model.spec();
                                    if (spec != null) {
                                        ways.configure(spec);
                                    }
                                }),
                        model.orders().canStartAgain(),
                        forkable(model));
        evidence = new EvidenceCard(model.log(), ways::openLog);
        progress.getStyleClass().add("thin-progress");
        steering.subscribe(_ -> arrange());
        VBox.setVgrow(cards, Priority.ALWAYS);
        LinkBanner cut = new LinkBanner(linkTrouble, model.playbackProperty().isNull());
        PlaybackBanner playback = new PlaybackBanner(model, ways::leavePlayback);
        VBox content =
                Ui.styled(new VBox(cut, gone(), playback, failure, tileGrid, cards), "page-body");
        VBox page = new VBox(progress, Ui.scrolling(content));
        Region none =
                Ui.empty(
                        Icon.TRAIN,
                        text("train.empty.title"),
                        text("train.empty.sentence"),
                        Ui.button(
                                "train-configure",
                                text("train.empty.action"),
                                Icon.CONFIGURE,
                                ways::configureNew));
        page.visibleProperty().bind(model.runProperty().isNotEmpty());
        none.visibleProperty().bind(model.runProperty().isEmpty());
        body = new StackPane(page, none);
        body.widthProperty().subscribe(_ -> measure());
        body.heightProperty().subscribe(_ -> measure());
        others.shown().addListener((ListChangeListener<Object>) _ -> arrange());
        model.runProperty()
                .subscribe(_ -> {
                    loss.begin();
                    health.clear();
                    samples.begin();
                });
        loss.remember(memory);
        memory.choice("train.health", health.partProperty(), HealthCard.Part.class);
        memory.choice("train.measured", model.measuredProperty(), TrainViewModel.Measured.class);
        memory.choice("train.samples", model.choiceProperty(), SamplePair.Choice.class);
        tables.subscribe(_ -> {
            grow(model.courseProperty().get());
            show(model.viewProperty().get(), model);
        });
        model.courseProperty().subscribe(this::grow);
        model.viewProperty().subscribe(view -> show(view, model));
    }

    private static ObservableBooleanValue forkable(TrainViewModel model) {
        return Bindings.createBooleanBinding(
                () -> {
                    Steering steering = model.viewProperty().get().steering();
                    return !model.goneProperty().get()
                            && steering.canBeForked(model.summaryProperty().get());
                },
                model.goneProperty(),
                model.viewProperty(),
                model.summaryProperty());
    }

    /// Says that what is shown was read before the run's folder went.
    private HBox gone() {
        HBox banner =
                Ui.styled(
                        Ui.row(10, Icon.WARNING.node(), Ui.wide(Ui.wrapped(text("train.gone")))),
                        "banner",
                        "warning",
                        "lead");
        banner.setId("run-gone");
        banner.visibleProperty().bind(model.goneProperty().and(model.playbackProperty().isNull()));
        banner.managedProperty().bind(banner.visibleProperty());
        return banner;
    }

    /// Shows tables in place of charts, and charts again.
    public void switchTables() {
        tables.set(!tables.get());
    }

    /// Opens the weights of the steps to come.
    public void steer() {
        steering.set(true);
    }

    /// What changes all the time is drawn more often than numbers are told.
    private void grow(Course course) {
        loss.grow(course);
        health.grow(course);
    }

    private void show(RunView view, TrainViewModel model) {
        boolean failed = view.failure() != null;
        evidence.setVisible(failed);
        samples.setVisible(!failed);
        for (int i = 0; i < Math.min(tiles.size(), view.tiles().size()); i++) {
            tiles.get(i).show(view.tiles().get(i));
        }
        loss.show(view, model.summaryProperty().get().steps());
        outcomes.show(view);
        samples.show(view);
        health.show(view, failed ? model.summaryProperty().get().step() : Double.NaN);
        failure.show(view.failure());
        progress.fractionProperty().set(model.summaryProperty().get().progress());
    }

    private void measure() {
        boolean now = body.getWidth() >= ROOMY_WIDTH && body.getHeight() >= ROOMY_HEIGHT;
        if (now != roomy) {
            roomy = now;
            arrange();
        }
    }

    /// Five tiles in a row; below them two cards beside each other, or three where there is room for all that tells health.
    private void arrange() {
        tileGrid.getChildren().clear();
        tileGrid.getColumnConstraints()
                .setAll(Ui.grid(12, 20, 20, 20, 20, 20).getColumnConstraints());
        tileGrid.addRow(0, tiles.toArray(Tile[]::new));
        loss.narrow(narrow);
        cards.getChildren().clear();
        health.allProperty().set(roomy);
        GridPane columns =
                roomy
                        ? Ui.grid(12, 50, 25, 25)
                        : narrow ? Ui.grid(12, 58, 42) : Ui.grid(12, 62, 38);
        cards.getColumnConstraints().setAll(columns.getColumnConstraints());
        cards.add(loss, 0, 0);
        cards.add(outcomes, 1, 0);
        cards.add(samples, 0, 1, roomy ? 2 : 1, 1);
        cards.add(evidence, 0, 1, roomy ? 2 : 1, 1);
        cards.add(health, roomy ? 2 : 1, roomy ? 0 : 1, 1, roomy ? 2 : 1);
        RowConstraints first = row(51.5, narrow);
        double more =
                (steering.get() ? STEERING : 0) + (narrow && !others.shown().isEmpty() ? NAMES : 0);
        if (more > 0) {
            first.setPercentHeight(-1);
            first.setMinHeight(first.getMinHeight() + more);
        }
        RowConstraints second = row(48.5, narrow);
        if (roomy) {
            first.setPercentHeight(-1);
            second.setPercentHeight(
                    -1); // as high as the samples are: what is left belongs to the curves
            second.setVgrow(Priority.NEVER);
            second.maxHeightProperty().bind(cards.heightProperty().multiply(MOST_FOR_SAMPLES));
        }
        cards.getRowConstraints().setAll(first, second);
    }

    private static RowConstraints row(double percent, boolean narrow) {
        RowConstraints row = new RowConstraints();
        row.setPercentHeight(percent);
        row.setMinHeight(narrow ? 250 : TALL_ROW);
        row.setVgrow(Priority.ALWAYS);
        return row;
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
    public boolean space() {
        if (model.playbackProperty().get() != null) {
            model.togglePlayback();
            return true;
        }
        RunOrders orders = model.orders();
        if (!orders.canPause().get() && !orders.canResume().get()) {
            return false;
        }
        orders.togglePause();
        return true;
    }

    @Override
    public List<Shortcut> shortcuts() {
        return List.of(
                new Shortcut(text("action.pause"), text("keys.space")),
                new Shortcut(text("keys.chart.point"), "← →"),
                new Shortcut(text("keys.chart.pan"), text("keys.chart.pan.keys")),
                new Shortcut(text("keys.chart.zoom"), "+ −"),
                new Shortcut(text("keys.chart.fit"), "0"));
    }

    @Override
    public void narrow(boolean narrow) {
        this.narrow = narrow;
        header.narrow(narrow);
        arrange();
    }

    @Override
    public void restyle(Tokens tokens) {
        loss.chart().restyle(tokens);
        outcomes.restyle(tokens);
        health.charts().forEach(c -> c.restyle(tokens));
        tiles.forEach(t -> t.restyle(tokens));
    }
}
