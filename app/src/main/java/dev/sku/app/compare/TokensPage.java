package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.TokenDifference;
import dev.sku.resources.Icon;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Where two models part: a text's tokens coloured by how far they are apart, both top tens, and a branch from a forced
/// token.
final class TokensPage extends GridPane {
    /// Nats above which a token is as strongly coloured as can be.
    private static final double STRONG = 3.5;

    private static final int LEVELS = 4;

    /// Largest differences that are listed at least, and the height of one.
    private static final int LISTED = 7;

    private static final double LISTED_HEIGHT = 34;

    private final CompareViewModel model;
    private final TokensModel tokens;
    private final FlowPane flow = new FlowPane(0, 6);
    private final TokenDetail detail;
    private final VBox differences = Ui.card();
    private final KlBars bars;
    private int listed = LISTED;

    TokensPage(CompareViewModel model) {
        this.model = model;
        this.tokens = model.tokens();
        differences.setSpacing(2);
        differences.setMinHeight(300);
        differences
                .heightProperty()
                .subscribe(h -> {
                    int fit = (int) ((h.doubleValue() - 60) / LISTED_HEIGHT);
                    if (listed != Math.max(LISTED, fit)) {
                        listed = Math.max(LISTED, fit);
                        drawDifferences();
                    }
                });
        detail = new TokenDetail(model);
        getStyleClass().add("page-body");
        setHgap(12);
        setId("tokens");
        bars = new KlBars(tokens);
        flow.setId("token-flow");
        flow.setFocusTraversable(true);
        flow.setAccessibleText(text("tokens.title"));
        flow.setOnKeyPressed(e -> {
            int by = e.getCode() == KeyCode.LEFT ? -1 : e.getCode() == KeyCode.RIGHT ? 1 : 0;
            if (by != 0) {
                tokens.choose(tokens.chosenProperty().get() + by);
                e.consume();
            } else if (e.getCode() == KeyCode.ENTER) {
                tokens.forceOther();
                e.consume();
            }
        });
        ScrollPane scroll = Ui.scrolling(flow);
        scroll.setFitToHeight(false);
        // As high as its words, up to a share of the page.
        flow.heightProperty()
                .subscribe(h -> scroll.setPrefHeight(Math.clamp(h.doubleValue() + 4, 60, 260)));
        scroll.setMinHeight(USE_PREF_SIZE);
        VBox words =
                Ui.card(
                        head(),
                        Ui.rule(),
                        scroll,
                        Ui.wrapped(text("tokens.note"), "small", "subtle"));
        words.setMinHeight(USE_PREF_SIZE);
        VBox left = Ui.column(12, words, new BranchCard(model), bars);
        left.setMinWidth(0);
        VBox.setVgrow(bars, javafx.scene.layout.Priority.ALWAYS);
        VBox right = Ui.column(12, detail, differences);
        VBox.setVgrow(differences, javafx.scene.layout.Priority.ALWAYS);
        for (double percent : new double[] {66, 34}) {
            var column = new javafx.scene.layout.ColumnConstraints();
            column.setPercentWidth(percent);
            column.setMinWidth(0);
            getColumnConstraints().add(column);
        }
        addRow(0, left, right);
        GridPane.setVgrow(left, javafx.scene.layout.Priority.ALWAYS);
        tokens.tokens().addListener((ListChangeListener<TokenDifference>) _ -> draw());
        tokens.chosenProperty().subscribe(_ -> draw());
        tokens.pointedProperty().subscribe(_ -> detail.draw());
        flow.setOnMouseExited(_ -> tokens.pointedProperty().set(-1));
        tokens.measureProperty().subscribe(_ -> draw());
    }

    /// In two lines where one is too long.
    private FlowPane head() {
        HBox scale = Ui.row(0);
        for (int level = 0; level <= LEVELS; level++) {
            scale.getChildren()
                    .add(Ui.sized(Ui.styled(new Region(), "kl-step", "kl-" + level), 25));
        }
        Segmented<Integer> whose =
                new Segmented<>(
                        "tokens-of",
                        new javafx.beans.property.SimpleObjectProperty<>(0),
                        i -> text(i == 0 ? "tokens.first" : "tokens.last"),
                        0,
                        1);
        whose.getChildren()
                .forEach(b ->
                        b.addEventHandler(
                                javafx.event.ActionEvent.ACTION,
                                _ ->
                                        tokens.look(
                                                whose.getChildren().indexOf(b) == 0
                                                        ? 0
                                                        : model.sides().size() - 1)));
        Segmented<TokensModel.Measure> measure =
                new Segmented<>(
                        "tokens-measure",
                        tokens.measureProperty(),
                        m -> text("tokens.measure", m),
                        TokensModel.Measure.values());
        HBox legend =
                Ui.row(
                        10,
                        Ui.whole("0", "caption"),
                        scale,
                        Ui.whole(text("tokens.over", Numbers.decimals(STRONG, 1)), "caption"));
        FlowPane head = new FlowPane(10, 8, whose, measure, legend);
        head.setRowValignment(VPos.CENTER);
        return head;
    }

    private void draw() {
        flow.getChildren().clear();
        List<TokenDifference> all = tokens.tokens();
        for (int i = 0; i < all.size(); i++) {
            int place = i;
            int level =
                    (int)
                            Math.ceil(
                                    LEVELS * Math.min(1, tokens.strength(all.get(i)) / STRONG)
                                            - 0.2);
            Label token = Ui.whole(shown(all.get(i).text()), "token", "kl-" + Math.max(0, level));
            token.pseudoClassStateChanged(Keyed.ACTIVE, i == tokens.chosenProperty().get());
            token.setId("token-" + i);
            token.setOnMouseEntered(_ -> tokens.pointedProperty().set(place));
            token.setOnMouseClicked(_ -> {
                tokens.choose(place);
                flow.requestFocus();
            });
            flow.getChildren().add(token);
        }
        detail.draw();
        drawDifferences();
    }

    static String shown(String token) {
        return token.replace("\n", "⏎");
    }

    static String name(CompareViewModel model, int side) {
        return model.sides().isEmpty() ? "" : model.sides().get(side).offer().name();
    }

    private void drawDifferences() {
        differences
                .getChildren()
                .setAll(
                        Ui.cardHead(
                                text("tokens.largest"),
                                Ui.label(text("tokens.largest.note"), "small", "subtle")));
        List<TokenDifference> all = tokens.tokens();
        IntStream.range(0, all.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -all.get(i).divergence()))
                .limit(listed)
                .forEach(i -> {
                    TokenDifference t = all.get(i);
                    String other =
                            t.secondChoices().isEmpty()
                                    ? ""
                                    : shown(t.secondChoices().getFirst().text()).strip();
                    HBox row =
                            Ui.row(
                                    10,
                                    Ui.sized(Ui.label(String.valueOf(i + 1), "mono", "subtle"), 30),
                                    half(shown(t.text()).strip()),
                                    Icon.ARROW.node(),
                                    half(other),
                                    Ui.whole(Numbers.decimals(t.divergence(), 2), "mono", "muted"));
                    Ui.styled(row, "difference");
                    row.pseudoClassStateChanged(Keyed.ACTIVE, i == tokens.chosenProperty().get());
                    row.setOnMouseClicked(_ -> tokens.choose(i));
                    differences.getChildren().add(row);
                });
    }

    /// Both halves of a row are equally wide, whatever stands in them.
    private static Node half(String token) {
        Label label = Ui.label(token, "mono");
        label.setPrefWidth(1);
        return Ui.wide(label);
    }
}
