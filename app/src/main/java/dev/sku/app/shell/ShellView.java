package dev.sku.app.shell;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FractionBar;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Page;
import dev.sku.app.ui.Shortcut;
import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import dev.sku.resources.Theme;
import dev.sku.resources.Tokens;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// The frame: navigation, the page, status bar, and above them palette and notices.
public final class ShellView {
    private static final double NARROW = 1280;

    private final StackPane root = new StackPane();
    private final BorderPane page = new BorderPane();
    private final Navigation navigation;
    private final Map<Place, Page> pages = new EnumMap<>(Place.class);
    private final ShellViewModel model;
    private final Button themeSwitch;
    private final LogDrawer drawer;
    private @Nullable Page shown;
    private boolean narrow;

    public ShellView(
            ShellViewModel model,
            LogViewModel log,
            Notices notices,
            Crashes crashes,
            Consumer<String> clipboard,
            Runnable switchTheme) {
        this.model = model;
        navigation = new Navigation(model);
        themeSwitch = Ui.button("switch-theme", "", Icon.LIGHT, switchTheme);
        drawer = new LogDrawer(log, clipboard);
        drawer.visibleProperty()
                .bind(model.placeProperty().isEqualTo(Place.TRAIN).or(log.openProperty()));
        drawer.managedProperty().bind(drawer.visibleProperty());
        page.setBottom(drawer);
        root.setFocusTraversable(true);
        page.setMinSize(0, 0);
        BorderPane frame = new BorderPane(page, null, null, status(log), navigation);
        frame.setMinSize(0, 0);
        root.getStyleClass().add("workbench");
        root.getChildren()
                .addAll(
                        frame,
                        new Toasts(notices),
                        new Palette(model),
                        ShortcutsSheet.of(model, this::pageShortcuts),
                        CrashSheet.of(crashes, clipboard));
        root.widthProperty().subscribe(w -> narrow(w.doubleValue() < NARROW));
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::keyPressed);
        root.addEventFilter(KeyEvent.KEY_TYPED, this::keyTyped);
    }

    public void add(Place place, Page view) {
        pages.put(place, view);
        view.narrow(narrow);
    }

    /// Shows the page the view model says, now and whenever that changes.
    public void begin() {
        model.placeProperty().subscribe(this::show);
    }

    private void show(Place place) {
        Page next = pages.get(place);
        if (next == null || next.equals(shown)) {
            return;
        }
        if (shown != null) {
            shown.shown(false);
        }
        shown = next;
        page.setTop(next.header());
        page.setCenter(next.body());
        next.body().setMinSize(0, 0);
        root.requestFocus();
        next.shown(true); // a page may have a better place for what is typed
    }

    private void narrow(boolean now) {
        if (narrow != now) {
            narrow = now;
            navigation.rail(now);
            pages.values().forEach(p -> p.narrow(now));
        }
    }

    /// Wears a theme: classes, stylesheets, and the colours of charts.
    public void restyle(Theme theme) {
        root.getStyleClass().removeAll("light", "dark");
        root.getStyleClass().add(theme.styleClass());
        themeSwitch.setText(text("theme", theme));
        themeSwitch.setGraphic((theme == Theme.DARK ? Icon.DARK : Icon.LIGHT).node());
        Tokens tokens = new Tokens(theme);
        pages.values().forEach(p -> p.restyle(tokens));
    }

    public Scene scene(double width, double height) {
        Scene scene = new Scene(root, width, height);
        scene.getStylesheets().addAll(Theme.stylesheets());
        return scene;
    }

    public StackPane root() {
        return root;
    }

    private void keyPressed(KeyEvent event) {
        if (event.getCode() == KeyCode.SPACE && !isPressing(event)) {
            if (shown != null && !covered() && shown.space()) {
                event.consume();
            }
            return;
        }
        for (Action action : model.actions()) {
            if (!action.keys().isEmpty()) {
                KeyCombination keys = Keys.combination(action.keys());
                if (keys.match(event) && action.possible().getAsBoolean()) {
                    action.run().run();
                    event.consume();
                    return;
                }
            }
        }
    }

    /// Space presses the control that has the focus, or is written there.
    private static boolean isPressing(KeyEvent event) {
        return event.getTarget() instanceof Control;
    }

    /// Whether a sheet or the palette lies over the page.
    private boolean covered() {
        return model.paletteOpenProperty().get() || model.shortcutsOpenProperty().get();
    }

    /// A question mark asks for the keys of the page, unless it is written somewhere.
    private void keyTyped(KeyEvent event) {
        if (event.getCharacter().equals("?") && !(event.getTarget() instanceof TextInputControl)) {
            model.shortcutsOpenProperty().set(true);
            event.consume();
        }
    }

    private List<Shortcut> pageShortcuts() {
        return shown == null ? List.of() : shown.shortcuts();
    }

    private Region status(LogViewModel log) {
        Label link = Ui.whole("");
        Region light = Ui.dot("ready");
        link.setId("status-link");
        Runnable tellLink =
                () -> {
                    boolean ok = model.linkedProperty().get();
                    String trouble = model.linkTroubleProperty().get();
                    light.getStyleClass().setAll("dot", ok ? "ready" : "cut");
                    link.setText(
                            text(
                                    ok
                                            ? "status.ready"
                                            : trouble.isEmpty() ? "status.linking" : "status.cut"));
                    link.setTooltip(trouble.isEmpty() ? null : new Tooltip(trouble));
                    link.setAccessibleText(link.getText() + " " + trouble);
                };
        model.linkedProperty().subscribe(tellLink);
        model.linkTroubleProperty().subscribe(tellLink);
        Label running = Ui.whole("");
        running.setGraphic(Icon.QUEUE.node());
        running.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () ->
                                        text(
                                                "status.running",
                                                model.countProperty(Place.TRAIN).get(),
                                                model.waitingCountProperty().get()),
                                model.countProperty(Place.TRAIN),
                                model.waitingCountProperty()));
        Button logButton =
                Ui.button(
                        "status-log",
                        text("log.title"),
                        Icon.LOG,
                        () -> log.openProperty().set(!log.openProperty().get()));
        return Ui.styled(
                new HBox(
                        Ui.row(6, light, link),
                        device(),
                        running,
                        Ui.gap(),
                        logButton,
                        themeSwitch),
                "status-bar");
    }

    /// What runs compute on, and how much of its memory is taken.
    private Region device() {
        Label name = Ui.whole("");
        name.setId("status-device");
        name.setGraphic(Icon.DEVICE.node());
        FractionBar bar = new FractionBar(4);
        Ui.sized(bar, 70);
        Label memory = Ui.whole("");
        memory.setId("status-memory");
        HBox row = Ui.row(8, name, Ui.whole(text("memory.title")), bar, memory);
        row.managedProperty().bind(row.visibleProperty());
        model.deviceProperty()
                .subscribe(now -> {
                    row.setVisible(now != null);
                    if (now != null) {
                        name.setText(now.name());
                        bar.fractionProperty()
                                .set((double) now.usedBytes() / Math.max(1, now.totalBytes()));
                        memory.setText(
                                text(
                                        "status.memory",
                                        Numbers.bytes(now.usedBytes()),
                                        Numbers.bytes(now.totalBytes())));
                    }
                });
        return row;
    }
}
