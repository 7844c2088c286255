package dev.sku.app.compare;

import dev.sku.protocol.Outcome;
import dev.sku.protocol.SideFacts;
import dev.sku.protocol.SideReply;
import dev.sku.protocol.SideSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// One side while it is looked at.
public final class SideModel {
    private final Offer offer;
    private @Nullable String template;
    private final ObjectProperty<@Nullable SideFacts> facts = new SimpleObjectProperty<>();
    private final DoubleProperty lambda = new SimpleDoubleProperty();
    private final StringProperty text = new SimpleStringProperty("");
    private final IntegerProperty tokens = new SimpleIntegerProperty();
    private final ObjectProperty<@Nullable SideReply> reply = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable Outcome> person = new SimpleObjectProperty<>();
    private final BooleanProperty revealed = new SimpleBooleanProperty();
    private @Nullable SideReply before;

    /// How long the text was after so many tokens.
    private final TreeMap<Integer, Integer> lengths = new TreeMap<>();

    SideModel(Offer offer) {
        this.offer = offer;
        this.template = offer.template();
        Double own = offer.spec().lambda();
        lambda.set(own == null ? 0 : own);
    }

    public Offer offer() {
        return offer;
    }

    /// What its run was trained with; null where it is of no run, or of one not looked at yet.
    @Nullable String template() {
        return template;
    }

    void trainedWith(String found) {
        template = found;
    }

    void opened(SideFacts next) {
        facts.set(next);
        lambda.set(next.lambda());
    }

    /// As it is to be opened: at the λ of the moment, where it has one.
    SideSpec spec() {
        SideSpec own = offer.spec();
        return isAdjustable() ? new SideSpec(own.name(), own.at(), own.base(), lambda.get()) : own;
    }

    void begin() {
        before = null;
        lengths.clear();
        text.set("");
        start();
    }

    /// More of the reply comes.
    void goOn() {
        before = reply.get();
        person.set(null);
        start();
    }

    private void start() {
        tokens.set(before == null ? 0 : before.tokens());
        reply.set(null);
        person.set(null);
        revealed.set(false);
    }

    void hear(String piece, int soFar) {
        text.set(text.get() + piece);
        tokens.set((before == null ? 0 : before.tokens()) + soFar);
        lengths.put(tokens.get(), text.get().length());
    }

    /// Where a token begins in the text.
    int placeOf(int token) {
        Map.Entry<Integer, Integer> before = lengths.floorEntry(token);
        return before == null ? 0 : before.getValue();
    }

    void answered(SideReply said) {
        SideReply whole = before == null ? said : joined(before, said);
        text.set(whole.text());
        tokens.set(whole.tokens());
        reply.set(whole);
    }

    private static SideReply joined(SideReply first, SideReply more) {
        List<SideReply.LambdaChange> changes = new ArrayList<>(first.changes());
        double last = changes.isEmpty() ? first.lambda() : changes.getLast().lambda();
        if (more.lambda() != last) {
            changes.add(new SideReply.LambdaChange(first.tokens(), more.lambda()));
        }
        more.changes()
                .forEach(c ->
                        changes.add(
                                new SideReply.LambdaChange(
                                        first.tokens() + c.token(), c.lambda())));
        return new SideReply(
                first.side(),
                first.lambda(),
                first.text() + more.text(),
                first.tokens() + more.tokens(),
                changes,
                first.seconds() + more.seconds(),
                more.verdict());
    }

    /// Null until it is open.
    public ObjectProperty<@Nullable SideFacts> factsProperty() {
        return facts;
    }

    public DoubleProperty lambdaProperty() {
        return lambda;
    }

    public StringProperty textProperty() {
        return text;
    }

    public IntegerProperty tokensProperty() {
        return tokens;
    }

    /// The judged reply; null while it is being said.
    public ObjectProperty<@Nullable SideReply> replyProperty() {
        return reply;
    }

    /// What the person finds; null for nothing yet.
    public ObjectProperty<@Nullable Outcome> personProperty() {
        return person;
    }

    /// Whether a harmful reply is shown although such replies are blurred.
    public BooleanProperty revealedProperty() {
        return revealed;
    }

    public boolean isAdjustable() {
        return facts.get() != null && facts.get().adjustable();
    }
}
