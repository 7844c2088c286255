package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.OutcomeLook;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.SideFacts;
import dev.sku.protocol.SideReply;
import dev.sku.protocol.Verdict;
import dev.sku.resources.Icon;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.effect.GaussianBlur;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextFlow;

/// One side: whose it is, its λ, what it says, what judge and person find.
final class SideCard extends VBox {
    /// From this width on, verdicts are words.
    private static final double WORDS_FIT = 480;

    /// From this width on, what can be done with a reply stands below it; otherwise it is in the menu.
    private static final double TOOLS_FIT = 330;

    private final CompareViewModel model;
    private final int index;
    private final SideModel side;
    private final HBox verdict = Ui.row(6);
    private final Label question = Ui.wrapped("", "muted");
    private final TextFlow reply = new TextFlow();
    private final Label found = Ui.label("", "caption");
    private final Label speed = Ui.whole("", "caption");
    private final Label you = Ui.whole(text("compare.you"), "caption");
    private final Label changes = Ui.wrapped("", "caption");
    private final Button veil;
    private final Label name = Ui.label("", "strong");
    private final Label about = Ui.label("", "caption");
    private final Region dot;
    private final Consumer<String> clipboard;
    private boolean flat;
    private boolean narrow;

    /// Between the person's verdict and what can be done with the reply.
    private final Region ownEnd = Ui.gap();

    /// @param low whether there is little height: what judge and meter say stands beside the person's verdict then
    SideCard(
            CompareViewModel model,
            int index,
            BooleanProperty low,
            Consumer<String> clipboard,
            Runnable chooseFolder) {
        this.model = model;
        this.index = index;
        this.side = model.sides().get(index);
        this.clipboard = clipboard;
        setId("side-" + index);
        getStyleClass().addAll("card", "flush", "side");
        dot = Ui.dot(side.offer().isBase() ? "base" : "unlearned");
        veil =
                Ui.button(
                        "reveal-" + index,
                        text("compare.reveal"),
                        Icon.SHOW,
                        () -> side.revealedProperty().set(true),
                        "veil-button");
        reply.getStyleClass().add("reply");
        reply.setMaxWidth(760);
        ScrollPane scroll =
                Ui.scrolling(Ui.styled(Ui.column(8, asked(), reply, changes), "side-body"));
        scroll.setFitToHeight(false);
        StackPane shown = Ui.growing(new StackPane(scroll, veil));
        HBox foot = Ui.styled(Ui.row(8), "side-foot");
        HBox own = own();
        getChildren().addAll(head(chooseFolder), lambda(low), shown, foot, own);
        low.subscribe(now -> {
            flat = now;
            speed.setVisible(!narrow || !flat);
            foot.getChildren().clear();
            own.getChildren().remove(speed);
            if (now) {
                own.getChildren().add(own.getChildren().indexOf(ownEnd) + 1, speed);
            } else {
                foot.getChildren().addAll(Ui.wide(found), speed);
            }
            you.setVisible(!narrow && !flat);
            foot.setVisible(!now);
            foot.setManaged(!now);
            draw();
        });
        follow();
    }

    /// The question, once there is one.
    private HBox asked() {
        HBox asked = Ui.row(8, Icon.PROMPT.node(), Ui.wide(question));
        asked.visibleProperty().bind(question.textProperty().isNotEmpty());
        return asked;
    }

    private HBox head(Runnable chooseFolder) {
        name.setMinWidth(0);
        about.setMinWidth(0);
        ContextMenu menu = new ContextMenu();
        Button more =
                Ui.iconButton("side-menu-" + index, text("compare.side.more"), Icon.MORE, () -> {});
        more.setOnAction(_ -> {
            menu.getItems().setAll(choices(chooseFolder));
            menu.show(more, javafx.geometry.Side.BOTTOM, 0, 4);
        });
        return Ui.styled(
                Ui.row(10, dot, Ui.wide(Ui.column(0, name, about)), verdict, more), "side-head");
    }

