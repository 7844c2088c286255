package dev.sku.app.models;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FractionBar;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.StackedBar;
import dev.sku.app.ui.Ui;
import dev.sku.charts.Histogram;
import dev.sku.protocol.Finding;
import dev.sku.resources.Icon;
import dev.sku.resources.Tokens;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// How many rows there are, how they are split, and how long they are.
final class RowFactCards extends HBox {
    private final RowsViewModel rows;
    private final Label count = Ui.whole("–", "value");
    private final Label unit = Ui.label("", "muted");
    private final Label questions = Ui.label("", "small", "muted");
    private final Label leftOut = Ui.badge("", Icon.WARNING, "degenerate");
    private final FractionBar progress = new FractionBar(4);
    private final VBox split = Ui.column(6);
    private final Label limit = Ui.whole("", "card-note");
    private final Histogram lengths;

    RowFactCards(RowsViewModel rows, Tokens tokens) {
        this.rows = rows;
        lengths = new Histogram(tokens, text("rows.lengths.unit"));
        setSpacing(12);
        setMinHeight(150);
        setPrefHeight(150);
        setMaxHeight(150);
        count.setId("row-count");
        leftOut.setId("left-out-count");
        HBox number = Ui.row(5, count, unit);
        number.setAlignment(javafx.geometry.Pos.BASELINE_LEFT);
        VBox read =
                card(
                        Ui.label(text("rows.read"), "small", "muted"),
                        number,
                        questions,
                        progress,
                        leftOut);
        VBox parts = card(Ui.label(text("rows.split"), "small", "muted"), split);
        VBox tokensCard =
                card(
                        Ui.row(
                                8,
                                Ui.whole(text("rows.lengths"), "small", "muted"),
                                Ui.gap(),
                                limit),
                        Ui.growing(lengths));
        read.setPrefWidth(150);
        parts.setPrefWidth(190);
        tokensCard.setPrefWidth(330);
        getChildren().addAll(read, parts, tokensCard);
        rows.factsProperty().subscribe(this::show);
    }

    private static VBox card(javafx.scene.Node... nodes) {
        VBox card = Ui.styled(new VBox(nodes), "tile");
        HBox.setHgrow(card, Priority.ALWAYS);
        card.setSpacing(6);
        card.setMinWidth(0);
        return card;
    }

    void restyle(Tokens tokens) {
        lengths.restyle(tokens);
    }

    private void show(Finding.@Nullable RowFacts facts) {
        split.getChildren().clear();
        if (facts == null) {
            count.setText("–");
            unit.setText("");
            boolean readable = rows.troubleProperty().get().isEmpty();
            questions.setText(text(readable ? "rows.reading" : "models.note.unreadable"));
            lengths.clear();
            limit.setText("");
            leftOut.setVisible(false);
            progress.setVisible(false);
            return;
        }
        count.setText(Numbers.whole(facts.rows()));
        unit.setText(text("rows.unit", facts.rows()));
        questions.setText(
                text("rows.questions", facts.questions(), Numbers.whole(facts.questions())));
        leftOut.setVisible(facts.leftOut() > 0);
        leftOut.setText(text("rows.leftOut", Numbers.whole(facts.leftOut())));
        progress.setVisible(!facts.complete() && facts.toCount() > 0);
        progress.fractionProperty().set(facts.counted() / (double) Math.max(1, facts.toCount()));
        split(facts);
        Finding.Lengths found = facts.lengths();
        if (found == null) {
            lengths.clear();
            limit.setText(text(facts.toCount() == 0 ? "rows.lengths.noModel" : "rows.reading"));
        } else {
            lengths.show(found.width(), found.bins(), found.limit());
            limit.setText(
                    text("rows.lengths.limit", Numbers.whole(found.atLimit()), found.limit()));
        }
    }

    private void split(Finding.RowFacts facts) {
        Finding.Split found = facts.split();
        if (found == null) {
            split.getChildren()
                    .add(
                            Ui.wrapped(
                                    text(
                                            "rows.counting",
                                            Numbers.whole(facts.counted()),
                                            Numbers.whole(facts.toCount())),
                                    "small",
                                    "muted"));
            return;
        }
        if (found.validation() + found.test() == 0) {
            split.getChildren().add(line("cat-1", "rows.view.training", found.training()));
            split.getChildren().add(Ui.wrapped(text("rows.split.apart"), "caption"));
            return;
        }
        split.getChildren()
                .addAll(
                        new StackedBar(
                                10,
                                facts.rows(),
                                List.of(
                                        share("rows.view.training", "cat-1", found.training()),
                                        share("rows.view.validation", "cat-3", found.validation()),
                                        share("rows.view.test", "cat-5", found.test())),
                                Numbers::whole),
                        line("cat-1", "rows.view.training", found.training()),
                        line("cat-3", "rows.view.validation", found.validation()),
                        line("cat-5", "rows.view.test", found.test()));
    }

    private static StackedBar.Share share(String key, String look, int n) {
        return new StackedBar.Share(text(key), look, n);
    }

    private static HBox line(String look, String key, int n) {
        return Ui.row(
                8,
                Ui.dot(look),
                Ui.wide(Ui.label(text(key), "small")),
                Ui.whole(Numbers.whole(n), "mono"));
    }
}
