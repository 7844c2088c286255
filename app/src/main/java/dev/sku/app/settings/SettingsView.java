package dev.sku.app.settings;

import static dev.sku.resources.Texts.text;

import atlantafx.base.controls.ToggleSwitch;
import dev.sku.app.ui.Page;
import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Shortcut;
import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The settings page: few, applied at once, each with what it does.
public final class SettingsView implements Page {
    /// The least width of what a setting is called.
    /// A form that is wider tells no more.
    private static final double MOST = 1_200;

    private static final double LINE = 150;

    private final HBox header;
    private final Region body;

    /// Where things lie, and ways to change that.
    public interface Places {
        String workspace();

        String settingsFile();

        void openWorkspace();

        void openWorkspace(Path folder);

        void copyDiagnostics();
    }

    public SettingsView(SettingsViewModel model, Places places, List<Shortcut> shortcuts) {
        header =
                Ui.pageHeader(
                        text("settings.title"),
                        Ui.whole(text("settings.note"), "small", "muted"),
                        Ui.gap(),
                        Ui.button(
                                "copy-diagnostics",
                                text("settings.diagnostics"),
                                Icon.COPY,
                                places::copyDiagnostics));
        VBox appearance =
                Ui.card(
                        Ui.cardHead(text("settings.appearance")),
                        line(
                                text("settings.theme"),
                                text("settings.theme.note"),
                                new Segmented<>(
                                        "theme",
                                        model.themeProperty(),
                                        look -> text("settings.theme", look),
                                        Settings.Look.SYSTEM,
                                        Settings.Look.LIGHT,
                                        Settings.Look.DARK)));
        VBox content =
                Ui.card(
                        Ui.cardHead(text("settings.content")),
                        line(
                                text("settings.hide"),
                                text("settings.hide.note"),
                                toggle(
                                        "hide-harmful",
                                        text("settings.hide"),
                                        model.hideHarmfulProperty())));
        Button workspace =
                Ui.button("open-workspace", places.workspace(), Icon.FOLDER, places::openWorkspace);
        workspace.setMinWidth(0);
        workspace.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        workspace.setTooltip(new Tooltip(places.workspace()));
        VBox folders =
                Ui.card(
                        Ui.cardHead(text("settings.folders")),
                        line(
                                text("settings.workspace"),
                                text("settings.workspace.note"),
                                workspace),
                        line(
                                text("settings.file"),
                                text("settings.file.note"),
                                path(places.settingsFile())));
        recent(model, places, folders);
        VBox keys = Ui.card(Ui.cardHead(text("settings.keyboard")));
        keys.setSpacing(9);
        for (Shortcut shortcut : shortcuts) {
            keys.getChildren()
                    .add(Ui.row(8, Ui.label(shortcut.words()), Ui.gap(), Ui.keys(shortcut.keys())));
        }
        GridPane grid = Ui.grid(12, 50, 50);
        grid.setMaxWidth(MOST);
        grid.addRow(0, Ui.column(12, appearance, content, folders), Ui.column(12, keys));
        body = Ui.scrolling(Ui.styled(new VBox(grid), "page-body"));
    }

    /// Workspaces that were open before, one click away.
    private static void recent(SettingsViewModel model, Places places, VBox folders) {
        if (!model.recentWorkspaces().isEmpty()) {
            folders.getChildren()
                    .addAll(Ui.rule(), Ui.label(text("settings.recent"), "field-label"));
        }
        for (String folder : model.recentWorkspaces()) {
            Button open =
                    Ui.button(
                            "recent-" + folder,
                            folder,
                            Icon.FOLDER,
                            () -> places.openWorkspace(Path.of(folder)),
                            "ghost",
                            "compact");
            open.setMnemonicParsing(false);
            open.setMinWidth(0);
            folders.getChildren().add(open);
        }
    }

    private static ToggleSwitch toggle(String id, String name, BooleanProperty value) {
        ToggleSwitch toggle = new ToggleSwitch();
        toggle.setId(id);
        toggle.setAccessibleText(name);
        toggle.selectedProperty().bindBidirectional(value);
        return toggle;
    }

    /// Of a long path the end tells more than the beginning.
    private static Label path(String path) {
        Label label = Ui.label(path, "mono", "muted");
        label.setMinWidth(0);
        label.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        label.setTooltip(new Tooltip(path));
        return label;
    }

    private static HBox line(String name, String note, Region control) {
        Label words = Ui.wrapped(note, "caption");
        VBox left = Ui.column(1, Ui.label(name), words);
        left.setMinWidth(Math.min(LINE, 10 * Math.max(name.length(), 12)));
        HBox.setHgrow(left, javafx.scene.layout.Priority.ALWAYS);
        return Ui.row(12, left, control);
    }

    @Override
    public Region header() {
        return header;
    }

    @Override
    public Region body() {
        return body;
    }
}
