package dev.sku.runtime.data;

import dev.sku.protocol.ProblemException;
import dev.sku.runtime.chat.ChatMessage;
import dev.sku.runtime.chat.ChatTemplate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The model's own chat template around a question: the template spells out all special tokens, so none is added. An answer
/// ends with the token that the template puts behind it, whether or not the model's configuration knows it as an end.
public final class ChatPrompt implements PromptTemplate {
    /// Stands for an answer where only what the template puts around it is looked at.
    private static final String MARK = "answer-5e1f";

    private final ChatTemplate template;
    private final String system;
    private final @Nullable LocalDateTime now;

    /// The special token behind an answer; empty where the template has none.
    private final String end;

    /// What the template writes behind a last answer, the end included.
    private final String behind;

    private final Set<Integer> ends;

    ChatPrompt(TextTokenizer tokenizer, @Nullable LocalDateTime now) {
        this.template = tokenizer.chatTemplate();
        this.system = "";
        this.now = now;
        this.end =
                tokenizer.leadingSpecial(
                        behindMark(
                                List.of(
                                        ChatMessage.user("a"),
                                        ChatMessage.assistant(MARK),
                                        ChatMessage.user("b"))));
        this.behind = behindMark(List.of(ChatMessage.user("a"), ChatMessage.assistant(MARK)));
        this.ends =
                tokenizer.idOf(end).stream()
                        .mapToObj(id -> (int) id)
                        .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    private ChatPrompt(ChatPrompt other, String system) {
        this.template = other.template;
        this.system = system;
        this.now = other.now;
        this.end = other.end;
        this.behind = other.behind;
        this.ends = other.ends;
    }

    private String behindMark(List<ChatMessage> conversation) {
        try {
            String text = template.render(conversation, false, now);
            int at = text.lastIndexOf(MARK);
            return at < 0 ? "" : text.substring(at + MARK.length());
        } catch (ProblemException _) {
            // It takes no such conversation; whether it takes the one that is asked shows then.
            return "";
        }
    }

    @Override
    public PromptTemplate instructed(String instruction) {
        return new ChatPrompt(this, instruction);
    }

    @Override
    public String prompt(String question) {
        return prompt(null, List.of(), question);
    }

    @Override
    public String prompt(@Nullable String before, List<Exchange> earlier, String question) {
        List<ChatMessage> messages = messages(before == null ? system : before);
        for (Exchange exchange : earlier) {
            messages.add(ChatMessage.user(exchange.question()));
            messages.add(ChatMessage.assistant(exchange.answer()));
        }
        messages.add(ChatMessage.user(question));
        return template.render(messages, true, now);
    }

    private static List<ChatMessage> messages(String system) {
        return system.isBlank()
                ? new ArrayList<>()
                : new ArrayList<>(List.of(ChatMessage.system(system)));
    }

    /// As the template writes an answered question, up to the token that ends the answer. Where it writes the question
    /// otherwise once it is answered, the answer follows the prompt as it was asked.
    @Override
    public String text(String question, String answer) {
        String prompt = prompt(question);
        List<ChatMessage> messages = messages(system);
        messages.add(ChatMessage.user(question));
        messages.add(ChatMessage.assistant(answer));
        String answered = template.render(messages, false, now);
        if (!answered.startsWith(prompt) || !answered.endsWith(behind)) {
            return prompt + answer + end;
        }
        return answered.substring(0, answered.length() - behind.length())
                + behind.substring(0, Math.max(0, behind.indexOf(end)))
                + end;
    }

    @Override
    public long[] encode(TextTokenizer tokenizer, String text) {
        return tokenizer.encodePlain(text);
    }

    @Override
    public Set<Integer> ends() {
        return ends;
    }

    @Override
    public List<Object> parts() {
        return List.of(template.parts(), system);
    }
}
