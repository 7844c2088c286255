package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.link.RuntimeLink;
import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// What stands around prompts: the template that the sides' run was trained with, until the person chooses another; and
/// which sides are therefore asked otherwise than they were trained.
public final class TemplateChoice {
    /// Characters of a template that stand in a sentence or a menu.
    private static final int SHOWN = 48;

    private final RuntimeLink link;
    private final Executor fxThread;
    private final ReadOnlyStringWrapper template = new ReadOnlyStringWrapper(DataSpec.SKU_TEMPLATE);
    private final ReadOnlyStringWrapper noChat = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper advice = new ReadOnlyStringWrapper("");
    private List<String> looked = List.of();
    private List<Own> runs = List.of();
    private boolean chosen;

    /// @param side as it is named
    /// @param template that its run was trained with
    record Own(String side, String template) {}

    public TemplateChoice(RuntimeLink link, Executor fxThread) {
        this.link = link;
        this.fxThread = fxThread;
        template.subscribe(_ -> advise());
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

    /// A run is opened: its own template is taken up, whatever was chosen for another.
    void opened() {
        chosen = false;
    }

    /// The runs among the sides.
    ///
    /// @param takeUp whether the first one's template is used from now on, unless the person has chosen one
    void trained(List<Own> now, boolean takeUp) {
        runs = List.copyOf(now);
        if (takeUp && !chosen && !runs.isEmpty()) {
            template.set(runs.getFirst().template());
        }
        advise();
    }

    /// The person's choice; it stays until a run is opened. The sides are opened anew with the next prompt.
    public void choose(String next) {
        chosen = true;
        template.set(next);
    }

    private void advise() {
        advice.set(
                runs.stream()
                        .filter(r -> !isSame(r.template(), template.get()))
                        .map(r ->
                                text(
                                        "compare.template.differs",
                                        r.side(),
                                        words(r.template()),
                                        words(template.get())))
                        .collect(Collectors.joining(" ")));
    }

    /// Whether prompts read the same: what stands behind the answer is for rows to train on.
    private static boolean isSame(String one, String other) {
        return asked(one).equals(asked(other));
    }

    private static String asked(String template) {
        int answer = template.indexOf("{a}");
        return (answer < 0 ? template : template.substring(0, answer)).stripTrailing();
    }

    /// A template in the middle of a sentence.
    private static String words(String template) {
        return isSame(template, DataSpec.SKU_TEMPLATE)
                ? text("compare.template.sku.words")
                : template.equals(DataSpec.CHAT_TEMPLATE)
                        ? text("compare.template.chat.words")
                        : text("compare.template.own.words", shown(template));
    }

    /// A template in a menu.
    static String named(String template) {
        return isSame(template, DataSpec.SKU_TEMPLATE)
                ? text("compare.template.sku")
                : template.equals(DataSpec.CHAT_TEMPLATE)
                        ? text("compare.chat")
                        : text("compare.template.own", shown(template));
    }

    /// The template of prompts on a button, and whether it is the runs' own.
    String named() {
        String now = template.get();
        boolean trained = !runs.isEmpty() && advice.get().isEmpty();
        if (trained && !isSame(now, DataSpec.SKU_TEMPLATE) && !now.equals(DataSpec.CHAT_TEMPLATE)) {
            return text("compare.template.run");
        }
        return trained ? text("compare.template.trained", named(now)) : named(now);
    }

    private static String shown(String template) {
        String line = asked(template).replace("\n", "\u23ce");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "\u2026";
    }

    /// What can be chosen: what the sides' runs were trained with, SKU's, and the models' own chat templates.
    List<String> all() {
        List<String> all = new ArrayList<>();
        Stream.of(
                        Stream.of(template.get()),
                        runs.stream().map(Own::template),
                        Stream.of(DataSpec.SKU_TEMPLATE, DataSpec.CHAT_TEMPLATE))
                .flatMap(each -> each)
                .filter(each -> all.stream().noneMatch(a -> isSame(a, each)))
                .forEach(all::add);
        return all;
    }

    /// As a specification has it.
    public ReadOnlyStringProperty templateProperty() {
        return template.getReadOnlyProperty();
    }

    /// Which runs were trained with another template than they are asked with; empty for none.
    public ReadOnlyStringProperty adviceProperty() {
        return advice.getReadOnlyProperty();
    }

    /// Why chat templates cannot be used here; empty where they can.
    public ReadOnlyStringProperty noChatProperty() {
        return noChat.getReadOnlyProperty();
    }
}
