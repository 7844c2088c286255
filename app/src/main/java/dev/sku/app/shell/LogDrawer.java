package dev.sku.app.shell;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The log under a page: one line, or 240 points when it is open.
final class LogDrawer extends VBox {
    private static final double HEIGHT = 240;

    LogDrawer(LogViewModel model, Consumer<String> clipboard) {
        getStyleClass().add("drawer");
        LogList list = new LogList(model, model.openProperty());
        list.setId("log-list");
        list.setMinHeight(HEIGHT);
        list.setPrefHeight(HEIGHT);
        list.visibleProperty().bind(model.openProperty());
        list.managedProperty().bind(model.openProperty());
        getChildren().addAll(head(model, clipboard), list);
    }

    private HBox head(LogViewModel model, Consumer<String> clipboard) {
        Button open =
                Ui.iconButton(
                        "log-open",
                        text("log.open"),
                        Icon.CHEVRON_UP,
                        () -> model.openProperty().set(!model.openProperty().get()),
                        "compact");
        model.openProperty()
                .subscribe(
                        now -> open.setGraphic((now ? Icon.CHEVRON_DOWN : Icon.CHEVRON_UP).node()));
        Label last = Ui.label("", "log-line");
        last.setId("log-last");
        last.setMinWidth(0);
        last.textProperty().bind(model.lastLine());
        last.visibleProperty().bind(model.openProperty().not());
        Label warnings = Ui.whole("", "caption");
        warnings.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () -> text("log.warnings", model.warningsProperty().get()),
                                model.warningsProperty()));
        HBox tools = Ui.row(8);
        ToggleButton follow = Ui.chip("log-follow", text("log.follow"));
        follow.selectedProperty().bindBidirectional(model.followProperty());
        tools.getChildren()
                .addAll(
                        new Segmented<>(
                                "log-level",
                                model.leastProperty(),
                                l -> text("level", l),
                                LogEntry.Level.INFO,
                                LogEntry.Level.WARNING,
                                LogEntry.Level.ERROR),
                        follow,
                        Ui.iconButton(
                                "log-copy",
                                text("log.copy"),
                                Icon.COPY,
                                () -> clipboard.accept(model.text()),
                                "compact"));
        tools.visibleProperty().bind(model.openProperty());
        tools.managedProperty().bind(model.openProperty());
        return Ui.styled(
                new HBox(
                        open,
                        Ui.whole(text("log.title"), "small", "strong"),
                        last,
                        Ui.gap(),
                        tools,
                        warnings),
                "drawer-head");
    }
}
