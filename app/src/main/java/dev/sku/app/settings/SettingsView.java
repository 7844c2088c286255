package dev.sku.app.settings;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.Page;
import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Shortcut;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.resources.Icon;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The settings page: few, applied at once, each with what it does.
public final class SettingsView implements Page {
    /// A form that is wider tells no more.
    private static final double MOST = 1_200;

    private final SettingsViewModel model;
    private final @Nullable BinModel bin;
    private final HBox header;
    private final Region body;

    /// What the agent of the workspace does and sees.
    ///
    /// @param resumes whether it starts killed runs again unasked
    /// @param resume lets it, or not
    public record Agent(
            ReadOnlyBooleanProperty linked,
            ObservableValue<Boolean> resumes,
            Consumer<Boolean> resume,
            ObservableList<DeviceSeen> devices) {}

    /// Where things lie, and ways to change that.
    public interface Places {
        String workspace();

        String settingsFile();

        void openWorkspace();

        void openWorkspace(Path folder);

        void copyDiagnostics();
    }

    /// @param bin null where the workspace is elsewhere
    /// @param dialogs for models, which lie where the runtime is
    public SettingsView(
            SettingsViewModel model,
            @Nullable BinModel bin,
            Agent agent,
            Places places,
            FileDialogs dialogs,
            List<Shortcut> shortcuts) {
        this.model = model;
        this.bin = bin;
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
                        SettingLine.of(
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
                        SettingLine.of(
                                text("settings.hide"),
                                text("settings.hide.note"),
                                SettingLine.toggle(
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
                        SettingLine.of(
                                text("settings.workspace"),
                                text("settings.workspace.note"),
                                workspace),
                        SettingLine.of(
                                text("settings.file"),
                                text("settings.file.note"),
                                path(places.settingsFile())),
                        SettingLine.of(
                                text("settings.token"), text("settings.token.note"), token(model)));
        recent(model, places, folders);
        VBox keys = Ui.card(Ui.cardHead(text("settings.keyboard")));
        keys.setSpacing(9);
        keys.getChildren().addAll(keys(shortcuts));
        GridPane grid = Ui.grid(12, 50, 50);
        grid.setMaxWidth(MOST);
        grid.addRow(
                0,
                Ui.column(12, appearance, content, new RunSettingsCard(model, bin, agent), folders),
                Ui.column(12, new JudgesCard(model, dialogs), keys));
        body = Ui.scrolling(Ui.styled(new VBox(grid), "page-body"));
    }

    /// A line each, but for those that go to pages by their number.
    private static List<HBox> keys(List<Shortcut> shortcuts) {
        List<Shortcut> pages = shortcuts.stream().filter(SettingsView::isPage).toList();
        List<HBox> lines = new ArrayList<>();
        shortcuts.stream()
                .filter(s -> !isPage(s))
                .forEach(s -> lines.add(keys(s.words(), s.keys())));
        if (!pages.isEmpty()) {
            lines.add(
                    keys(
                            text("settings.pages"),
                            text(
                                    "settings.pages.keys",
                                    pages.getFirst().keys(),
                                    pages.getLast().keys())));
        }
        return lines;
    }

    private static HBox keys(String words, String keys) {
        return Ui.row(8, Ui.label(words), Ui.gap(), Ui.keys(keys));
    }

    private static boolean isPage(Shortcut shortcut) {
        return Character.isDigit(shortcut.keys().charAt(shortcut.keys().length() - 1));
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

    /// Whether there is one; never what it is.
    private static HBox token(SettingsViewModel model) {
        HBox place = Ui.row(0);
        place.setId("hub-token");
        model.hubTokenProperty()
                .subscribe(found -> {
                    place.getChildren().clear();
                    if (found != null) {
                        place.getChildren()
                                .add(
                                        found
                                                ? Ui.badge(
                                                        text("settings.found"),
                                                        Icon.DONE,
                                                        "helpful")
                                                : Ui.badge(
                                                        text("settings.missing"),
                                                        Icon.INFO,
                                                        "base"));
                    }
                });
        return place;
    }

    /// Of a long path the end tells more than the beginning.
    private static Label path(String path) {
        Label label = Ui.label(path, "mono", "muted");
        label.setMinWidth(0);
        label.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        label.setTooltip(new Tooltip(path));
        return label;
    }

    @Override
    public Region header() {
        return header;
    }

    @Override
    public Region body() {
        return body;
    }

    @Override
    public void shown(boolean visible) {
        if (visible) {
            model.look();
            if (bin != null) {
                bin.ask(false);
                bin.look();
            }
        }
    }
}
