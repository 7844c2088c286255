package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.Page;
import dev.sku.app.ui.PageMemory;
import dev.sku.app.ui.Shortcut;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.RunSpec;
import dev.sku.resources.Icon;
import dev.sku.resources.Tokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javafx.collections.ListChangeListener;
import javafx.event.EventTarget;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableRow;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The library page: filters, the table, and the ticked runs laid over each other.
public final class RunsView implements Page {
    /// What can be done with a run whose folder is missing.
    private static final Set<String> NEED_NO_FOLDER = Set.of("runs-duplicate", "runs-rename");

    /// As wide a header has room for the words of its menus.
    private static final double WORDS = 960;

    private final RunsViewModel model;
    private final Ways ways;
    private final HBox header;
    private final StackPane body;
    private final RunsTable table;
    private final OverlayCard overlay;
    private final RunDetail detail;
    private final FileDialogs dialogs;
    private final TextField query = new TextField();

    /// Ways from this page to others.
    public interface Ways {
        void open(String run);

        void configure(RunSpec spec);

        void newDraft();

        void openFolder(Path folder);

        /// Beside its base.
        void compare(String run);
    }

    public RunsView(
            RunsViewModel model,
            QueueViewModel queue,
            PullViewModel pull,
            Tokens tokens,
            FileDialogs dialogs,
            PageMemory memories,
            Ways ways) {
        this.dialogs = dialogs;
        this.model = model;
        this.ways = ways;
        query.setId("runs-query");
        query.setPromptText(text("runs.search"));
        query.setAccessibleText(text("runs.search"));
        query.textProperty().bindBidirectional(model.queryProperty());
        query.setMinWidth(110);
        query.setPrefWidth(210);
        query.setMaxWidth(210);
        table = new RunsTable(model);
        MenuButton imports = importMenu();
        MenuButton columns = table.columnsMenu(memories);
        header = Ui.pageHeader(text("runs.title"), query);
        header.widthProperty()
                .subscribe(width -> {
                    boolean words = width.doubleValue() >= WORDS;
                    for (MenuButton menu : List.of(imports, columns)) {
                        menu.setContentDisplay(
                                words ? ContentDisplay.LEFT : ContentDisplay.GRAPHIC_ONLY);
                        menu.setMinWidth(Region.USE_PREF_SIZE);
                    }
                });
        header.getChildren().addAll(filters());
        header.getChildren()
                .addAll(
                        Ui.gap(),
                        imports,
                        columns,
                        Ui.button(
                                "new-run", text("runs.new"), Icon.ADD, ways::newDraft, "primary"));
        detail = new RunDetail(model, table, pull, this::open, this::find);
        table.setPlaceholder(noMatch());
        table.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ENTER) {
                open();
                e.consume();
            } else if (e.getCode() == KeyCode.F2) {
                detail.rename();
                e.consume();
            } else if (e.getCode() == KeyCode.PERIOD && e.isShortcutDown()) {
                showMenu();
                e.consume();
            }
        });
        table.setOnMouseClicked(e -> {
            if (e.getClickCount() == 2 && isRow(e.getTarget())) {
                open();
            }
        });
        table.setContextMenu(menu());
        VBox card = Ui.styled(new VBox(Ui.growing(table), detail), "card", "flush");
        overlay = new OverlayCard(model.overlay(), tokens);
        Runnable look =
                () -> {
                    RunEntry run = chosen();
                    List<RunEntry> all = model.all();
                    model.overlay()
                            .look(
                                    run != null
                                            ? run
                                            : all.stream()
                                                    .filter(e -> e.summary().step() > 0)
                                                    .findFirst()
                                                    .orElse(null));
                };
        table.getSelectionModel().selectedItemProperty().subscribe(_ -> look.run());
        model.all().addListener((ListChangeListener<RunEntry>) _ -> look.run());
        // As high as its rows, at most twelve of them: what is left belongs to the curves.
        table.prefHeightProperty()
                .bind(
                        javafx.beans.binding.Bindings.size(model.visible())
                                .map(n ->
                                        36
                                                + 34
                                                        * Math.clamp(
                                                                n.intValue(),
                                                                n.intValue() == 0 ? 5 : 3,
                                                                12)));
        VBox page =
                Ui.styled(
                        new VBox(
                                new QueueCard(queue),
                                new PullLine(pull),
                                card,
                                Ui.growing(overlay)),
                        "page-body");
        Region none =
                Ui.empty(
                        Icon.RUNS,
                        text("runs.empty.title"),
                        text("runs.empty.sentence"),
                        Ui.button("runs-configure", text("runs.new"), Icon.ADD, ways::newDraft));
        body = new StackPane(page, none);
        Runnable choose =
                () -> {
                    boolean empty = model.isEmpty() && model.knownProperty().get();
                    none.setVisible(empty);
                    page.setVisible(!empty);
                };
        model.listed().addListener((ListChangeListener<RunEntry>) _ -> choose.run());
        model.knownProperty().subscribe(_ -> choose.run());
    }

    private List<ToggleButton> filters() {
        ToggleGroup group = new ToggleGroup();
        return List.of(RunsViewModel.Filter.values()).stream()
                .map(filter -> {
                    ToggleButton chip =
                            Ui.chip(
                                    "filter-" + filter.name().toLowerCase(java.util.Locale.ROOT),
                                    "");
                    chip.setToggleGroup(group);
                    chip.setOnAction(_ -> {
                        chip.setSelected(true);
                        model.filterProperty().set(filter);
                    });
                    model.filterProperty().subscribe(now -> chip.setSelected(now == filter));
                    Runnable count =
                            () ->
                                    chip.setText(
                                            text("runs.filter", filter)
                                                    + " "
                                                    + model.count(filter));
                    model.listed().addListener((ListChangeListener<RunEntry>) _ -> count.run());
                    count.run();
                    return chip;
                })
                .toList();
    }

    private Region noMatch() {
        return Ui.empty(
                Icon.SEARCH,
                text("runs.noMatch"),
                "",
                Ui.button(
                        "clear-filter", text("runs.clearFilter"), Icon.CLOSE, model::clearFilter));
    }

    private void open() {
        RunEntry chosen = chosen();
        if (chosen != null && chosen.missing()) {
            find();
        } else if (chosen != null) {
            ways.open(chosen.summary().name());
        }
    }

    /// Not a column's head, nor where there is no run.
    private static boolean isRow(EventTarget target) {
        Node at = target instanceof Node node ? node : null;
        while (at != null && !(at instanceof TableRow<?>)) {
            at = at.getParent();
        }
        return at instanceof TableRow<?> row && !row.isEmpty();
    }

    /// Asks where the folder of a missing run lies now.
    private void find() {
        RunEntry run = chosen();
        if (run != null) {
            dialogs.folder(text("runs.find")).ifPresent(f -> model.actions().find(run, f));
        }
    }

    private void export() {
        RunEntry run = chosen();
        if (run != null) {
            dialogs.save(
                            text("runs.export"),
                            run.summary().name() + ".zip",
                            text("file.zip"),
                            "*.zip")
                    .ifPresent(zip -> model.actions().export(run, zip));
        }
    }

    private MenuButton importMenu() {
        MenuButton menu = new MenuButton(text("runs.import"), Icon.OPEN.node());
        menu.setId("runs-import");
        menu.setMnemonicParsing(true);
        menu.getItems()
                .addAll(
                        item(
                                "runs.import.folder",
                                () ->
                                        dialogs.folder(text("runs.import.folder"))
                                                .ifPresent(model.actions()::importRun)),
                        item(
                                "runs.import.archive",
                                () ->
                                        dialogs.open(
                                                        text("runs.import.archive"),
                                                        text("file.zip"),
                                                        "*.zip")
                                                .ifPresent(model.actions()::importRun)));
        return menu;
    }

    /// The actions of the chosen run, for those who use the keyboard.
    private void showMenu() {
        if (chosen() != null) {
            table.getContextMenu().show(table, javafx.geometry.Side.BOTTOM, 40, -40);
        }
    }

    private @Nullable RunEntry chosen() {
        return table.getSelectionModel().getSelectedItem();
    }

    private ContextMenu menu() {
        ContextMenu menu = new ContextMenu();
        MenuItem compare =
                item(
                        "runs.compare",
                        () -> {
                            RunEntry run = chosen();
                            if (run != null) {
                                ways.compare(run.summary().name());
                            }
                        });
        table.getSelectionModel()
                .selectedItemProperty()
                .subscribe(run ->
                        compare.setDisable(run == null || !run.summary().state().hasResult()));
        MenuItem find = item("runs.find", this::find);
        MenuItem forget =
                item(
                        "runs.forget",
                        () -> {
                            RunEntry run = chosen();
                            if (run != null) {
                                model.actions().forget(run);
                            }
                        });
        menu.setOnShowing(_ -> {
            RunEntry run = chosen();
            boolean missing = run != null && run.missing();
            for (MenuItem item : menu.getItems()) {
                boolean always = NEED_NO_FOLDER.contains(String.valueOf(item.getId()));
                boolean forMissing = item.equals(find) || item.equals(forget);
                item.setVisible(forMissing ? missing : always || !missing);
            }
        });
        menu.getItems()
                .addAll(
                        item("runs.open", this::open),
                        compare,
                        find,
                        forget,
                        item(
                                "runs.duplicate",
                                () -> {
                                    RunEntry run = chosen();
                                    if (run != null && run.summary().spec() != null) {
                                        ways.configure(run.summary().spec());
                                    }
                                }),
                        item("runs.rename", () -> detail.rename()),
                        item("runs.export", this::export),
                        item(
                                "runs.openFolder",
                                () -> {
                                    RunEntry run = chosen();
                                    if (run != null) {
                                        ways.openFolder(run.folder());
                                    }
                                }),
                        item(
                                "runs.discard",
                                () -> {
                                    RunEntry run = chosen();
                                    if (run != null) {
                                        model.actions().discard(run);
                                    }
                                }));
        return menu;
    }

    private static MenuItem item(String key, Runnable action) {
        MenuItem item = new MenuItem(text(key));
        item.setId(key.replace('.', '-'));
        item.setOnAction(_ -> action.run());
        return item;
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
        model.overlay().watch(visible);
    }

    @Override
    public List<Shortcut> shortcuts() {
        return List.of(
                new Shortcut(text("keys.runs.open"), "Enter"),
                new Shortcut(text("keys.runs.rename"), "F2"),
                new Shortcut(text("keys.runs.actions"), "Ctrl ."));
    }

    /// Puts the cursor where runs are searched.
    public void search() {
        query.requestFocus();
    }

    @Override
    public void narrow(boolean narrow) {
        table.narrow(narrow);
    }

    @Override
    public void restyle(Tokens tokens) {
        overlay.restyle(tokens);
    }
}
