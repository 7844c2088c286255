package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Page;
import dev.sku.app.ui.Shortcut;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.resources.Icon;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The Compare page: the same prompt to several models, side by side, along λ and token by token.
public final class CompareView implements Page {
    private final CompareViewModel model;
    private final Ways ways;
    private final CompareHeader header;

    /// Below this height of the page, what is not a reply takes less of it.
    private static final double LOW = 700;

    /// From this height on, the flips of the prompt set are shown under the replies.
    private static final double TALL = 1000;

    private static final PseudoClass IS_LOW = PseudoClass.getPseudoClass("low");

    private final StackPane body = new StackPane();
    private final BooleanProperty low = new SimpleBooleanProperty();
    private final HBox panes = new HBox(12);
    private final LibraryPane library;
    private final FilmstripCard filmstrip;
    private final PromptBox promptBox;
    private final ObjectProperty<Sheet> sheet = new SimpleObjectProperty<>(Sheet.REPLIES);
    private final Map<Sheet, Node> sheets;

    /// What the page shows.
    public enum Sheet {
        REPLIES,
        TOKENS,
        PROMPT_SET,
        BATCH
    }

    /// Ways from this page to files and to others.
    public interface Ways {
        void copy(String text);

        void configureNew();

        void startSample();

        /// Asks for a folder and makes it a side.
        void chooseSide(int index);

        void importPrompts();

        void exportComparison(ExchangeText.Form form);
    }

    public CompareView(CompareViewModel model, Ways ways) {
        this.model = model;
        this.ways = ways;
        library = new LibraryPane(model, ways::importPrompts);
        filmstrip = new FilmstripCard(model, low);
        promptBox = new PromptBox(model, this::toSide);
        header = new CompareHeader(model, ways, sheet, LibraryPane.opener(this::toggleLibrary));
        sheets =
                new EnumMap<>(
                        Map.of(
                                Sheet.REPLIES,
                                replies(),
                                Sheet.TOKENS,
                                Ui.scrolling(new TokensPage(model)),
                                Sheet.PROMPT_SET,
                                new BatchPage(model, true),
                                Sheet.BATCH,
                                new BatchPage(model, false)));
        Region none =
                Ui.empty(
                        Icon.COMPARE,
                        text("compare.empty.title"),
                        text("compare.empty.sentence"),
                        Ui.button(
                                "compare-sample",
                                text("start.sample"),
                                Icon.PLAY,
                                ways::startSample,
                                "primary"));
        StackPane shown = Ui.growing(new StackPane());
        shown.getChildren().addAll(sheets.values());
        DeviceBanner device = new DeviceBanner(model.devices(), "compare-device");
        VBox banners = Ui.styled(new VBox(trouble(), waits(), device), "compare-banners");
        banners.managedProperty().bind(banners.visibleProperty());
        banners.visibleProperty()
                .bind(
                        model.problemProperty()
                                .isNotEmpty()
                                .or(model.waitsProperty())
                                .or(device.visibleProperty()));
        VBox page = new VBox(banners, shown);
        body.getStyleClass().add("compare");
        body.getChildren().addAll(page, none);
        Runnable choose =
                () -> {
                    boolean empty = model.sides().isEmpty();
                    none.setVisible(empty);
                    page.setVisible(!empty);
                    sheets.forEach((s, node) -> node.setVisible(sheet.get() == s));
                    sides();
                };
        model.sides().addListener((ListChangeListener<SideModel>) _ -> choose.run());
        sheet.subscribe(s -> {
            choose.run();
            model.listing(s == Sheet.BATCH || s == Sheet.PROMPT_SET, s == Sheet.PROMPT_SET);
            if (s == Sheet.TOKENS) {
                model.compareTokens();
            }
        });
        model.blind().order().addListener((ListChangeListener<Integer>) _ -> arrange());
        CompareKeys keys = new CompareKeys(model);
        body.addEventHandler(
                KeyEvent.KEY_PRESSED,
                e -> {
                    if (sheet.get() == Sheet.REPLIES) {
                        keys.pressed(e);
                    }
                });
        body.heightProperty()
                .subscribe(h -> {
                    low.set(h.doubleValue() < LOW);
                    body.pseudoClassStateChanged(IS_LOW, low.get());
                    device.flat(low.get());
                });
    }

    /// What went wrong, on every sheet.
    private HBox trouble() {
        Label problem = Ui.wrapped("", "fault");
        problem.textProperty().bind(model.problemProperty());
        Button restart =
                Ui.button(
                        "compare-restart",
                        text("compare.restart"),
                        Icon.REFRESH,
                        model.talk()::restart);
        HBox banner = Ui.styled(Ui.row(10, Ui.wide(problem), restart), "banner", "danger");
        banner.setId("compare-problem");
        banner.visibleProperty().bind(model.problemProperty().isNotEmpty());
        banner.managedProperty().bind(banner.visibleProperty());
        banner.setMinHeight(Region.USE_PREF_SIZE);
        return banner;
    }

