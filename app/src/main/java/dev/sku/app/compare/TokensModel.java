package dev.sku.app.compare;

import dev.sku.protocol.Prompt;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import dev.sku.protocol.SideReply;
import dev.sku.protocol.TokenDifference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// A reply token by token under the first and the last side, and how both go on from a token that is forced.
public final class TokensModel {
    private final Conversation conversation;
    private final ObservableList<TokenDifference> tokens = FXCollections.observableArrayList();
    private final ObservableList<Branch> branches = FXCollections.observableArrayList();
    private final IntegerProperty branchShown = new SimpleIntegerProperty();
    private final IntegerProperty pointed = new SimpleIntegerProperty(-1);
    private final IntegerProperty chosen = new SimpleIntegerProperty();
    private final IntegerProperty textOf = new SimpleIntegerProperty();
    private final ObjectProperty<Measure> measure = new SimpleObjectProperty<>(Measure.KL);
    private Prompt prompt = Prompt.of("", true);
    private List<String> replies = List.of();
    private boolean stale = true;

    /// What a token is coloured by.
    public enum Measure {
        KL,
        LOG_PROBABILITY
    }

    /// How the sides go on from a forced token.
    ///
    /// @param place the token's number, from 0
    /// @param from the text's own token
    /// @param to the one that is forced in its place
    /// @param replies of the sides that have ended
    public record Branch(int place, String from, String to, List<SideReply> replies) {
        public Branch {
            replies = List.copyOf(replies);
        }

        private Branch with(SideReply reply) {
            List<SideReply> more = new ArrayList<>(replies);
            more.add(reply);
            more.sort(Comparator.comparingInt(SideReply::side));
            return new Branch(place, from, to, more);
        }
    }

    TokensModel(Conversation conversation) {
        this.conversation = conversation;
    }

    /// New replies are there; they are looked at when the page is.
    void offer(Prompt asked, List<SideModel> sides) {
        prompt = asked;
        replies = sides.stream().map(s -> s.textProperty().get()).toList();
        textOf.set(0);
        stale = true;
    }

    void clear() {
        replies = List.of();
        forget();
        stale = true;
    }

    private void forget() {
        tokens.clear();
        branches.clear();
        pointed.set(-1);
        chosen.set(0);
    }

    void ask() {
        if (stale && replies.size() >= 2) {
            look(textOf.get());
        }
    }

    /// Compares on another side's reply.
    public void look(int side) {
        textOf.set(side);
        stale = false;
        forget();
        conversation.ask(
                id ->
                        new SessionRequest.CompareTokens(
                                id, prompt, replies.get(side), 0, replies.size() - 1),
                this::hear);
    }

    private void hear(SessionReply reply) {
        if (reply instanceof SessionReply.TokensCompared t) {
            tokens.setAll(t.tokens());
        } else if (reply instanceof SessionReply.Failed) {
            stale = true;
        }
    }

    /// Every side goes on from the text up to the chosen token, with this one in its place.
    public void force(TokenDifference.Choice choice) {
        int place = chosen.get();
        if (place >= tokens.size()) {
            return;
        }
        List<Integer> begun = new ArrayList<>();
        tokens.subList(0, place).forEach(t -> begun.add(t.token()));
        begun.add(choice.token());
        Branch next = new Branch(place, tokens.get(place).text(), choice.text(), List.of());
        int number = branches.size();
        branches.add(next);
        branchShown.set(number);
        List<TokenDifference> of = List.copyOf(tokens);
        conversation.ask(
                id ->
                        new SessionRequest.Generate(
                                id, List.of(prompt.begunWith(begun)), Sampling.greedy(64)),
                reply -> {
                    if (reply instanceof SessionReply.Answered a
                            && number < branches.size()
                            && tokens.equals(of)) {
                        branches.set(number, branches.get(number).with(a.reply()));
                    }
                });
    }

    /// A token by its number; where there is none, nothing changes.
    void choose(int place) {
        if (place >= 0 && place < tokens.size()) {
            chosen.set(place);
        }
    }

    /// What the other model would have said is said.
    void forceOther() {
        TokenDifference.Choice other = other(chosen.get());
        if (other != null) {
            force(other);
        }
    }

    /// What the other model would have said at a token.
    public TokenDifference.@Nullable Choice other(int place) {
        if (place >= tokens.size()) {
            return null;
        }
        TokenDifference at = tokens.get(place);
        List<TokenDifference.Choice> choices =
                textOf.get() == 0 ? at.secondChoices() : at.firstChoices();
        return choices.stream().filter(c -> c.token() != at.token()).findFirst().orElse(null);
    }

    /// How strongly a token is coloured: nats.
    public double strength(TokenDifference token) {
        return switch (measure.get()) {
            case KL -> token.divergence();
            case LOG_PROBABILITY -> Math.abs(token.first() - token.second());
        };
    }

    public ObservableList<TokenDifference> tokens() {
        return tokens;
    }

    /// Every token that was forced in this text, the last one at the end.
    public ObservableList<Branch> branches() {
        return branches;
    }

    /// The number of the branch that is looked at.
    public IntegerProperty branchShownProperty() {
        return branchShown;
    }

    /// The token under the pointer; −1 for none.
    public IntegerProperty pointedProperty() {
        return pointed;
    }

    /// The token whose lists are shown: the one under the pointer, otherwise the chosen one.
    int looked() {
        return pointed.get() >= 0 && pointed.get() < tokens.size() ? pointed.get() : chosen.get();
    }

    public IntegerProperty chosenProperty() {
        return chosen;
    }

    /// The side whose reply is looked at.
    public IntegerProperty textOfProperty() {
        return textOf;
    }

    public ObjectProperty<Measure> measureProperty() {
        return measure;
    }

    public Prompt prompt() {
        return prompt;
    }
}
