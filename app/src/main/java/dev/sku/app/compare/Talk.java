package dev.sku.app.compare;

import dev.sku.app.journal.Setting;
import dev.sku.protocol.Prompt;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// A prompt on its way to all sides, and their replies as they come.
public final class Talk {
    private static final Prompt NONE = Prompt.of("", true);

    private final Conversation conversation;
    private final PromptForm form;
    private final SideChoice choice;
    private final Listener listener;
    private final ReadOnlyBooleanWrapper answering = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper question = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper promptText = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper normal = new ReadOnlyBooleanWrapper();
    private final ReadOnlyIntegerWrapper promptTokens = new ReadOnlyIntegerWrapper();
    private Prompt asked = NONE;
    private long current;

    /// What follows from it.
    interface Listener {
        /// New replies are to come.
        void begun();

        /// Replies are to come, from their beginning or from where they ended.
        void asking();

        /// @param how as it was when they were asked
        /// @param further the replies were there and have become longer
        void answered(Prompt asked, String promptText, Setting how, boolean further);
    }

    Talk(Conversation conversation, PromptForm form, SideChoice choice, Listener listener) {
        this.conversation = conversation;
        this.form = form;
        this.choice = choice;
        this.listener = listener;
    }

    /// Asks every side.
    public void ask(String words, boolean isHarmful) {
        stop();
        asked = form.asking(words, isHarmful);
        begin();
    }

    /// The same prompt with the next seed.
    public void regenerate() {
        if (!answering.get()) {
            form.nextSeed();
            begin();
        }
    }

    /// Every side goes on where its reply ends.
    public void goOn() {
        if (isAnswered() && choice.open()) {
            Prompt further = asked.continuing(texts());
            choice.sides().forEach(SideModel::goOn);
            generate(further, true);
        }
    }

    /// Asks again what was not answered: the process had been lost.
    public void restart() {
        conversation.close();
        choice.closed();
        conversation.clearProblem();
        begin();
    }

    private void begin() {
        if (asked.question().isEmpty() || !choice.open()) {
            return;
        }
        choice.sides().forEach(SideModel::begin);
        listener.begun();
        question.set(asked.question());
        normal.set(!asked.harmful());
        generate(asked, false);
    }

    private void generate(Prompt prompt, boolean further) {
        answering.set(true);
        listener.asking();
        Setting how = choice.setting(form.samplingProperty().get());
        current =
                conversation.ask(
                        id -> new SessionRequest.Generate(id, List.of(prompt), how.sampling()),
                        reply -> hear(reply, how, further));
        if (current == 0) {
            answering.set(false);
        }
    }

    private void hear(SessionReply reply, Setting how, boolean further) {
        switch (reply) {
            case SessionReply.Asked a -> {
                promptText.set(a.text());
                promptTokens.set(a.tokens());
            }
            case SessionReply.Piece p -> choice.sides().get(p.side()).hear(p.text(), p.tokens());
            case SessionReply.Ended e -> choice.sides().get(e.reply().side()).answered(e.reply());
            case SessionReply.Answered a ->
                    choice.sides().get(a.reply().side()).answered(a.reply());
            case SessionReply.Done d -> {
                answering.set(false);
                if (!d.cancelled()) {
                    form.took(asked.question(), texts(), further);
                    listener.answered(asked, promptText.get(), how, further);
                }
            }
            case SessionReply.Failed _ -> failed();
            case SessionReply.Hello _,
                    SessionReply.Alive _,
                    SessionReply.Waits _,
                    SessionReply.Opened _,
                    SessionReply.LambdaChanged _,
                    SessionReply.TokensCompared _ -> {}
        }
    }

    private List<String> texts() {
        return choice.sides().stream().map(s -> s.textProperty().get()).toList();
    }

    /// Ends the replies before their next token.
    void stop() {
        if (answering.get()) {
            conversation.tell(new SessionRequest.Cancel(current));
            answering.set(false);
        }
    }

    void failed() {
        answering.set(false);
        choice.closed();
    }

    /// Other sides: nothing was asked of them.
    void forget() {
        stop();
        form.forgetTurns();
        question.set("");
        asked = NONE;
    }

    Prompt asked() {
        return asked;
    }

    /// Whether every side has replied to the last prompt.
    boolean isAnswered() {
        return !answering.get()
                && !choice.sides().isEmpty()
                && choice.sides().stream().allMatch(s -> s.replyProperty().get() != null);
    }

    public ReadOnlyBooleanProperty answeringProperty() {
        return answering.getReadOnlyProperty();
    }

    /// What was asked last.
    public ReadOnlyStringProperty questionProperty() {
        return question.getReadOnlyProperty();
    }

    /// Exactly what the first side read.
    public ReadOnlyStringProperty promptTextProperty() {
        return promptText.getReadOnlyProperty();
    }

    public ReadOnlyIntegerProperty promptTokensProperty() {
        return promptTokens.getReadOnlyProperty();
    }

    /// Whether the last prompt was a normal one, so that a refusal is an over-refusal.
    public ReadOnlyBooleanProperty normalPromptProperty() {
        return normal.getReadOnlyProperty();
    }
}