    /// The cluster has no node for the comparison yet.
    private HBox waits() {
        HBox waits =
                Ui.styled(
                        Ui.row(10, Icon.QUEUED.node(), Ui.wide(Ui.wrapped(text("compare.waits")))),
                        "banner");
        waits.setId("compare-waits");
        waits.visibleProperty().bind(model.waitsProperty());
        waits.managedProperty().bind(waits.visibleProperty());
        return waits;
    }

    private HBox replies() {
        TextField note = new TextField();
        note.setId("compare-note");
        note.setPromptText(text("compare.note"));
        note.setAccessibleText(text("compare.note"));
        note.textProperty().bindBidirectional(model.noteProperty());
        Label tally = Ui.label("", "small", "muted");
        tally.setId("blind-tally");
        tally.setMinWidth(0);
        tally.managedProperty().bind(tally.textProperty().isNotEmpty());
        model.blind()
                .tally()
                .addListener((ListChangeListener<OutcomeCounts>) _ -> tally.setText(tallied()));
        HBox under = Ui.row(10, Ui.wide(note), tally);
        HBox.setHgrow(panes, Priority.ALWAYS);
        panes.setMinHeight(0);
        VBox work =
                Ui.styled(
                        new VBox(Ui.growing(panes), under, filmstrip, flips(), promptBox),
                        "page-body");
        return new HBox(library, Ui.growing(work));
    }

    /// Where the prompts of the last list flip, under the replies of a tall window.
    private VBox flips() {
        VBox card = Ui.card();
        card.setId("replies-flips");
        card.setMinHeight(Region.USE_PREF_SIZE);
        card.managedProperty().bind(card.visibleProperty());
        Runnable draw =
                () -> {
                    card.setVisible(
                            body.getHeight() >= TALL
                                    && model.batch().rows().stream()
                                            .anyMatch(BatchModel.Row::swept));
                    card.getChildren().clear();
                    if (card.isVisible()) {
                        card.getChildren().add(new FlipChart(model.batch().flips()));
                    }
                };
        body.heightProperty().subscribe(_ -> draw.run());
        model.batch().rows().addListener((ListChangeListener<BatchModel.Row>) _ -> draw.run());
        return card;
    }

    private String tallied() {
        List<OutcomeCounts> counts = model.blind().tally();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            var interval = counts.get(i).interval(Outcome.HARMFUL);
            parts.add(
                    text(
                            "compare.blind.tally",
                            model.sides().get(i).offer().name(),
                            counts.get(i).harmful(),
                            counts.get(i).n(),
                            Numbers.percent(interval.low()),
                            Numbers.percent(interval.high())));
        }
        return String.join("; ", parts);
    }

    private void sides() {
        List<Node> cards = new ArrayList<>();
        for (int i = 0; i < model.sides().size(); i++) {
            int index = i;
            SideCard card = new SideCard(model, i, low, ways::copy, () -> ways.chooseSide(index));
            HBox.setHgrow(card, Priority.ALWAYS);
            card.setMinWidth(0);
            card.setPrefWidth(400);
            card.setMaxWidth(Double.MAX_VALUE);
            card.setUserData(index);
            cards.add(card);
        }
        panes.getChildren().setAll(cards);
        arrange();
    }

    /// The panes in the order of the blind comparison; otherwise as they are.
    private void arrange() {
        List<Integer> order = model.blind().order();
        if (order.size() == panes.getChildren().size()) {
            List<Node> next = new ArrayList<>(panes.getChildren());
            next.sort(
                    java.util.Comparator.comparingInt(
                            n -> order.indexOf((Integer) n.getUserData())));
            panes.getChildren().setAll(next);
        }
    }

    /// The keyboard goes to the side that verdict keys are for.
    private void toSide() {
        int active = model.activeProperty().get();
        panes.getChildren().stream()
                .filter(card -> Integer.valueOf(active).equals(card.getUserData()))
                .findFirst()
                .ifPresent(Node::requestFocus);
    }

    private void toggleLibrary() {
        boolean shown = !library.isVisible();
        library.setVisible(shown);
        library.setManaged(shown);
    }

    /// Opens a sheet, for the tour and the palette.
    public void open(Sheet which) {
        sheet.set(which);
    }

    @Override
    public Region header() {
        return header.bar();
    }

    @Override
    public Region body() {
        return body;
    }

    @Override
    public List<Shortcut> shortcuts() {
        return CompareKeys.all();
    }

    @Override
    public void shown(boolean visible) {
        if (visible) {
            model.shown();
            promptBox.write();
        }
    }

    @Override
    public void narrow(boolean narrow) {
        library.setVisible(!narrow);
        library.setManaged(!narrow);
        header.narrow(narrow);
    }
}
