package dev.sku.app.compare;

import dev.sku.app.link.RuntimeLink;
import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.Problem;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/// What stands around prompts: the SKU template, or the chat template of each side's own model; and whether all have one.
public final class TemplateChoice {
    private final RuntimeLink link;
    private final Executor fxThread;
    private final BooleanProperty chat = new SimpleBooleanProperty();
    private final ReadOnlyStringWrapper template = new ReadOnlyStringWrapper(DataSpec.SKU_TEMPLATE);
    private final ReadOnlyStringWrapper noChat = new ReadOnlyStringWrapper("");
    private List<String> looked = List.of();

    public TemplateChoice(RuntimeLink link, Executor fxThread) {
        this.link = link;
        this.fxThread = fxThread;
        chat.subscribe(on -> template.set(on ? DataSpec.CHAT_TEMPLATE : DataSpec.SKU_TEMPLATE));
    }

    /// Asks whether these models have a chat template that can be used.
    void look(List<String> models) {
        if (models.equals(looked)) {
            return;
        }
        looked = models;
        noChat.set("");
        for (String model : models) {
            var _ =
                    link.find(new Inquiry.Model(model))
                            .whenComplete((found, fault) ->
                                    fxThread.execute(() -> {
                                        if (fault == null && models.equals(looked)) {
                                            lacks(found.noChat());
                                        }
                                    }));
        }
    }

    private void lacks(@Nullable Problem why) {
        if (why != null && noChat.get().isEmpty()) {
            noChat.set(why.sentence(Locale.ENGLISH));
        }
    }

    /// Whether prompts stand in the models' own chat templates; the sides are opened anew with the next prompt.
    public BooleanProperty chatProperty() {
        return chat;
    }

    /// As a specification has it.
    ReadOnlyStringProperty templateProperty() {
        return template.getReadOnlyProperty();
    }

    /// Why chat templates cannot be used here; empty where they can.
    public ReadOnlyStringProperty noChatProperty() {
        return noChat.getReadOnlyProperty();
    }
}
