package dev.sku.runtime.data;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.RunSpec;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What stands around a question and its answer: a text of the specification, or the model's own chat template.
public sealed interface PromptTemplate permits TextTemplate, ChatPrompt {
    /// A question that was asked, and its answer.
    record Exchange(String question, String answer) {}

    /// For what is measured or trained on: a chat template that would write the date is not told it, so that the text is the
    /// same on any day.
    ///
    /// @param template as [DataSpec#template()] has it
    /// @param tokenizer of the model
    /// @throws dev.sku.protocol.ProblemException `CHAT_TEMPLATE_MISSING`, `CHAT_TEMPLATE_UNKNOWN`, `SPEC_INVALID`
    static PromptTemplate of(String template, TextTokenizer tokenizer) {
        return at(template, tokenizer, null);
    }

    /// @param now what the time is for a chat template
    static PromptTemplate at(
            String template, TextTokenizer tokenizer, @Nullable LocalDateTime now) {
        return template.equals(DataSpec.CHAT_TEMPLATE)
                ? new ChatPrompt(tokenizer, now)
                : new TextTemplate(template);
    }

    /// How a run's base is asked.
    static PromptTemplate ofBase(RunSpec spec, TextTokenizer tokenizer) {
        return of(spec.data().template(), tokenizer);
    }

    /// How a run's outcome is asked: as its base, but for the method that trains nothing and says what to refuse instead.
    static PromptTemplate ofOutcome(RunSpec spec, TextTokenizer tokenizer) {
        PromptTemplate plain = ofBase(spec, tokenizer);
        return spec.method().isTrained() ? plain : plain.instructed(spec.baseline().instruction());
    }

    /// The same with an instruction in front: the input-based baseline.
    PromptTemplate instructed(String instruction);

    /// What stands before the answer.
    String prompt(String question);

    /// A prompt at the end of a talk.
    ///
    /// @param system text in front of everything; null or blank for none
    String prompt(@Nullable String system, List<Exchange> earlier, String question);

    String text(String question, String answer);

    /// A text of this template as tokens, with the special tokens that it does not spell out itself.
    long[] encode(TextTokenizer tokenizer, String text);

    /// Tokens that end an answer, besides those of the model's configuration.
    Set<Integer> ends();

    /// All that its texts are made of, for a hash.
    List<Object> parts();

    /// The answer starts where the tokens of prompt and answer together first differ from those of the prompt alone, both
    /// unpadded: also right where a tokenizer merges the prompt's last character with the answer.
    ///
    /// @throws RowFault when no token of the answer fits behind the prompt
    default TokenRow tokenize(
            TextTokenizer tokenizer, String question, String answer, int maxTokens)
            throws RowFault {
        long[] prompt = encode(tokenizer, prompt(question));
        long[] whole = encode(tokenizer, text(question, answer));
        int start = Arrays.mismatch(prompt, whole);
        int answerStart = start < 0 ? whole.length : start;
        if (answerStart >= maxTokens) {
            throw new RowFault(
                    "the prompt alone has %d tokens; with its answer a row may have %d"
                            .formatted(prompt.length, maxTokens));
        }
        if (answerStart >= whole.length) {
            throw new RowFault("the answer has no token of its own");
        }
        return new TokenRow(
                whole.length > maxTokens ? Arrays.copyOf(whole, maxTokens) : whole, answerStart);
    }
}
