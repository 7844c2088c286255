package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.TokenDifference;
import dev.sku.resources.Icon;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// One token: how likely either model finds it, what else they would say, and a button that forces it.
final class TokenDetail extends VBox {
    private final CompareViewModel model;
    private final TokensModel tokens;

    TokenDetail(CompareViewModel model) {
        this.model = model;
        this.tokens = model.tokens();
        getStyleClass().add("card");
        setMinHeight(USE_PREF_SIZE);
    }

    void draw() {
        getChildren().clear();
        int place = tokens.looked();
        if (place >= tokens.tokens().size()) {
            getChildren()
                    .addAll(
                            Ui.cardHead(text("tokens.title")),
                            Ui.wrapped(text("tokens.empty"), "muted"));
            return;
        }
        TokenDifference at = tokens.tokens().get(place);
        getChildren()
                .add(
                        Ui.cardHead(
                                text("tokens.token", place + 1),
                                Ui.whole(TokensPage.shown(at.text()).strip(), "tag", "mono"),
                                Ui.iconButton(
                                        "token-before",
                                        text("tokens.before"),
                                        Icon.CHEVRON_LEFT,
                                        () -> tokens.choose(place - 1)),
                                Ui.iconButton(
                                        "token-after",
                                        text("tokens.after"),
                                        Icon.CHEVRON_RIGHT,
                                        () -> tokens.choose(place + 1))));
        GridPane facts = Ui.grid(8, 30, 35, 35);
        facts.addRow(
                0,
                Ui.label(text("tokens.measure.kl"), "caption"),
                Ui.label(TokensPage.name(model, 0), "caption"),
                Ui.label(TokensPage.name(model, model.sides().size() - 1), "caption"));
        facts.addRow(
                1,
                Ui.label(
                        text("tokens.nats", Numbers.decimals(at.divergence(), 2)),
                        "small",
                        "strong"),
                Ui.label(Numbers.compact(Math.exp(at.first())), "small", "strong"),
                Ui.label(Numbers.compact(Math.exp(at.second())), "small", "strong"));
        GridPane lists = Ui.grid(12, 50, 50);
        lists.addRow(
                0,
                choices(0, at, at.firstChoices(), "base"),
                choices(model.sides().size() - 1, at, at.secondChoices(), "unlearned"));
        TokenDifference.Choice other = tokens.other(place);
        getChildren().addAll(facts, lists);
        if (other != null) {
            Button force =
                    Ui.button(
                            "tokens-force",
                            text("tokens.force", TokensPage.shown(other.text()).strip()),
                            Icon.PROMPT,
                            tokens::forceOther,
                            "primary");
            force.setMaxWidth(Double.MAX_VALUE);
            getChildren().add(force);
        }
    }

    private VBox choices(
            int side, TokenDifference at, List<TokenDifference.Choice> choices, String role) {
        VBox list =
                Ui.column(
                        3,
                        Ui.row(
                                6,
                                Ui.dot(role),
                                Ui.label(TokensPage.name(model, side), "small", "muted")));
        for (TokenDifference.Choice choice : choices) {
            Button line = Ui.styled(new Button(), "choice", role);
            line.setGraphic(
                    new ChoiceBar(
                            TokensPage.shown(choice.text()),
                            choice.probability(),
                            role,
                            choice.token() == at.token()));
            line.setAccessibleText(choice.text());
            line.setMaxWidth(Double.MAX_VALUE);
            line.setOnAction(_ -> tokens.force(choice));
            list.getChildren().add(line);
        }
        return list;
    }
}
