package dev.sku.app.shell;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Ui;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import javafx.collections.ListChangeListener;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;

/// The lines of the log; its end while it follows.
public final class LogList extends ListView<LogEntry> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final LogViewModel model;
    private boolean behind;

    public LogList(LogViewModel model) {
        super(model.visible());
        this.model = model;
        setAccessibleText(text("log.title"));
        getStyleClass().add("log-list");
        setCellFactory(_ -> new LineCell());
        setPlaceholder(Ui.label(text("log.empty"), "muted", "small"));
        model.visible().addListener((ListChangeListener<LogEntry>) _ -> follow());
        model.followProperty().subscribe(_ -> follow());
        visibleProperty().subscribe(_ -> follow());
        heightProperty().subscribe(_ -> follow());
    }

    private void follow() {
        if (isVisible() && model.followProperty().get() && !getItems().isEmpty()) {
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
        @Override
        protected void updateItem(LogEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            if (empty || entry == null) {
                setGraphic(null);
                return;
            }
            Label line = Ui.label(TIME.format(entry.time()) + "  " + entry.text(), "log-line");
            switch (entry.level()) {
                case INFO -> {}
                case WARNING -> line.getStyleClass().add("warning");
                case ERROR -> line.getStyleClass().add("error");
            }
            setGraphic(line);
        }
    }
}
