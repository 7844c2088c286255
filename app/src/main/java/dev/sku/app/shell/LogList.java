package dev.sku.app.shell;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Ui;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.scene.Parent;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;

/// The lines of the log while they are shown, or none: a list that is hidden costs nothing. Its end while it follows.
public final class LogList extends ListView<LogEntry> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final LogViewModel model;
    private boolean behind;

    /// @param shown whether the list, and all that it stands in, is visible
    public LogList(LogViewModel model, ObservableValue<Boolean> shown) {
        this.model = model;
        setAccessibleText(text("log.title"));
        getStyleClass().add("log-list");
        setCellFactory(_ -> new LineCell());
        setPlaceholder(Ui.label(text("log.empty"), "muted", "small"));
        shown.subscribe(now -> {
            setItems(now ? model.visible() : FXCollections.emptyObservableList());
            follow();
        });
        model.visible().addListener((ListChangeListener<LogEntry>) _ -> follow());
        model.followProperty().subscribe(_ -> follow());
        heightProperty().subscribe(_ -> follow());
    }

    private void follow() {
        if (model.followProperty().get() && !getItems().isEmpty()) {
            behind = true;
            requestLayout();
        }
    }

    /// The list can only be scrolled once it has been laid out.
    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        if (behind && getHeight() > 0) {
            behind = false;
            if (lookup(".virtual-flow") instanceof Parent lines) {
                lines.layout(); // else it is scrolled by the height that it had
            }
            scrollTo(getItems().size() - 1);
        }
    }

    private static final class LineCell extends ListCell<LogEntry> {
        LineCell() {
            getStyleClass().add("log-line");
        }

        @Override
        protected void updateItem(LogEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            getStyleClass().removeAll("warning", "error");
            if (empty || entry == null) {
                setText(null);
                return;
            }
            setText(TIME.format(entry.time()) + "  " + entry.text());
            switch (entry.level()) {
                case INFO -> {}
                case WARNING -> getStyleClass().add("warning");
                case ERROR -> getStyleClass().add("error");
            }
        }
    }
}
