package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.OutcomeLook;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.SideReply;
import dev.sku.resources.Icon;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.effect.GaussianBlur;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// How the sides go on from a token that was forced; the branches before it are kept beside it.
final class BranchCard extends VBox {
    private final CompareViewModel model;
    private final TokensModel tokens;

    BranchCard(CompareViewModel model) {
        this.model = model;
        this.tokens = model.tokens();
        getStyleClass().add("card");
        setId("branch");
        setMinHeight(USE_PREF_SIZE);
        managedProperty().bind(visibleProperty());
        tokens.branches().addListener((ListChangeListener<TokensModel.Branch>) _ -> draw());
        tokens.branchShownProperty().subscribe(_ -> draw());
        model.hideHarmfulProperty().subscribe(_ -> draw());
    }

    private void draw() {
        int number = tokens.branchShownProperty().get();
        boolean there = number < tokens.branches().size();
        setVisible(there);
        getChildren().clear();
        if (there) {
            TokensModel.Branch at = tokens.branches().get(number);
            GridPane both = Ui.grid(16, 50, 50);
            for (int i = 0; i < at.replies().size(); i++) {
                both.add(reply(at, at.replies().get(i)), i % 2, i / 2);
            }
            getChildren().addAll(head(number, at), both);
        }
    }

    private HBox head(int number, TokensModel.Branch at) {
        int of = tokens.branches().size();
        HBox head =
                Ui.cardHead(
                        of == 1
                                ? text("tokens.branch", at.place() + 1)
                                : text("tokens.branch.of", number + 1, of, at.place() + 1),
                        Ui.whole(
                                text(
                                        "tokens.forced",
                                        TokensPage.shown(at.from()).strip(),
                                        TokensPage.shown(at.to()).strip()),
                                "tag",
                                "mono"));
        if (of > 1) {
            head.getChildren()
                    .addAll(
                            step("branch-before", "tokens.branch.before", Icon.CHEVRON_LEFT, -1),
                            step("branch-after", "tokens.branch.after", Icon.CHEVRON_RIGHT, 1));
        }
        return head;
    }

    private Node step(String id, String key, Icon icon, int by) {
        int next = tokens.branchShownProperty().get() + by;
        Node button =
                Ui.iconButton(id, text(key), icon, () -> tokens.branchShownProperty().set(next));
        button.setDisable(next < 0 || next >= tokens.branches().size());
        return button;
    }

    private Node reply(TokensModel.Branch at, SideReply reply) {
        Label words = Ui.wrapped(TokensPage.shown(at.to()).strip() + reply.text(), "small");
        if (model.hideHarmfulProperty().get() && reply.verdict().outcome() == Outcome.HARMFUL) {
            words.setEffect(new GaussianBlur(9));
            words.setAccessibleText(text("samples.hidden"));
            words.setOnMouseClicked(_ -> words.setEffect(null));
        }
        return Ui.column(
                6,
                Ui.row(
                        6,
                        Ui.label(TokensPage.name(model, reply.side()), "small", "muted"),
                        Ui.gap(),
                        OutcomeLook.badge(reply.verdict().outcome())),
                words);
    }
}