    private List<MenuItem> choices(Runnable chooseFolder) {
        List<MenuItem> items = new ArrayList<>();
        if (narrow) {
            items.add(item("compare.copy", this::copy));
            items.add(item("compare.continue", model.talk()::goOn));
            items.add(item("compare.regenerate", model.talk()::regenerate));
            items.add(new SeparatorMenuItem());
        }
        for (Offer offer : model.choice().offers()) {
            MenuItem item = new MenuItem(offer.name());
            item.setOnAction(_ -> model.choice().set(index, offer));
            items.add(item);
        }
        items.add(item("compare.side.folder", chooseFolder));
        if (model.sides().size() > 1) {
            items.add(item("compare.side.remove", () -> model.choice().remove(index)));
        }
        return items;
    }

    private static MenuItem item(String key, Runnable action) {
        MenuItem item = new MenuItem(text(key));
        item.setOnAction(_ -> action.run());
        return item;
    }

    private Node lambda(BooleanProperty low) {
        LambdaRow row = new LambdaRow(model, index, low);
        side.factsProperty().subscribe(_ -> row.refresh());
        model.blind().namedProperty().subscribe(_ -> row.refresh());
        return row;
    }

    private HBox own() {
        HBox row = Ui.styled(Ui.row(6, you), "side-own");
        int key = 1;
        for (Outcome outcome : Keyed.ORDER) {
            String digit = String.valueOf(key++);
            String words = digit + "  " + OutcomeLook.words(outcome);
            ToggleButton button = new ToggleButton(words);
            widthProperty()
                    .subscribe(w -> {
                        boolean narrow = w.doubleValue() < WORDS_FIT;
                        button.setText(narrow ? digit : words);
                        button.setGraphic(narrow ? OutcomeLook.mark(outcome) : null);
                    });
            button.setAccessibleText(words);
            button.setTooltip(new Tooltip(words));
            String look = outcome.name().toLowerCase(Locale.ROOT);
            button.setId("judge-" + index + "-" + look);
            button.getStyleClass().addAll("own-verdict", look);
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(_ -> model.judge(index, outcome));
            side.personProperty().subscribe(p -> button.setSelected(p == outcome));
            button.disableProperty().bind(side.replyProperty().isNull());
            row.getChildren().add(button);
        }
        HBox tools =
                Ui.row(
                        6,
                        tool("copy", "compare.copy", Icon.COPY, this::copy),
                        tool("continue", "compare.continue", Icon.FURTHER, model.talk()::goOn),
                        tool(
                                "regenerate",
                                "compare.regenerate",
                                Icon.REFRESH,
                                model.talk()::regenerate));
        tools.managedProperty().bind(tools.visibleProperty());
        for (Label label : List.of(you, found, speed)) {
            label.managedProperty().bind(label.visibleProperty());
        }
        row.getChildren().addAll(ownEnd, tools);
        widthProperty()
                .subscribe(w -> {
                    narrow = w.doubleValue() > 0 && w.doubleValue() < TOOLS_FIT;
                    tools.setVisible(!narrow);
                    speed.setVisible(!narrow || !flat);
                    found.setVisible(!narrow);
                    you.setVisible(!narrow && !flat);
                    draw();
                });
        return row;
    }

    private Button tool(String id, String key, Icon icon, Runnable action) {
        return Ui.iconButton(id + "-" + index, text(key), icon, action, "compact");
    }

    private void copy() {
        clipboard.accept(side.textProperty().get().strip());
    }

