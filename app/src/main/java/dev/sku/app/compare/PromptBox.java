package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.Exchange;
import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Prompt;
import dev.sku.resources.Icon;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

/// Where the next prompt is written, with what surrounds it.
final class PromptBox extends VBox {
    private static final int LISTED = 15;

    private final TextArea area = new TextArea();

    /// @param leave where the keyboard goes from here, by Escape
    PromptBox(CompareViewModel model, Runnable leave) {
        getStyleClass().addAll("card", "prompt-box");
        setMinHeight(USE_PREF_SIZE);
        area.setId("compare-prompt");
        area.setPromptText(text("compare.prompt"));
        area.setAccessibleText(text("compare.prompt"));
        area.setWrapText(true);
        area.setPrefRowCount(1);
        area.setMinHeight(34);
        area.setPrefHeight(34);
        area.textProperty().bindBidirectional(model.form().wordsProperty());
        area.addEventFilter(
                KeyEvent.KEY_PRESSED,
                e -> {
                    if (e.getCode() == KeyCode.ENTER && !e.isShiftDown()) {
                        model.send();
                        e.consume();
                    } else if (e.getCode() == KeyCode.UP && area.getText().isEmpty()) {
                        model.editLast();
                        area.end();
                        e.consume();
                    } else if (e.getCode() == KeyCode.ESCAPE) {
                        model.stop();
                        leave.run();
                        e.consume();
                    }
                });
        Button template = Ui.button("compare-template", "", Icon.PROMPT, () -> {});
        template.setOnAction(_ -> {
            ContextMenu menu = new ContextMenu();
            menu.getItems().setAll(templates(model));
            menu.show(template, javafx.geometry.Side.TOP, 0, -4);
        });
        template.getStyleClass().add("chip");
        template.setMinWidth(90);
        Tooltip about = new Tooltip();
        template.setTooltip(about);
        Label advice = Ui.wrapped("", "small", "warn");
        advice.setId("compare-template-advice");
        advice.managedProperty().bind(advice.visibleProperty());
        Runnable named =
                () -> {
                    template.setText(chosen(model));
                    about.setText(about(model));
                    advice.setText(advice(model));
                    advice.setVisible(!advice.getText().isEmpty());
                };
        model.form().rawProperty().subscribe(_ -> named.run());
        model.template().templateProperty().subscribe(_ -> named.run());
        model.template().adviceProperty().subscribe(_ -> named.run());
        model.sides().addListener((ListChangeListener<SideModel>) _ -> named.run());
        ToggleButton turns = Ui.chip("compare-turns", text("compare.turns"));
        turns.selectedProperty().bindBidirectional(model.form().keepTurnsProperty());
        turns.setTooltip(new Tooltip(text("compare.turns.note")));
        ToggleButton system = Ui.chip("compare-system", text("compare.system"));
        TextField systemText = new TextField();
        systemText.setId("compare-system-text");
        systemText.setPromptText(text("compare.system.note"));
        systemText.setAccessibleText(text("compare.system"));
        systemText.visibleProperty().bind(system.selectedProperty());
        systemText.managedProperty().bind(system.selectedProperty());
        systemText.textProperty().subscribe(_ -> push(model, system, systemText));
        system.selectedProperty().subscribe(_ -> push(model, system, systemText));
        Label exact = Ui.label("", "caption");
        exact.setId("compare-exact");
        exact.setMinWidth(0);
        model.talk()
                .promptTokensProperty()
                .subscribe(n -> exact.setText(n.intValue() == 0 ? "" : text("compare.exact", n)));
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(model.talk().promptTextProperty());
        exact.setTooltip(whole);
        Button send =
                Ui.button("compare-send", text("compare.send"), Icon.SEND, model::send, "primary");
        send.setTooltip(new Tooltip(text("compare.send.keys")));
        send.visibleProperty().bind(model.talk().answeringProperty().not());
        send.managedProperty().bind(send.visibleProperty());
        Button stop = Ui.button("compare-stop", text("compare.stop"), Icon.STOP, model::stop);
        stop.visibleProperty().bind(model.talk().answeringProperty());
        stop.managedProperty().bind(stop.visibleProperty());
        Segmented<Boolean> kind =
                new Segmented<>(
                        "compare-kind",
                        model.form().harmfulProperty(),
                        h -> text(h ? "compare.kind.harmful" : "compare.kind.normal"),
                        true,
                        false);
        Button history =
                Ui.iconButton("compare-history", text("compare.history"), Icon.HISTORY, () -> {});
        history.setOnAction(_ -> {
            ContextMenu menu = new ContextMenu();
            menu.getItems().setAll(earlier(model));
            menu.show(history, javafx.geometry.Side.TOP, 0, -4);
        });
        model.history()
                .addListener(
                        (ListChangeListener<Exchange>)
                                _ -> history.setDisable(model.history().isEmpty()));
        history.setDisable(model.history().isEmpty());
        getChildren()
                .addAll(
                        systemText,
                        area,
                        advice,
                        Ui.row(
                                8,
                                kind,
                                template,
                                system,
                                turns,
                                Ui.wide(exact),
                                history,
                                send,
                                stop));
    }

