package dev.sku.runtime.data;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunSpec;
import java.util.Arrays;

/// The text around a question `{q}` and its answer `{a}`; part of the run's specification.
///
/// Where the template has no `{a}`, the answer follows it after a blank.
public record PromptTemplate(String template) {
    private static final String QUESTION = "{q}";
    private static final String ANSWER = "{a}";

    public PromptTemplate {
        int question = template.indexOf(QUESTION);
        int answer = template.indexOf(ANSWER);
        if (question < 0 || template.indexOf(QUESTION, question + 1) >= 0) {
            throw invalid("must hold '{q}' exactly once");
        }
        if (answer >= 0 && (answer < question || template.indexOf(ANSWER, answer + 1) >= 0)) {
            throw invalid("may hold '{a}' once, after '{q}'");
        }
        if (answer < 0) {
            template = template.stripTrailing() + " " + ANSWER;
        }
    }

    /// How a run's base is asked.
    public static PromptTemplate ofBase(RunSpec spec) {
        return new PromptTemplate(spec.data().template());
    }

    /// How a run's outcome is asked: as its base, but for the method that trains nothing and says what to refuse instead.
    public static PromptTemplate ofOutcome(RunSpec spec) {
        return spec.method().isTrained()
                ? ofBase(spec)
                : new PromptTemplate(spec.baseline().instruction() + "\n" + spec.data().template());
    }

    /// What stands before the answer. Blanks before the answer belong to its first token (byte-level BPE and SentencePiece
    /// both write a word with the blank in front of it), so the prompt ends before them.
    public String prompt(String question) {
        String before = template.substring(0, template.indexOf(ANSWER));
        int end = before.length();
        while (end > 0 && before.charAt(end - 1) == ' ') {
            end--;
        }
        return before.substring(0, end).replace(QUESTION, question);
    }

    public String text(String question, String answer) {
        int at = template.indexOf(ANSWER);
        return template.substring(0, at).replace(QUESTION, question)
                + answer
                + template.substring(at + ANSWER.length());
    }

    /// The answer starts where the tokens of prompt and answer together first differ from those of the prompt alone, both
    /// unpadded: also right where a tokenizer merges the prompt's last character with the answer.
    ///
    /// @throws RowFault when no token of the answer fits behind the prompt
    public TokenRow tokenize(TextTokenizer tokenizer, String question, String answer, int maxTokens)
            throws RowFault {
        long[] prompt = tokenizer.encode(prompt(question));
        long[] whole = tokenizer.encode(text(question, answer));
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

    private static ProblemException invalid(String reason) {
        return ProblemException.of(Problem.Code.SPEC_INVALID, "spec", "data.template", reason);
    }
}
