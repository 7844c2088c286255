package dev.sku.runtime.chat;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model's chat template: renders a conversation to the text that the model reads, byte for byte as transformers does, or
/// not at all. What a template asks beyond what is known here is a fault with its line.
public final class ChatTemplate {
    private static final int LARGEST = 200_000;

    private final String source;
    private final String text;
    private final List<Statement> statements;
    private final Frames frames;
    private final Map<String, String> specialTokens;

    private ChatTemplate(
            String source,
            String text,
            List<Statement> statements,
            Map<String, String> specialTokens) {
        this.source = source;
        this.text = text;
        this.statements = statements;
        this.frames = Frames.of(statements);
        this.specialTokens = specialTokens;
    }

    /// @param source the file that faults name
    /// @param specialTokens by the names templates know them by, such as `bos_token`
    /// @throws ProblemException `CHAT_TEMPLATE_UNKNOWN`
    public static ChatTemplate parse(
            String source, String text, Map<String, String> specialTokens) {
        return faultsNamed(
                source,
                () -> {
                    if (text.length() > LARGEST) {
                        throw new TemplateFault(1, "it has more than " + LARGEST + " characters");
                    }
                    return new ChatTemplate(
                            source, text, StatementParser.parse(text), Map.copyOf(specialTokens));
                });
    }

    /// @param generationPrompt whether the text ends where the assistant's answer begins
    /// @param now what the time is; null leaves `strftime_now` undefined, so that the text is the same on any day
    /// @throws ProblemException `CHAT_TEMPLATE_UNKNOWN`, or `CHAT_TEMPLATE_REFUSES` where the template itself does not take
    ///     the conversation
    public String render(
            List<ChatMessage> conversation, boolean generationPrompt, @Nullable LocalDateTime now) {
        List<Object> messages =
                conversation.stream()
                        .<Object>map(m -> {
                            Map<String, Object> message = new LinkedHashMap<>();
                            message.put("role", m.role());
                            message.put("content", m.content());
                            return DictValue.of(message);
                        })
                        .toList();
        Map<String, Object> names = new LinkedHashMap<>(specialTokens);
        names.put("messages", ListValue.list(messages));
        names.put("tools", None.NONE);
        names.put("documents", None.NONE);
        names.put("add_generation_prompt", generationPrompt);
        return render(names, now);
    }

    /// @param names what the template's names stand for
    String render(Map<String, Object> names, @Nullable LocalDateTime now) {
        return faultsNamed(
                source,
                () -> {
                    Scope scope = new Scope(null);
                    Globals.set(scope, now);
                    names.forEach(scope::set);
                    return Rendering.text(statements, frames, scope, new Budget());
                });
    }

    private static <T> T faultsNamed(String source, Evaluator.Step<T> step) {
        try {
            return step.run();
        } catch (TemplateFault.Raised e) {
            throw new ProblemException(
                    Problem.of(Problem.Code.CHAT_TEMPLATE_REFUSES, source, e.reason()), e);
        } catch (TemplateFault e) {
            throw new ProblemException(
                    Problem.of(Problem.Code.CHAT_TEMPLATE_UNKNOWN, source, e.line(), e.reason()),
                    e);
        } catch (StackOverflowError e) {
            throw new ProblemException(
                    Problem.of(
                            Problem.Code.CHAT_TEMPLATE_UNKNOWN,
                            source,
                            1,
                            "it is nested too deeply"),
                    e);
        }
    }

    /// The file it is from.
    public String source() {
        return source;
    }

    /// All that its texts are made of, for a hash.
    public List<Object> parts() {
        return List.of(text, specialTokens);
    }
}
