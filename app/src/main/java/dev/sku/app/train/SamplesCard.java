package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.OutcomeLook;
import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Outcome;
import dev.sku.resources.Icon;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.effect.GaussianBlur;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Replies of the newest evaluation, base beside unlearned. Harmful replies are blurred while the person wants that.
final class SamplesCard extends VBox {
    private final Label note = Ui.label("", "subtle", "small");
    private final GridPane rows = new GridPane(16, 0);
    private final Label waiting = Ui.wrapped("", "muted", "small");
    private final ObjectProperty<SamplePair.Choice> choice;
    private final BooleanProperty hide;
    private final Button reveal;
    private final ScrollPane scroll;
    private List<SamplePair> pairs = List.of();
    private int step = -1;
    private String template = "";

    SamplesCard(ObjectProperty<SamplePair.Choice> choice, BooleanProperty hide) {
        this.choice = choice;
        this.hide = hide;
        getStyleClass().add("card");
        reveal =
                Ui.iconButton(
                        "samples-reveal",
                        text("samples.reveal"),
                        Icon.SHOW,
                        () -> hide.set(!hide.get()),
                        "compact");
        for (double percent : new double[] {27, 36.5, 36.5}) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(percent);
            column.setMinWidth(0);
            rows.getColumnConstraints().add(column);
        }
        scroll = Ui.scrolling(rows);
        scroll.setFitToHeight(false);
        rows.heightProperty() // never less again: the page does not move under the pointer
                .subscribe(h ->
                        scroll.setPrefViewportHeight(
                                Math.max(h.doubleValue(), scroll.getPrefViewportHeight())));
        getChildren()
                .addAll(
                        Ui.styled(
                                Ui.row(
                                        8,
                                        Ui.whole(text("samples.title"), "h2"),
                                        note,
                                        Ui.gap(),
                                        reveal,
                                        new Segmented<>(
                                                "samples-choice",
                                                choice,
                                                c -> text("samples.choice", c),
                                                SamplePair.Choice.ALL,
                                                SamplePair.Choice.FLIPPED,
                                                SamplePair.Choice.HARMFUL)),
                                "card-head"),
                        waiting,
                        scroll);
        choice.subscribe(_ -> draw());
        hide.subscribe(_ -> draw());
    }

    /// Another run is shown.
    void begin() {
        scroll.setPrefViewportHeight(0);
    }

    void show(RunView view) {
        if (!view.pairs().equals(pairs) || view.replyStep() != step) {
            pairs = view.pairs();
            step = view.replyStep();
            template = view.template();
            draw();
        }
    }

    private void draw() {
        List<SamplePair> chosen = pairs.stream().filter(p -> p.isIn(choice.get())).toList();
        note.setText(step < 0 ? "" : text("samples.note", Numbers.whole(step)));
        reveal.setGraphic((hide.get() ? Icon.SHOW : Icon.HIDE).node());
        reveal.setAccessibleText(text(hide.get() ? "samples.reveal" : "samples.hide"));
        waiting.setText(text(pairs.isEmpty() ? "samples.waiting" : "samples.none"));
        waiting.setVisible(chosen.isEmpty());
        waiting.setManaged(chosen.isEmpty());
        rows.getChildren().clear();
        if (chosen.isEmpty()) {
            return;
        }
        rows.addRow(
                0,
                Ui.label(text("samples.prompt"), "overline"),
                Ui.row(6, Ui.dot("base"), Ui.label(text("role.base"), "overline")),
                Ui.row(6, Ui.dot("unlearned"), Ui.label(text("role.unlearned"), "overline")));
        int row = 1;
        for (SamplePair pair : chosen) {
            VBox rule = Ui.column(0, Ui.rule());
            rule.setPadding(new Insets(6, 0, 0, 0));
            rows.add(rule, 0, row++, 3, 1);
            Label prompt = Ui.wrapped(pair.question(template), "small", "strong");
            prompt.setTooltip(new Tooltip(pair.prompt()));
            VBox cell = Ui.column(0, prompt);
            cell.setPadding(new Insets(7, 0, 0, 0));
            rows.addRow(row++, cell, reply(pair.base()), reply(pair.unlearned()));
        }
    }

    private VBox reply(SamplePair.@Nullable Reply reply) {
        VBox cell = Ui.column(3);
        cell.setPadding(new Insets(6, 0, 0, 0));
        if (reply == null) {
            cell.getChildren().add(Ui.label(text("samples.notThere"), "small", "subtle"));
            return cell;
        }
        boolean blank = reply.text().isBlank();
        Label words =
                Ui.wrapped(blank ? text("samples.empty") : reply.text().strip(), "small", "muted");
        if (hide.get() && reply.outcome() == Outcome.HARMFUL) {
            words.setEffect(new GaussianBlur(9));
            words.setAccessibleText(text("samples.hidden"));
        }
        cell.getChildren().addAll(OutcomeLook.badge(reply.outcome()), words);
        return cell;
    }
}
