package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Ui;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.SlurmState;
import dev.sku.resources.Icon;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The runs that wait, in the order in which they start, and those whose process was killed. Not there while there are
/// none.
final class QueueCard extends VBox {
    private final QueueViewModel model;
    private final VBox rows = Ui.column(4);
    private final Button all;
    private final Label title = Ui.whole("", "h2");

    QueueCard(QueueViewModel model) {
        this.model = model;
        setId("queue");
        getStyleClass().add("card");
        CheckBox again = new CheckBox(text("queue.resumeKilled"));
        again.setId("resume-killed");
        again.setOnAction(_ -> model.resumeKilled(again.isSelected()));
        all = Ui.button("queue-all-out", text("queue.allOut"), Icon.CLOSE, model::withdrawAll);
        getChildren().addAll(Ui.styled(new HBox(title, Ui.gap(), all, again), "card-head"), rows);
        model.stateProperty()
                .subscribe(state -> {
                    again.setSelected(state.resumeKilled());
                    show(state);
                });
    }

    private void show(QueueState state) {
        title.setText(text("queue.title", state.waitingCount()));
        all.setVisible(state.waitingCount() > 1);
        all.setManaged(all.isVisible());
        rows.getChildren().clear();
        List<QueueState.Waiting> waiting = state.waiting();
        for (int i = 0; i < waiting.size(); i++) {
            rows.getChildren().add(row(i, waiting.get(i), waiting.size()));
        }
        state.slurm().jobs().stream()
                .filter(SlurmState.Job::waits)
                .forEach(job -> rows.getChildren().add(row(job)));
        model.left().forEach(killed -> rows.getChildren().add(row(killed)));
        boolean any = !rows.getChildren().isEmpty();
        setVisible(any);
        setManaged(any);
    }

    private HBox row(int place, QueueState.Waiting run, int of) {
        Button up =
                Ui.iconButton(
                        "queue-up-" + place,
                        text("queue.up", run.run()),
                        Icon.CHEVRON_UP,
                        () -> model.move(run.run(), -1));
        up.setDisable(place == 0);
        Button down =
                Ui.iconButton(
                        "queue-down-" + place,
                        text("queue.down", run.run()),
                        Icon.CHEVRON_DOWN,
                        () -> model.move(run.run(), 1));
        down.setDisable(place == of - 1);
        Label name = Ui.label(text("queue.place", place + 1, run.run()), "strong");
        name.setId("queue-run-" + place);
        return Ui.row(
                10,
                Icon.QUEUED.node(),
                name,
                Ui.label(run.device(), "muted", "small"),
                Ui.gap(),
                up,
                down,
                Ui.iconButton(
                        "queue-out-" + place,
                        text("queue.out", run.run()),
                        Icon.CLOSE,
                        () -> model.withdraw(run.run())));
    }

    /// A run that waits at Slurm, and what for.
    private HBox row(SlurmState.Job job) {
        Label why = Ui.label(SlurmReason.words(job.reason()), "muted", "small");
        why.setId("slurm-why-" + job.run());
        return Ui.row(
                10,
                Icon.QUEUED.node(),
                Ui.label(job.run(), "strong"),
                Ui.label(text("slurm.job", job.id()), "muted", "small"),
                Ui.wide(why),
                Ui.iconButton(
                        "slurm-out-" + job.run(),
                        text("queue.out", job.run()),
                        Icon.CLOSE,
                        () -> model.withdraw(job.run())));
    }

    private HBox row(QueueState.Killed run) {
        return Ui.row(
                10,
                Icon.INTERRUPTED.node(),
                Ui.wide(Ui.wrapped(run.problem().sentence(Locale.ENGLISH))),
                Ui.button(
                        "queue-resume-" + run.run(),
                        text("queue.resume"),
                        Icon.PLAY,
                        () -> model.resume(run.run()),
                        "compact"));
    }
}
