package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// What happened to a run that failed, what is safe, and the fault's name for those who search for it.
final class FailureCard extends VBox {
    private final Label title = Ui.label("", "h2");
    private final Label code = Ui.whole("", "mono", "subtle");
    private final Label sentence = Ui.wrapped("");
    private final Label safe = Ui.wrapped("", "muted");

    /// The ways on from here, one button each.
    ///
    /// @param resume from the newest checkpoint
    /// @param fork from there with other weights
    /// @param change opens the run's specification as a new draft
    record Ways(Runnable resume, Runnable fork, Runnable change) {}

    FailureCard(Ways ways, ObservableBooleanValue canResume, ObservableBooleanValue canFork) {
        setId("failure");
        Button resume =
                Ui.button("failure-resume", text("failure.resume"), Icon.PLAY, ways.resume());
        resume.disableProperty().bind(Bindings.not(canResume));
        Button fork = Ui.button("failure-fork", text("failure.fork"), Icon.FORK, ways.fork());
        fork.visibleProperty().bind(canFork);
        fork.managedProperty().bind(canFork);
        Button change =
                Ui.button("failure-change", text("failure.change"), Icon.CONFIGURE, ways.change());
        getStyleClass().addAll("banner", "danger");
        HBox head = Ui.row(10, Icon.FAILURE.node(), title, Ui.gap(), code);
        head.getStyleClass().add("lead");
        getChildren().addAll(head, sentence, safe, Ui.row(8, resume, fork, change));
        show(null);
    }

    void show(@Nullable Failure failure) {
        setVisible(failure != null);
        setManaged(failure != null);
        if (failure != null) {
            title.setText(failure.title());
            code.setText(failure.code());
            sentence.setText(failure.sentence());
            safe.setText(failure.safe());
        }
    }
}