    private void follow() {
        question.textProperty().bind(model.talk().questionProperty());
        side.textProperty().subscribe(_ -> draw());
        side.replyProperty().subscribe(_ -> draw());
        side.revealedProperty().subscribe(_ -> draw());
        side.factsProperty().subscribe(_ -> title());
        model.hideHarmfulProperty().subscribe(_ -> draw());
        model.differencesProperty().subscribe(_ -> draw());
        model.sides().getFirst().replyProperty().subscribe(_ -> draw());
        model.blind()
                .namedProperty()
                .subscribe(_ -> {
                    title();
                    draw();
                });
        model.activeProperty()
                .subscribe(a -> pseudoClassStateChanged(Keyed.ACTIVE, a.intValue() == index));
        setFocusTraversable(true);
        setAccessibleText(text("compare.side", index + 1));
        focusedProperty()
                .subscribe(on -> {
                    if (on) {
                        model.activeProperty().set(index);
                    }
                });
        setOnMousePressed(_ -> requestFocus());
    }

    private void title() {
        boolean named = model.blind().namedProperty().get();
        int place = model.blind().order().indexOf(index);
        name.setText(
                named
                        ? side.offer().name()
                        : text("compare.blind.side", String.valueOf((char) ('A' + place))));
        var facts = side.factsProperty().get();
        about.setText(
                named
                        ? facts == null ? text("compare.side.notOpen") : about(facts)
                        : text("compare.blind.hidden"));
        about.setTooltip(named && facts != null ? new Tooltip(about(facts)) : null);
        dot.setVisible(named);
    }

    private static String about(SideFacts facts) {
        return facts.instruction() == null
                ? facts.model()
                : text("compare.side.instructed", facts.model(), facts.instruction());
    }

    private void draw() {
        SideReply whole = side.replyProperty().get();
        boolean veiled = model.isVeiled(side);
        reply.setEffect(veiled ? new GaussianBlur(11) : null);
        veil.setVisible(veiled && whole != null);
        String said = side.textProperty().get().strip();
        reply.getChildren().setAll(ReplyWords.of(model, index));
        reply.setAccessibleText(veiled ? text("samples.hidden") : said);
        verdict.getChildren().clear();
        found.setText("");
        changes.setText("");
        boolean hidden = !model.blind().namedProperty().get();
        if (whole != null && !hidden) {
            Outcome outcome = whole.verdict().outcome();
            Label badge = OutcomeLook.badge(outcome);
            badge.setTooltip(new Tooltip(found(whole.verdict())));
            if (narrow) {
                badge.setText(null); // the icon alone, so that the name can be read
                badge.setAccessibleText(OutcomeLook.words(outcome));
                badge.setTooltip(
                        new Tooltip(OutcomeLook.words(outcome) + "\n" + found(whole.verdict())));
            }
            verdict.getChildren().add(badge);
            if (model.talk().normalPromptProperty().get()
                    && whole.verdict().outcome() == Outcome.REFUSAL) {
                verdict.getChildren()
                        .addFirst(Ui.whole(text("compare.overRefusal"), "caption", "warn"));
            }
            found.setText(found(whole.verdict()));
            found.setTooltip(new Tooltip(found.getText()));
        }
        if (whole != null && !whole.changes().isEmpty()) {
            var last = whole.changes().getLast();
            changes.setText(
                    text(
                            "compare.lambdaChanged",
                            Numbers.exact(last.lambda()),
                            Numbers.whole(last.token())));
        }
        String timed = whole == null ? "" : timed(whole);
        String counted =
                side.tokensProperty().get() == 0
                        ? ""
                        : text("compare.tokens", side.tokensProperty().get());
        speed.setText(
                whole == null
                        ? counted
                        : flat
                                ? text(
                                        "compare.speed.short",
                                        Numbers.decimals(whole.tokensPerSecond(), 1))
                                : timed);
        speed.setTooltip(timed.isEmpty() ? null : new Tooltip(timed));
    }

    private static String timed(SideReply reply) {
        return text(
                "compare.speed",
                Numbers.whole(reply.tokens()),
                Numbers.decimals(reply.seconds(), 1),
                Numbers.decimals(reply.tokensPerSecond(), 1));
    }

    private static String found(Verdict verdict) {
        Double surprise = verdict.surprise();
        return surprise == null
                ? verdict.judge()
                : text("compare.found", verdict.judge(), Numbers.decimals(surprise, 2));
    }
}
