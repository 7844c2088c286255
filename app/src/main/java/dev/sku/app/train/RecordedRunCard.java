package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.OutcomeLook;
import dev.sku.app.ui.Ui;
import dev.sku.charts.ShareStack;
import dev.sku.protocol.Outcome;
import dev.sku.resources.Icon;
import dev.sku.resources.Tokens;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.control.Label;
import javafx.scene.effect.GaussianBlur;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;

/// A run that was recorded: its outcome over λ, and one prompt before and after.
public final class RecordedRunCard extends VBox {
    private static final double CHART = 190;
    private static final double TALLEST = 720;

    private final ShareStack chart;
    private final Label note = Ui.label("", "card-note");
    private final VBox replies = Ui.column(8);
    private final ObservableBooleanValue hide;

    /// @param hide whether harmful replies are blurred
    /// @param replay plays the run
    public RecordedRunCard(Tokens tokens, ObservableBooleanValue hide, Runnable replay) {
        this.hide = hide;
        setId("recorded-run");
        getStyleClass().add("card");
        chart = OutcomeCard.stack(tokens, text("axis.lambda"));
        chart.setMinHeight(CHART);
        setMinHeight(USE_PREF_SIZE); // what does not fit is scrolled to
        setMaxHeight(TALLEST);
        GridPane halves = Ui.grid(24, 60, 40);
        halves.addRow(0, chart, replies);
        RowConstraints row = new RowConstraints();
        row.setVgrow(Priority.ALWAYS);
        halves.getRowConstraints().add(row);
        getChildren()
                .addAll(
                        Ui.cardHead(
                                text("recorded.title"),
                                note,
                                Ui.button(
                                        "replay-start",
                                        text("replay.start"),
                                        Icon.PLAY,
                                        replay,
                                        "compact")),
                        Ui.growing(halves),
                        outcomes());
        setVisible(false);
        setManaged(false);
    }

    /// What each colour means, where it is seen first.
    private static GridPane outcomes() {
        GridPane four = Ui.grid(16, 25, 25, 25, 25);
        int column = 0;
        for (Outcome outcome : OutcomeLook.STACKED) {
            VBox cell =
                    Ui.column(
                            6,
                            OutcomeLook.badge(outcome),
                            Ui.wrapped(text("outcome.meaning", outcome), "small", "muted"));
            four.add(cell, column++, 0);
        }
        return four;
    }

    public void show(RecordedRun run) {
        Evaluated last = run.overLambda().getLast();
        note.setText(
                text("recorded.note", last.measurement().unseen().n(), last.measurement().judge()));
        chart.show(
                run.overLambda().stream()
                        .map(e -> OutcomeCard.byLambda(e, e.measurement().unseen()))
                        .toList());
        Label question = Ui.wrapped(run.question(), "small", "strong");
        question.setGraphic(Icon.PROMPT.node());
        replies.getChildren().setAll(question);
        reply("base", run.base());
        reply("unlearned", run.unlearned());
        setVisible(true);
        setManaged(true);
    }

    private void reply(String role, SamplePair.Reply reply) {
        Label words = Ui.wrapped(reply.text().strip(), "small");
        if (reply.outcome() == Outcome.HARMFUL) {
            hide.subscribe(now -> {
                words.setEffect(now ? new GaussianBlur(9) : null);
                words.setAccessibleText(now ? text("samples.hidden") : null);
            });
        }
        replies.getChildren()
                .add(
                        Ui.styled(
                                Ui.column(
                                        6,
                                        Ui.row(
                                                6,
                                                Ui.dot(role),
                                                Ui.label(text("role." + role), "small", "strong"),
                                                Ui.gap(),
                                                OutcomeLook.badge(reply.outcome())),
                                        words),
                                "inset"));
    }

    public void restyle(Tokens tokens) {
        chart.restyle(tokens);
    }
}
