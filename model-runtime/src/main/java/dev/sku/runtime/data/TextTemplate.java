package dev.sku.runtime.data;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The text around a question `{q}` and its answer `{a}`; part of the run's specification.
///
/// Where the template has no `{a}`, the answer follows it after a blank.
public record TextTemplate(String template) implements PromptTemplate {
    private static final String QUESTION = "{q}";
    private static final String ANSWER = "{a}";

    public TextTemplate {
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

    @Override
    public PromptTemplate instructed(String instruction) {
        return new TextTemplate(instruction + "\n" + template);
    }

    /// Blanks before the answer belong to its first token (byte-level BPE and SentencePiece both write a word with the blank
    /// in front of it), so the prompt ends before them.
    @Override
    public String prompt(String question) {
        String before = template.substring(0, template.indexOf(ANSWER));
        int end = before.length();
        while (end > 0 && before.charAt(end - 1) == ' ') {
            end--;
        }
        return before.substring(0, end).replace(QUESTION, question);
    }

    @Override
    public String prompt(@Nullable String system, List<Exchange> earlier, String question) {
        StringBuilder text = new StringBuilder();
        if (system != null && !system.isBlank()) {
            text.append(system).append('\n');
        }
        for (Exchange exchange : earlier) {
            text.append(prompt(exchange.question()))
                    .append(' ')
                    .append(exchange.answer())
                    .append('\n');
        }
        return text.append(prompt(question)).toString();
    }

    @Override
    public String text(String question, String answer) {
        int at = template.indexOf(ANSWER);
        return template.substring(0, at).replace(QUESTION, question)
                + answer
                + template.substring(at + ANSWER.length());
    }

    @Override
    public long[] encode(TextTokenizer tokenizer, String text) {
        return tokenizer.encode(text);
    }

    @Override
    public Set<Integer> ends() {
        return Set.of();
    }

    @Override
    public List<Object> parts() {
        return List.of(template);
    }

    private static ProblemException invalid(String reason) {
        return ProblemException.of(Problem.Code.SPEC_INVALID, "spec", "data.template", reason);
    }
}