    /// What stands around the next prompt, and whether the run was trained so.
    private static String chosen(CompareViewModel model) {
        return model.form().rawProperty().get() ? text("compare.plain") : model.template().named();
    }

    private static String about(CompareViewModel model) {
        String template = model.template().templateProperty().get();
        return text(
                "compare.template.note",
                template.equals(DataSpec.CHAT_TEMPLATE) ? text("compare.chat") : template);
    }

    /// Exact text is asked as it is written, whatever a run was trained with.
    private static String advice(CompareViewModel model) {
        return model.form().rawProperty().get() ? "" : model.template().adviceProperty().get();
    }

    /// What can stand around the prompt; a chat template only where every side's model has one.
    private static List<MenuItem> templates(CompareViewModel model) {
        boolean raw = model.form().rawProperty().get();
        String noChat = model.template().noChatProperty().get();
        List<MenuItem> items = new ArrayList<>();
        for (String template : model.template().all()) {
            boolean lacks = template.equals(DataSpec.CHAT_TEMPLATE) && !noChat.isEmpty();
            CheckMenuItem item =
                    item(
                            lacks
                                    ? text("compare.chat.not", noChat)
                                    : TemplateChoice.named(template),
                            !raw && template.equals(model.template().templateProperty().get()),
                            () -> {
                                model.form().rawProperty().set(false);
                                model.template().choose(template);
                            });
            item.setDisable(lacks);
            items.add(item);
        }
        items.add(item(text("compare.plain"), raw, () -> model.form().rawProperty().set(true)));
        return items;
    }

    private static CheckMenuItem item(String words, boolean ticked, Runnable choose) {
        CheckMenuItem item = new CheckMenuItem(words);
        item.setMnemonicParsing(false);
        item.setSelected(ticked);
        item.setOnAction(_ -> choose.run());
        return item;
    }

    private static void push(CompareViewModel model, ToggleButton on, TextField words) {
        model.form().systemProperty().set(on.isSelected() ? words.getText() : "");
    }

    /// The last prompts, the newest first; one that is chosen comes into the box.
    private static List<MenuItem> earlier(CompareViewModel model) {
        return model.history().reversed().stream()
                .map(Exchange::prompt)
                .filter(distinct())
                .limit(LISTED)
                .map(prompt -> {
                    MenuItem item = new MenuItem(prompt.question());
                    item.setMnemonicParsing(false);
                    item.setOnAction(_ -> model.form().edit(prompt));
                    return item;
                })
                .toList();
    }

    private static Predicate<Prompt> distinct() {
        Set<String> seen = new HashSet<>();
        return prompt -> seen.add(prompt.question());
    }

    void write() {
        area.requestFocus();
    }
}
