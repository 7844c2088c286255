package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.Exchange;
import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Prompt;
import dev.sku.resources.Icon;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
        template.setTooltip(new Tooltip(text("compare.template.note")));
        Runnable named = () -> template.setText(text(chosen(model)));
        model.form().rawProperty().subscribe(_ -> named.run());
        model.template().chatProperty().subscribe(_ -> named.run());
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

    private static String chosen(CompareViewModel model) {
        return model.form().rawProperty().get()
                ? "compare.plain"
                : model.template().chatProperty().get() ? "compare.chat" : "compare.template";
    }

    /// What can stand around the prompt; a chat template only where every side's model has one.
    private static List<MenuItem> templates(CompareViewModel model) {
        String noChat = model.template().noChatProperty().get();
        return Stream.of("compare.template", "compare.chat", "compare.plain")
                .<MenuItem>map(key -> {
                    boolean chat = key.equals("compare.chat");
                    boolean lacks = chat && !noChat.isEmpty();
                    CheckMenuItem item =
                            new CheckMenuItem(lacks ? text("compare.chat.not", noChat) : text(key));
                    item.setId(key.replace('.', '-'));
                    item.setMnemonicParsing(false);
                    item.setSelected(key.equals(chosen(model)));
                    item.setDisable(lacks);
                    item.setOnAction(_ -> {
                        model.form().rawProperty().set(key.equals("compare.plain"));
                        model.template().chatProperty().set(chat);
                    });
                    return item;
                })
                .toList();
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
